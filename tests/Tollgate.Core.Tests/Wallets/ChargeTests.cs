using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Time;
using Xunit;
using static Tollgate.Core.Tests.Wallets.Till;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>What overage costs, and who pays.</summary>
public sealed class ChargeTests
{
    public static TheoryData<Rule> Rules => Rule.Table(
        new("a wallet pays until it is empty",
            _ => Many(Charging(Unit("1"), credit: "5"), 10, desk => desk.Pay()),
            "5 x 0+0+1 1, 5 x CreditInsufficient 1"),
        new("included first, then charged, in one decision", _ =>
        {
            var desk = Charging(Unit("25"), 500, "100");
            desk.Pay(499);
            return $"{desk.Pay(3)}; {desk.Balance()}";
        }, "1+0+2 50; 50 held 0 #3 50"),
        new("included, then top-ups, then the wallet", _ =>
        {
            var desk = Charging(Unit("2"), 5, "10");
            desk.Boost(Core.Boosts.BoostType.TopUp, 3);
            return $"{desk.Pay(10)}; {desk.Balance()}";
        }, "5+3+2 4; 6 held 0 #3 6"),
        new("a refusal leaves everything as it was", _ =>
        {
            var desk = Charging(Unit("1"), 2, "3");
            return $"{desk.Pay(6)}; {desk.Balance()}; {desk.Pay(5)}; {desk.Balance()}";
        }, "CreditInsufficient 4; 3 held 0 #3 3; 2+0+3 3; 0 held 0"),
        new("without a wallet nothing is charged", _ =>
        {
            var desk = Charging(Unit("1"), 1);
            return $"{desk.Pay()}, {desk.Pay()}, {desk.Pay(record: true)}";
        }, "1+0+0 free, CreditInsufficient 1, 0+0+1 free CreditInsufficient"),
        new("a check tells the charge and takes nothing", _ =>
        {
            var desk = Charging(Unit("1.5"), credit: "3");
            return $"{desk.Pay(2, check: true)}, {desk.Pay(3, check: true)}, {desk.Balance()}";
        }, "0+0+2 3, CreditInsufficient 4.5, 3 held 0 #3 3"),
        new("a fact is charged below zero", _ =>
        {
            var desk = Charging(Unit("1"), credit: "3");
            return $"{desk.Pay(5, record: true)}; {desk.Balance()}; {desk.Grant("10")}; {desk.Balance()}";
        }, "0+0+5 5 CreditInsufficient; -2 held 0; granted 10.00; 8 held 0 #5 8"),
        new("an overdraft limit", _ =>
        {
            var desk = Charging(Unit("1"), credit: "3").Wallet(overdraft: "2");
            return $"{desk.Pay(5)}, {desk.Pay()}, {desk.Balance()}";
        }, "0+0+5 5, CreditInsufficient 1, -2 held 0"),
        new("no hard stop", _ => Charging(Unit("1"), credit: "3").Wallet(hardStop: false).Pay(7), "0+0+7 7"),
        new("an overage limit comes before the wallet",
            _ => $"{Charging(Unit("1"), 2, "9", most: 3).Pay(5)}, {Charging(Unit("1"), 2, "9", most: 3).Pay(6)}",
            "2+0+3 3, LimitExceeded free"),
        new("another currency is no credit", _ =>
        {
            var desk = Charging(new UnitPrice(Exact.Parse("1")) { Currency = Currency.Parse("EUR") }, credit: "9");
            return $"{desk.Pay()}, {desk.Balance()}";
        }, "CreditInsufficient 1, 9 held 0 #3 9"),
        new("past a pool's limit the price of the feature used counts", _ =>
        {
            var desk = new Desk().Customer();
            desk.Do(new PutFeature("credits", new FeatureDefinition("Credits", FeatureType.Metered)));
            desk.Do(new PutFeature(
                "sends", new FeatureDefinition("Sends", FeatureType.Metered, Pool: "credits", Weight: 2)));
            desk.Do(new PutPlan("pro", new PlanDefinition(
                "pro", PlanKind.Base, false, CycleLength.Month, 0, true, new SortedDictionary<string, PlanFeature>
                {
                    ["credits"] = Feature(Unit("5"), 2),
                    ["sends"] = Feature(Unit("1"), 10),
                })));
            desk.Subscribe("pro");
            desk.Grant("20");
            return Show(desk.Do(new Core.Usage.Use("acme", "sends", 3)));
        }, "1+0+2 2"),
        new("parts of a micro are charged once they are one", _ =>
        {
            var desk = Charging(Package(1_000_000, "0.05", prorated: true), credit: "1");
            for (var i = 0; i < 100; i++) desk.Pay(9);
            return desk.Balance();
        }, "0.999955 held 0 #3 0.999955"),
        new("what costs more than a wallet can hold is malformed", _ =>
        {
            var desk = Charging(Unit("1000000000"), credit: "1").Wallet(hardStop: false);
            return $"{desk.Pay(1_000_000_000)}, {desk.Pay(1_000_000_000, record: true)}, {desk.Pay(8_000)}, "
                + $"{desk.Pay(2_000, record: true)}, {desk.Reserve("r", 2_000)}, {desk.Pay(500)}, {desk.Balance()}";
        }, "rejected Invalid quantity:out_of_range, rejected Invalid quantity:out_of_range, 0+0+8000 8000000000000, "
            + "rejected Invalid quantity:out_of_range, rejected Invalid quantity:out_of_range, 0+0+500 500000000000, "
            + "-8499999999999 held 0"),
        new("an event states its cost", _ =>
        {
            var desk = Charging(new PropertyPrice("cost"), credit: "1");
            return $"{desk.Pay(properties: """{"cost":"0.25"}""")}, {desk.Pay(properties: """{"cost":0.1}""")}, "
                + $"{desk.Pay()}, {desk.Pay(properties: """{"cost":-1}""")}, {desk.Pay(record: true)}";
        }, "0+0+1 0.25, 0+0+1 0.1, PriceUnknown free, PriceUnknown free, 0+0+1 free PriceUnknown"),
        new("a rate card prices what the event says it used", _ =>
        {
            var desk = new Desk();
            desk.Do(new PutRateCard("llm", new RateCard(
                Usd, ["model"],
                [new CardRate(new Dictionary<string, string> { ["model"] = "big" }, [
                    new QuantityPrice("input", Exact.Parse("2.50"), 1_000_000),
                    new QuantityPrice("output", Exact.Parse("10"), 1_000_000)])],
                null)));
            desk.On(Feature(new RateCardPrice("llm"), 0)).Grant("1");
            return $"{desk.Pay(properties: """{"input":374,"model":"big","output":44}""")}, "
                + $"{desk.Pay(properties: """{"input":1,"model":"small"}""")}, "
                + $"{desk.Pay(properties: """{"input":"many","model":"big"}""")}, "
                + $"{desk.Pay(properties: """{"input":-1,"model":"big"}""")}, {desk.Pay()}";
        }, "0+0+1 0.001375, PriceUnknown free, PriceUnknown free, PriceUnknown free, PriceUnknown free"));

    public static TheoryData<Rule> Tiered => Rule.Table(
        new("graduated by event", _ => Three(Tiers(false, RatedBy.Event, "5:3 10:2 1")), "12, 17, 25; 46"),
        new("graduated by cycle", _ => Three(Tiers(false, RatedBy.Cycle, "5:3 10:2 1")), "12, 13, 10; 65"),
        new("volume by event", _ => Three(Tiers(true, RatedBy.Event, "5:3 10:2 1")), "12, 12, 20; 56"),
        new("volume by cycle: below what was charged nothing is",
            _ => Three(Tiers(true, RatedBy.Cycle, "5:3 10:2 1")), "12, 8, 0; 80"),
        new("packages that are begun, by event", _ => Three(Package(10, "5")), "5, 5, 5; 85"),
        new("packages that are begun, by cycle", _ => Three(Package(10, "5", RatedBy.Cycle)), "5, 0, 5; 90"),
        new("a part of a package", _ => Three(Package(10, "5", prorated: true)), "2, 3, 5; 90"),
        new("a new price counts from the next use, and what was charged stays", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:3 1"), credit: "100");
            desk.Pay(4);
            desk.Plan("pro", Feature(Tiers(false, RatedBy.Cycle, "5:30 10"), 0));
            desk.Do(new Core.Subscriptions.ChangeSubscription("acme", 2, "pro"));
            return $"{desk.Pay(2)}, {desk.Balance()}";
        }, "0+0+2 40, 48 held 0 #3 48"),
        new("the next cycle begins anew", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:3 1"), credit: "100");
            desk.Pay(6);
            desk.At("2026-02-20T12:00:00Z");
            return desk.Pay(6);
        }, "0+0+6 16"),
        new("a request is rated as one", _ => Request(Tiers(true, RatedBy.Request, "5:3 10:2 1"), 0, 4, 4), "8, 8"),
        new("a request counts what it charges", _ => Request(Tiers(true, RatedBy.Request, "5:3 10:2 1"), 4, 4, 6),
            "free, 12"),
        new("graduated by request", _ => Request(Tiers(false, RatedBy.Request, "5:3 10:2 1"), 0, 4, 4), "12, 9"),
        new("a request counts a fact that is charged below zero", _ =>
        {
            var desk = Charging(Tiers(true, RatedBy.Request, "5:3 10:2 1"), 0, "10");
            var answers = desk.Do(
                [
                    new Core.Usage.Use("acme", "calls", 4),
                    new Core.Usage.Use("acme", "calls", 4, Mode: Core.Usage.UsageMode.Record),
                ],
                atomic: true);
            return string.Join(", ", answers.Select(answer => Show(answer)));
        }, "0+0+4 8, 0+0+4 8 CreditInsufficient"),
        new("a request that cannot pay is refused whole",
            _ => Request(Tiers(true, RatedBy.Request, "5:3 10:20 1"), 0, 4, 4),
            "CreditInsufficient 80, CreditInsufficient 80"));

    public static TheoryData<Rule> Corrections => Rule.Table(
        new("a reversal gives its own charge back to the grants that paid", _ =>
        {
            var desk = Charging(Unit("2"), 1, "3");
            desk.Grant("5");
            desk.Pay(4, "a");
            return $"{desk.Balance()}; {desk.Reverse("a")}; {desk.Reverse("a")}; {desk.Balance()}";
        }, "2 held 0 #4 2; back 6; back 6 replayed; 8 held 0 #3 3 #4 5"),
        new("by cycle it gives back what the later total no longer costs", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:3 1"), credit: "100");
            desk.Pay(4, "a");
            desk.Pay(4, "b");
            return $"{desk.Reverse("a")}, {desk.Reverse("b")}, {desk.Balance()}";
        }, "back 6, back 12, 100 held 0 #3 100"),
        new("by cycle, after another price: its own charge, and the first price begins anew", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:3 1"), credit: "100");
            desk.Plan("max", Feature(Tiers(false, RatedBy.Cycle, "5:4 1"), 0));
            var first = desk.Pay(4, "a");
            desk.Subscribe("max");
            var back = desk.Reverse("a");
            desk.Subscribe("pro");
            return $"{first}, {back}, {desk.Pay(4)}";
        }, "0+0+4 12, back 12, 0+0+4 12"),
        new("credit expires in the order of time, each grant by a change of its own", _ =>
        {
            var desk = Charging(Unit("1"));
            desk.Grant("1", until: "2026-01-15T12:10:00Z");
            desk.Grant("2", until: "2026-01-15T12:05:00Z");
            desk.At("2026-01-15T13:00:00Z").Pay();
            var ledger = desk.Rows.Customer("acme")!.Ledger;
            return $"{desk.Balance()}; {string.Join(", ", ledger.Select(one => $"{one.Sequence} {one.Amount}"))}";
        }, "0 held 0; 3 1, 4 2, 5 -2, 6 -1"),
        new("what goes back to an expired grant is gone at once", _ =>
        {
            var desk = Charging(Unit("1"));
            desk.Grant("5", until: "2026-01-16T00:00:00Z");
            desk.Pay(3, "a");
            desk.At("2026-01-17T00:00:00Z");
            return $"{desk.Balance()}; {desk.Reverse("a")}; {desk.Balance()}; {desk.Ledger()}";
        }, "0 held 0; back 3; 0 held 0; Grant 5 5, Debit -3 2, Expiry -2 0, Reversal 3 3, Expiry -3 0"),
        new("a reservation holds the highest cost and settles the real one", _ =>
        {
            var desk = Charging(Tiers(true, RatedBy.Event, "5:3 1"), credit: "20");
            return $"{desk.Reserve("r", 8)}; {desk.Balance()}; {desk.Settle("r", 8)}; {desk.Balance()}";
        }, "0+0+8 15; 20 held 15 #3 20; 0+0+8 8; 12 held 0 #3 12"),
        new("what is held cannot be spent", _ =>
        {
            var desk = Charging(Unit("1"), credit: "10");
            desk.Reserve("r", 8);
            return $"{desk.Pay(3)}, {desk.Pay(2)}, {desk.Settle("r", 0)}, {desk.Pay(8)}, {desk.Balance()}";
        }, "CreditInsufficient 3, 0+0+2 2, 0+0+0 free, 0+0+8 8, 0 held 0"),
        new("a reservation that is over holds nothing", _ =>
        {
            var desk = Charging(Unit("1"), credit: "10");
            desk.Reserve("r", 8);
            desk.At("2026-01-15T13:00:00Z");
            return $"{desk.Pay(9)}, {desk.Balance()}";
        }, "0+0+9 9, 1 held 0 #3 1"),
        new("more than was set aside is charged below zero", _ =>
        {
            var desk = Charging(Unit("1"), 2, "10");
            desk.Reserve("r", 8);
            return $"{desk.Settle("r", 20)}, {desk.Balance()}";
        }, "2+0+18 18 CreditInsufficient, -8 held 0"),
        new("what was held in one currency pays nothing in another", _ =>
        {
            var desk = Charging(new UnitPrice(Exact.Parse("1")) { Currency = Currency.Parse("EUR") });
            desk.Do(new Core.Wallets.GrantCredit(
                "acme", Currency.Parse("EUR"), Amount.Of(5), Core.Wallets.CreditKind.Grant));
            desk.Grant("5");
            desk.Reserve("r", 3);
            desk.Plan("other", Feature(Unit("1"), 0));
            desk.Do(new Core.Subscriptions.Subscribe("acme", "other"));
            return $"{desk.Settle("r", 3)}, {desk.Balance()}";
        }, "0+0+3 3, 5 held 0 #3 5, 2 held 0 #4 2"),
        new("what is held does not expire", _ =>
        {
            var desk = Charging(Unit("1"));
            desk.Grant("10", until: "2026-01-15T12:02:00Z");
            desk.Reserve("r", 8);
            desk.At("2026-01-15T12:03:00Z");
            return $"{desk.Balance()}; {desk.Settle("r", 3)}; {desk.Balance()}";
        }, "8 held 8 #3 8; 0+0+3 3; 0 held 0"));

    [Theory]
    [MemberData(nameof(Rules))]
    [MemberData(nameof(Tiered))]
    [MemberData(nameof(Corrections))]
    public void Overage_is_charged(Rule rule) => rule.Holds();

    // Uses of 4, 6 and 10 calls, and what is left of 100.
    static string Three(Price price)
    {
        var desk = Charging(price, credit: "100");
        var charges = string.Join(", ", new[] { 4, 6, 10 }.Select(calls => desk.Pay(calls).Split(' ')[1]));
        return $"{charges}; {desk.Balance().Split(' ')[0]}";
    }

    static string Request(Price price, decimal included, params decimal[] uses)
    {
        var desk = Charging(price, included, "30");
        var answers = desk.Do([.. uses.Select(calls => new Core.Usage.Use("acme", "calls", calls))], atomic: true);
        return string.Join(", ", answers.Select(answer => Show(answer)).Select(
            text => char.IsDigit(text[0]) ? text.Split(' ')[1] : text));
    }

    static string Many(Desk desk, int times, Func<Desk, string> done) => string.Join(", ", Enumerable.Range(0, times)
        .Select(_ => done(desk)).GroupBy(answer => answer).Select(same => $"{same.Count()} x {same.Key}"));
}
