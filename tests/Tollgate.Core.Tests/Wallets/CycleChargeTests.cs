using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;
using static Tollgate.Core.Tests.Wallets.Till;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>
/// What a cycle's total rates: through changes of zones, with open reservations, and when uses go back.
/// </summary>
public class CycleChargeTests
{
    public static TheoryData<Rule> Zones => Rule.Table(
        new("another zone gives no fresh tiers in the calendar month", _ =>
        {
            var desk = Monthly(Graduated("1000:3 1"));
            return $"{Paid(desk, 800)}, {Paid(desk.Customer("Asia/Tokyo"), 800)}, "
                + $"{Paid(desk.Customer("America/New_York"), 1)}";
        }, "2400, 1200, 1"),
        new("another zone gives none in a cycle that summer time has moved", _ =>
        {
            var desk = Charging(Graduated("1000:3 1"), credit: "9000").At("2026-07-20T12:00:00Z");
            return $"{Paid(desk, 800)}, {Paid(desk.Customer("America/New_York"), 800)}";
        }, "2400, 1200"),
        new("the next cycle begins anew wherever the customer has moved", _ =>
        {
            var desk = Monthly(Graduated("1000:3 1"));
            Paid(desk, 800);
            return Paid(desk.Customer("Asia/Tokyo").At("2026-02-01T00:00:00Z"), 800);
        }, "2400"),
        new("a cycle is the customer's own, not that of UTC", _ =>
        {
            var desk = Monthly(Graduated("1000:3 1")).Customer("Asia/Tokyo").At("2026-01-31T14:00:00Z");
            Paid(desk, 800);
            return Paid(desk.At("2026-01-31T16:00:00Z"), 800);
        }, "2400"),
        new("a new anchor begins a new cycle", _ =>
        {
            var desk = Charging(Graduated("1000:3 1"), credit: "9000");
            Paid(desk, 800);
            desk.Do(new RenewSubscription("acme", 2, Anchor: Desk.Time("2026-01-15T10:00:00Z")));
            return Paid(desk, 800);
        }, "2400"),
        new("a total that is kept by the start of the cycle in the customer's zone is met, and moves", _ =>
        {
            var desk = Monthly(Graduated("1000:3 1")).Customer("Asia/Tokyo");
            desk.Pay(800, "a");
            var start = Desk.Time("2025-12-31T15:00:00Z");
            var rows = desk.Rows.Customer("acme")!;
            var total = rows.Costs.Values.Single(one => one.Units != Exact.Zero);
            rows.Costs.Remove(total.Key);
            rows.Costs[total.Key with { From = start }] = total with { Key = total.Key with { From = start } };
            rows.Events[0] = rows.Events[0] with { Charge = rows.Events[0].Charge! with { Cycle = start } };
            return $"{Paid(desk, 800)}, {desk.Reverse("a")}, {Paid(desk, 1)}";
        }, "1200, back 1200, 3"),
        new("a use of another zone goes back to the total that it counted in", _ =>
        {
            var desk = Monthly(Graduated("1000:3 1"));
            desk.Pay(800, "a");
            desk.Customer("Asia/Tokyo").Pay(800, "b");
            return $"{desk.Reverse("b")}, {desk.Reverse("a")}, {desk.Balance()}";
        }, "back 1200, back 2400, 9000 held 0 #3 9000"));

    public static TheoryData<Rule> Sizes => Rule.Table(
        new("what would be charged by one size and counted by another is refused", _ =>
        {
            var desk = Charging(Tiers(true, RatedBy.Request, "5:1 10"), credit: "30");
            var answers = desk.Do([new Use("acme", "calls", 4), new Use("acme", "calls", 2)]);
            return $"{string.Join(", ", answers.Select(answer => Show(answer).Split(' ')[0]))}, {desk.Balance()}";
        }, "CreditInsufficient, CreditInsufficient, 30 held 0 #3 30"),
        new("facts beside them are charged by their own size", _ =>
        {
            var desk = Charging(Tiers(true, RatedBy.Request, "5:1 10"), credit: "31");
            var answers = desk.Do([
                new Use("acme", "calls", 1, Mode: UsageMode.Record), new Use("acme", "calls", 3),
                new Use("acme", "calls", 2)]);
            return $"{string.Join(", ", answers.Select(answer => Show(answer).Split(' ')[0]))}, {desk.Balance()}";
        }, "0+0+1, CreditInsufficient, CreditInsufficient, 30 held 0 #3 30"));

    public static TheoryData<Rule> Corrections => Rule.Table(
        new("by cycle, all that was charged goes back to the credit that paid it", _ =>
        {
            var desk = Charging(Graduated("5:3 1"), credit: "100");
            desk.Pay(4, "a");
            desk.Pay(4, "b");
            return $"{desk.Reverse("a")}, {desk.Reverse("b")}, {desk.Balance()}";
        }, "back 6, back 12, 100 held 0 #3 100"),
        new("what a later use had paid goes back to its credit when a free one is taken back", _ =>
        {
            var desk = Charging(Graduated("5:0 2"), credit: "100");
            desk.Pay(5, "a");
            desk.Pay(5, "b");
            return $"{desk.Reverse("a")}, {desk.Balance()}; {desk.Reverse("b")}, {desk.Balance()}";
        }, "back 10, 100 held 0 #3 100; back 0, 100 held 0 #3 100"),
        new("the use's own credit comes first, then that of the others", _ =>
        {
            var desk = Charging(Graduated("5:1 3"), credit: "4");
            desk.Grant("50");
            desk.Pay(4, "a");
            desk.Pay(4, "b");
            return $"{desk.Reverse("a")}, {desk.Balance()}; {desk.Reverse("b")}, {desk.Balance()}";
        }, "back 10, 50 held 0 #3 4 #4 46; back 4, 54 held 0 #3 4 #4 50"),
        new("what goes back to another use's credit that has expired is gone", _ =>
        {
            var desk = Charging(Graduated("5:0 2"));
            desk.Grant("100", until: "2026-01-16T00:00:00Z");
            desk.Pay(5, "a");
            desk.Pay(5, "b");
            desk.At("2026-01-17T00:00:00Z");
            return $"{desk.Reverse("a")}, {desk.Balance()}";
        }, "back 10, 0 held 0"),
        new("a use that its pool's price rated goes back to the pool's total", _ =>
        {
            var desk = Pooled(out var own);
            var first = desk.Pay(4, "a");
            desk.Do(own);
            desk.Subscribe("own");
            return $"{first}, {desk.Pay(4, "b")}, {desk.Reverse("a")}, {desk.Reverse("b")}, {desk.Balance()}";
        }, "0+0+4 12, 0+0+4 120, back 12, back 120, 900 held 0 #3 900"),
        new("a settlement that a pool charges which came after its reservation goes back to that pool's total", _ =>
        {
            var own = new PlanFeature(false, [new PlanLimit(2, "cycle")], OverageMode.Allow, null, false);
            var desk = Pooled(Feature(Graduated("5:3 1"), 5), own);
            desk.Do(Plan("alone", ("calls", own)));
            desk.Subscribe("alone");
            desk.Reserve("a", 2);
            desk.Subscribe("pool");
            return $"{desk.Settle("a", 12)}, {desk.Reverse("a")}, {desk.Balance()}, {desk.Pay(10)}";
        }, "2+0+10 20, back 20, 900 held 0 #3 900, 2+0+8 18"),
        new("of a use settled beyond what was set aside free of charge only what was charged goes back", _ =>
        {
            // Calls are past their own limit, which costs nothing; past the pool's 5 they are charged.
            var desk = Pooled(
                Feature(Graduated("5:3 1"), 5),
                new PlanFeature(false, [new PlanLimit(0, "cycle")], OverageMode.Allow, null, false));
            desk.Reserve("a", 5);
            var settled = desk.Settle("a", 9);
            return $"{settled}, {desk.Reverse("a")}, {desk.Balance()}";
        }, "0+0+9 12, back 12, 900 held 0 #3 900"));

    public static TheoryData<Rule> Reservations => Rule.Table(
        new("a reservation holds what it costs after those that are open", _ =>
        {
            var desk = Charging(Graduated("5:1 10"), credit: "100");
            return $"{desk.Reserve("a", 5)}, {desk.Reserve("b", 5)}, {desk.Settle("b", 5)}, {desk.Settle("a", 5)}, "
                + desk.Balance();
        }, "0+0+5 5, 0+0+5 50, 0+0+5 5, 0+0+5 50, 45 held 0 #3 45"),
        new("where steps fall it holds what it costs if the others are released", _ =>
        {
            var desk = Charging(Graduated("5:3 1"), credit: "100");
            return $"{desk.Reserve("a", 5)}, {desk.Reserve("b", 5)}, {desk.Settle("a", 0)}, {desk.Settle("b", 5)}";
        }, "0+0+5 15, 0+0+5 15, 0+0+0 free, 0+0+5 15"),
        new("it holds for the step between, which only part of the others may reach", _ =>
        {
            var desk = Charging(Graduated("4:1 6:9 1"), credit: "100");
            return $"{desk.Reserve("a", 8)}, {desk.Reserve("b", 2)}";
        }, "0+0+8 24, 0+0+2 18"),
        new("packages: it holds one more where the others may end with one", _ =>
        {
            var desk = Charging(Package(10, "5", RatedBy.Cycle), credit: "100");
            desk.Pay(8);
            return $"{desk.Reserve("a", 1)}, {desk.Reserve("b", 2)}, {desk.Reserve("c", 2)}, {desk.Settle("b", 2)}, "
                + $"{desk.Settle("c", 2)}, {desk.Settle("a", 1)}";
        }, "0+0+1 0, 0+0+2 5, 0+0+2 5, 0+0+2 0, 0+0+2 5, 0+0+1 0"),
        new("volume: it holds for where the others end just after a step", _ =>
        {
            var desk = Charging(Tiers(true, RatedBy.Cycle, "5:3 1"), credit: "100");
            return $"{desk.Reserve("a", 9)}, {desk.Reserve("b", 2)}";
        }, "0+0+9 15, 0+0+2 6"),
        new("what has ended or is over is held no more", _ =>
        {
            var desk = Charging(Graduated("5:1 10"), credit: "100");
            desk.Reserve("a", 5);
            desk.Reserve("b", 1);
            desk.Settle("a", 0);
            desk.At("2026-01-15T13:00:00Z");
            return $"{desk.Reserve("c", 5)}, {desk.Balance()}";
        }, "0+0+5 5, 100 held 5 #3 100"),
        new("the next cycle's reservations know nothing of those of this one", _ =>
        {
            var desk = Charging(Graduated("5:1 10"), credit: "100").At("2026-02-15T11:59:00Z");
            var first = desk.Reserve("a", 5);
            return $"{first}, {desk.At("2026-02-15T12:01:00Z").Reserve("b", 5)}, {desk.Settle("a", 5)}";
        }, "0+0+5 5, 0+0+5 5, 0+0+5 5"),
        new("what was used meanwhile takes a settlement no further than was held, and the next use pays the rest", _ =>
        {
            var desk = Charging(Graduated("5:1 10"), credit: "10");
            var held = desk.Reserve("a", 5);
            var ends = $"{held}, {desk.Pay(5)}, {desk.Settle("a", 5)}, {desk.Balance()}";
            desk.Grant("100");
            return $"{ends}, {desk.Pay(1)}";
        }, "0+0+5 5, 0+0+5 5, 0+0+5 5 CreditInsufficient, 0 held 0, 0+0+1 55"),
        new("a price that has gone up takes no more than was held where there is no more", _ =>
            Dearer("10"), "0+0+8 8, 0+0+2 2, 0+0+8 8 CreditInsufficient, 0 held 0"),
        new("a price that has gone up is paid where it can be", _ =>
            Dearer("50"), "0+0+8 8, 0+0+2 2, 0+0+8 40, 8 held 0 #3 8"),
        new("and below zero where there is no hard stop", _ =>
            Dearer("10", hardStop: false), "0+0+8 8, 0+0+2 2, 0+0+8 40, -32 held 0"),
        new("what is more than was set aside is a fact: only its part goes below zero", _ =>
            Dearer("10", settled: 9), "0+0+8 8, 0+0+2 2, 0+0+9 13 CreditInsufficient, -5 held 0"),
        new("what is settled in another zone counts in the same cycle", _ =>
        {
            var desk = Monthly(Graduated("5:1 10"));
            desk.Reserve("a", 5);
            desk.Customer("Asia/Tokyo");
            return $"{desk.Reserve("b", 5)}, {desk.Settle("a", 5)}, {desk.Reserve("c", 1)}";
        }, "0+0+5 50, 0+0+5 5, 0+0+1 10"));

    [Theory]
    [MemberData(nameof(Zones))]
    [MemberData(nameof(Reservations))]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(Corrections))]
    public void A_cycle_is_charged_as_one(Rule rule) => rule.Holds();

    // Eight calls are reserved and two used at 1 each, and settled at 5.
    static string Dearer(string credit, bool hardStop = true, decimal settled = 8)
    {
        var desk = Charging(Unit("1"), credit: credit).Wallet(hardStop);
        var before = $"{desk.Reserve("a", 8)}, {desk.Pay(2)}";
        desk.Plan("dear", Feature(Unit("5"), 0)).Subscribe("dear");
        return $"{before}, {desk.Settle("a", settled)}, {desk.Balance()}";
    }

    static Price Graduated(string tiers) => Tiers(false, RatedBy.Cycle, tiers);

    static string Paid(Desk desk, decimal quantity) => desk.Pay(quantity).Split(' ')[1];

    // Of no base plan, so that the cycle is the month.
    static Desk Monthly(Price price)
    {
        var desk = new Desk().Customer().Plan("extra", Feature(price, 0), PlanKind.AddOn);
        desk.Subscribe("extra");
        desk.Grant("9000");
        return desk;
    }

    // Calls draw on a pool whose price holds until the plan "own" has one for calls.
    static Desk Pooled(out Core.Command own)
    {
        own = Plan(
            "own", ("api", Feature(Graduated("5:3 1"), 0)), ("calls", Feature(Graduated("5:30 10"), 0)));
        return Pooled(Feature(Graduated("5:3 1"), 0));
    }

    static Desk Pooled(PlanFeature pool, PlanFeature? calls = null)
    {
        var desk = new Desk().Customer();
        desk.Do(new PutFeature("api", new FeatureDefinition("API", FeatureType.Metered)));
        desk.Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered, Pool: "api")));
        desk.Do(calls is null ? Plan("pool", ("api", pool)) : Plan("pool", ("api", pool), ("calls", calls)));
        desk.Subscribe("pool");
        desk.Grant("900");
        return desk;
    }

    static PutPlan Plan(string code, params (string Feature, PlanFeature Given)[] features) => new(
        code, new PlanDefinition(
            code, PlanKind.Base, false, CycleLength.Month, 0, true,
            new SortedDictionary<string, PlanFeature>(
                features.ToDictionary(one => one.Feature, one => one.Given), StringComparer.Ordinal)));
}
