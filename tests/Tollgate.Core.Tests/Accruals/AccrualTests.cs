using Tollgate.Core.Boosts;
using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Budgets;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Usage;
using Xunit;
using static Tollgate.Core.Tests.Accruals.AccrualWords;

namespace Tollgate.Core.Tests.Accruals;

/// <summary>Levels that cost by the hour: what comes together, when it is charged, and from what.</summary>
public sealed class AccrualTests
{
    // From noon of 15 January. 34 units are 24 above what is included: 0.24 an hour.
    public static TheoryData<Rule> InTime { get; } = Rule.Table(
        new("what is above the included level, hour by hour, once the day is over",
            desk => Storing().Level(34).At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 2.88"),
        new("not before", desk => Storing().Level(34).At("2026-01-15T23:59:59.999999Z").Slices(), ""),
        new("what is included costs nothing",
            desk => Storing().Level(10).At("2026-01-20T00:00:00Z").Slices(), ""),
        new("each level as long as it stood",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Level(20).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 2.04"),
        new("a level that is gone by midnight has cost what it has cost",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Level(0).At("2026-01-18T00:00:00Z").Slices(),
            "01-16 00:00 1.44"),
        new("uses that add and take away move it too",
            desk => Storing().Then(one => one.Do(new Use("acme", "storage", 40)))
                .Then(one => one.Do(new Use("acme", "storage", -6))).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 2.88"),
        new("days that nobody saw have a line each",
            desk => Storing().Level(34).At("2026-01-18T05:00:00Z").Slices(),
            "01-16 00:00 2.88, 01-17 00:00 5.76, 01-18 00:00 5.76"),
        new("and the ledger is that of who looked at each",
            desk => $"{Till.Ledger(Storing().Level(34).Seen("2026-01-18T05:00:00Z"))
                == Till.Ledger(Storing().Level(34).Seen(
                    "2026-01-16T00:00:00Z", "2026-01-16T07:00:00Z", "2026-01-17T00:00:00Z", "2026-01-18T05:00:00Z"))}",
            "True"),
        new("the day is that of the customer's zone",
            desk => Storing("America/New_York").Level(34).At("2026-01-16T05:00:00Z").Slices(), "01-16 05:00 4.08"),
        new("and has as many hours as its clock has",
            desk => Storing("America/New_York").At("2026-03-08T05:00:00Z").Level(34).At("2026-03-09T04:00:00Z")
                .Slices(), "03-09 04:00 5.52"),
        new("parts of a unit are parts of the price",
            desk => Storing(scale: 3).Level(10.5m).At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 0.06"),
        new("to the microsecond, and what no micro holds is kept",
            desk => Storing(price: "0.0000001").Level(11).At("2026-01-20T00:00:00Z").Slices(),
            "01-16 00:00 0.000001, 01-17 00:00 0.000002, 01-18 00:00 0.000003, 01-19 00:00 0.000002, "
                + "01-20 00:00 0.000002"),
        new("what does not come out even is cut once a slice, at 18 places",
            desk => Storing(price: "1").Level(11).At("2026-01-15T12:00:00.000001Z").Level(10)
                .At("2026-01-16T00:00:00Z").Then(one => one.Balance()).Rows.Customer("acme")!.Costs.Values.Single()
                .Cost.ToString(), "0.000000000277777777"),
        new("a thousand days that nobody saw: four hundred lines, the first of all that came before",
            desk => Counted(Storing().Level(34).At("2028-10-11T12:00:00Z")), "400 lines, -5757.12 and 2.88"));

    public static TheoryData<Rule> Changed { get; } = Rule.Table(
        new("another price closes the slice, by what held until then",
            desk => Storing().Plan("dear", "0.02").Level(34).At("2026-01-15T18:00:00Z")
                .Then(one => one.Subscribe("dear")).At("2026-01-16T00:00:00Z").Slices(),
            "01-15 18:00 1.44, 01-16 00:00 2.88"),
        new("and so does a boost that includes more",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Then(More(14)).At("2026-01-16T00:00:00Z").Slices(),
            "01-15 18:00 1.44, 01-16 00:00 0.6"),
        new("which ends by time alone",
            desk => Storing().Level(34).Then(More(14, "2026-01-15T21:00:00Z")).At("2026-01-17T00:00:00Z").Slices(),
            "01-15 21:00 0.9, 01-16 00:00 0.72, 01-17 00:00 5.76"),
        new("from the end of one that included all of it, hours count, though nobody looked",
            desk => Storing().Level(34).Then(More(24, "2026-01-17T12:00:00Z")).At("2026-01-18T01:00:00Z").Slices(),
            "01-18 00:00 2.88"),
        new("a change that leaves the rate as it is closes nothing",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z")
                .Then(one => one.Boost(BoostType.AddLimit, 5, feature: "calls"))
                .Then(one => one.Do(new PutCustomer("acme", "A new name"))).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 2.88"),
        new("what a plan without a price let through costs from the first plan with one",
            desk => Storing().Plan("free", price: null).Then(one => one.Subscribe("free")).Level(34)
                .At("2026-01-15T18:00:00Z").Then(one => one.Subscribe("stored")).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 1.44"),
        new("with the end of the subscription it costs no more",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Then(one => one.Cancel(2))
                .At("2026-01-20T00:00:00Z").Slices(), "01-15 18:00 1.44"),
        new("nor after its agreed end, whenever somebody looks",
            desk => Storing().Level(34).Then(one => one.Cancel(2, CancelWhen.At, "2026-01-16T06:00:00Z"))
                .At("2026-01-20T00:00:00Z").Slices(), "01-16 00:00 2.88, 01-16 06:00 1.44"),
        new("in a pause neither",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z")
                .Then(one => one.Do(new PauseSubscription("acme", 2))).At("2026-01-18T12:00:00Z")
                .Then(one => one.Do(new ResumeSubscription("acme", 2))).At("2026-01-19T00:00:00Z").Slices(),
            "01-15 18:00 1.44, 01-19 00:00 2.88"),
        new("who is suspended holds what he holds",
            desk => Storing().Level(34).Then(one => one.Suspend()).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 2.88"),
        new("in another zone the day ends at another time",
            desk => Storing().Level(34).Then(one => one.Customer("America/New_York")).At("2026-01-16T05:00:00Z")
                .Slices(), "01-16 05:00 4.08"),
        new("a namespace with an allowance of its own has a level of its own",
            desk => Storing().Namespace("east").Then(one => one.SubscribeIn("east", "stored")).Level(34, "east")
                .Level(11).At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 0.12, 01-16 00:00 east 2.88"),
        new("those that share one have one together",
            desk => Storing().Namespace("east").Level(8, "east").Level(8).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 0.72"));

    public static TheoryData<Rule> Paid { get; } = Rule.Table(
        new("by credit in order", desk => Storing().Then(one => one.Grant("100")).Level(34).At("2026-01-16T00:00:00Z")
            .Then(one => one.Balance()).Ledger(), "Grant 100 100, Debit -2.88 97.12"),
        new("by credit that expires with the day",
            desk => Storing().Then(one => one.Grant("100", until: "2026-01-16T00:00:00Z")).Level(34)
                .At("2026-01-19T00:00:00Z").Then(one => one.Balance()).Ledger(),
            "Grant 100 100, Debit -2.88 97.12, Expiry -97.12 0, Debit -5.76 -5.76, Debit -5.76 -11.52, "
                + "Debit -5.76 -17.28"),
        new("below zero, from a wallet that is made for it",
            desk => Storing().Level(34).At("2026-01-16T00:00:00Z").Balance(), "-2.88 held 0"),
        new("until then it is shown, and charged to nobody",
            desk => Storing().Then(one => one.Grant("100")).Level(34).At("2026-01-15T18:00:00Z").Accrued(),
            "1.44"),
        new("after it, only what is new is shown",
            desk => Storing().Then(one => one.Grant("100")).Level(34).At("2026-01-16T01:00:00Z").Accrued(), "0.24"),
        new("a day counts in its own budget",
            desk => Storing().Then(one => one.Budget("100", "day")).Level(34).At("2026-01-15T23:00:00Z").Spent() + " "
                + Storing().Then(one => one.Budget("100", "month")).Level(34).At("2026-01-17T00:00:00Z").Spent(),
            "b 0+0 of 100 b 8.64+0 of 100"),
        new("the last of a month in that month's",
            desk => Storing().At("2026-01-31T12:00:00Z").Then(one => one.Budget("100", "month")).Level(34)
                .At("2026-02-01T00:00:00Z").Spent(), "b 0+0 of 100"),
        new("a slice that a command closes counts too, whatever else it changes",
            desk => Storing().Plan("dear", "0.02").Then(one => one.Budget("100", "cycle")).Level(34)
                .At("2026-01-15T18:00:00Z").Then(one => one.SubscribeAnew("dear")).Spent(), "b 0+0 of 100"),
        new("a budget that denies is passed, and the line says so",
            desk => Storing().Then(one => one.Budget("1")).Level(34).At("2026-01-16T00:00:00Z").Slices() + " "
                + Storing().Then(one => one.Budget("1")).Level(34).At("2026-01-16T00:00:00Z").Flags(),
            "01-16 00:00 2.88 BudgetExceeded, CreditInsufficient"));

    [Theory, MemberData(nameof(InTime))]
    public void A_level_costs_by_the_hour(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Changed))]
    public void A_slice_ends_where_the_rate_changes(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Paid))]
    public void A_slice_is_charged_as_a_fact(Rule rule) => rule.Holds();

    static Func<Desk, object> More(decimal quantity, string? until = null) =>
        desk => desk.Boost(BoostType.AddLimit, quantity, until: until, feature: "storage");

    static string Counted(Desk desk)
    {
        var lines = desk.Slices().Split(", ").Length;
        return $"{lines} lines, {desk.Balance().Split(' ')[0]} and {desk.Accrued()}";
    }
}

file static class Words
{
    public static string SubscribeAnew(this Desk desk, string plan) =>
        desk.Subscribe(new Subscribe("acme", plan) { Anchor = desk.Now });

    public static string Flags(this Desk desk)
    {
        desk.Balance();
        return $"{desk.Rows.Customer("acme")!.Events.Single(one => one.Kind == UsageKind.Accrual).Flags}";
    }
}
