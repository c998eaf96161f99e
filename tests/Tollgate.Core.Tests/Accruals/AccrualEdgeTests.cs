using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Usage;
using Xunit;
using static Tollgate.Core.Tests.Accruals.AccrualWords;

namespace Tollgate.Core.Tests.Accruals;

/// <summary>Levels that cost by the hour, where two things meet: changes at an instant, clocks, other money.</summary>
public sealed class AccrualEdgeTests
{
    public static TheoryData<Rule> Met { get; } = Rule.Table(
        new("what a level has cost that is back below what is included, a change of plan charges",
            desk => Storing().Plan("dear", "0.02").Level(34).At("2026-01-15T18:00:00Z").Level(5)
                .At("2026-01-15T20:00:00Z").Then(one => one.Subscribe("dear")).At("2026-01-18T00:00:00Z").Slices(),
            "01-15 20:00 1.44"),
        new("and of one that is gone, a boost",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Level(0).At("2026-01-15T20:00:00Z")
                .Then(More(14)).At("2026-01-18T00:00:00Z").Slices(), "01-15 20:00 1.44"),
        new("and midnight, though something else was due before it",
            desk => Storing().Then(one => one.Grant("100", until: "2026-01-15T20:00:00Z")).Level(34)
                .At("2026-01-15T18:00:00Z").Level(0).Seen("2026-01-15T21:00:00Z").At("2026-01-17T00:00:00Z").Slices(),
            "01-16 00:00 1.44"),
        new("what comes back to credit whose time is over does not hide a change of rate in the same request",
            desk =>
            {
                var one = Storing();
                one.Plan("talk", Till.Feature(Till.Unit("1"), 0), PlanKind.AddOn).Subscribe("talk");
                one.Grant("10", until: "2026-01-15T15:00:00Z");
                one.Pay(1, id: "a");
                one.Level(34).Seen("2026-01-15T16:00:00Z").At("2026-01-15T18:00:00Z").Do(
                    [new ReverseUse("acme", "a"),
                        new ProvisionBoost("acme", "storage", BoostType.AddLimit, BoostEnd.Never, 14)]);
                return one.At("2026-01-16T00:00:00Z").Slices();
            }, "01-15 18:00 1.44, 01-16 00:00 0.6"),
        new("of levels at one instant the last is held",
            desk => Storing().Then(one => one.Do([At(34), At(0), At(20)])).Level(50).Level(20)
                .At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 1.2"),
        new("a level that changes at midnight was held until then",
            desk => Storing().Level(34).At("2026-01-16T00:00:00Z").Level(0).At("2026-01-18T00:00:00Z").Slices(),
            "01-16 00:00 2.88"),
        new("a use that is dated back counts from when it came",
            desk => Storing().Then(one => one.Do(new Use("acme", "storage", 34, At: Desk.Time("2026-01-10T00:00:00Z"))))
                .At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 2.88"),
        new("the 29th of February is a day",
            desk => Storing().At("2028-02-28T12:00:00Z").Level(34).At("2028-03-01T00:00:00Z").Slices(),
            "02-29 00:00 2.88, 03-01 00:00 5.76"),
        new("a day of twenty-five hours has twenty-five",
            desk => Storing("America/New_York").At("2026-11-01T04:00:00Z").Level(34).At("2026-11-02T05:00:00Z")
                .Slices(), "11-02 05:00 6"),
        new("where the clock goes back over midnight, too, whoever looks between",
            desk => Storing("America/Santiago").At("2026-04-04T03:00:00Z").Level(34)
                .Seen("2026-04-05T03:00:00Z", "2026-04-05T03:30:00Z").At("2026-04-05T04:00:00Z").Slices(),
            "04-05 04:00 6"),
        new("where it skips midnight, the day begins an hour late",
            desk => Storing("America/Santiago").At("2026-09-06T04:00:00Z").Level(34).At("2026-09-07T03:00:00Z")
                .Slices(), "09-07 03:00 5.52"),
        new("time that costs more than money can say is recorded and not charged",
            desk => Storing(price: "1000000").Level(1_000_000_000_000_000m).At("2026-01-16T00:00:00Z").Slices(),
            "01-16 00:00 "),
        new("and the next is charged again",
            desk => Storing(price: "1000000").Level(1_000_000_000_000_000m).At("2026-01-16T00:00:00Z").Level(11)
                .At("2026-01-16T01:00:00Z").Level(0).At("2026-01-17T00:00:00Z").Slices(),
            "01-16 00:00 , 01-17 00:00 1000000"),
        new("nine decimal places are exact",
            desk => Storing(scale: 9, price: "1").Level(10.000000001m).At("2026-01-16T00:00:00Z")
                .Then(one => one.Balance()).Rows.Customer("acme")!.Costs.Values.Single().Cost.ToString(),
            "0.000000012"),
        new("who is erased holds what he holds",
            desk => Storing().Level(34).At("2026-01-15T18:00:00Z").Then(one => one.Do(new EraseCustomer("acme")))
                .At("2026-01-16T00:00:00Z").Slices(), "01-16 00:00 2.88"),
        new("a preview charges nothing",
            desk =>
            {
                var one = Storing().Plan("dear", "0.02").Level(34).At("2026-01-15T18:00:00Z").Level(5);
                var shown = one.Do(new PreviewChange(
                    new ChangeSubscription("acme", 2, "dear", null, CancelWhen.Now, null, null)));
                return $"{shown is Shown<ChangePreview>} {one.At("2026-01-16T00:00:00Z").Slices()}";
            }, "True 01-16 00:00 1.44"),
        new("the id of a slice is taken, and it is no use to be reversed",
            desk =>
            {
                var one = Storing().Level(34).At("2026-01-16T00:00:00Z").Then(one => one.Balance());
                var id = one.Rows.Customer("acme")!.Events.Single(line => line.Kind == UsageKind.Accrual).Id;
                return $"{((Decision)one.Do(new Use("acme", "storage", 1, Id: id))).Reason}, {one.Reverse(id)}";
            }, "IdConflict, rejected EventNotFound"),
        new("a price of nothing makes no lines and no wallet",
            desk => $"{Storing(price: "0").Level(34).At("2026-01-18T00:00:00Z").Slices()}"
                + $"{Storing(price: "0").Level(34).At("2026-01-18T00:00:00Z").Balance()}", ""),
        new("what is owed for time refuses the next use that costs, and no level",
            desk =>
            {
                var one = Storing();
                one.Plan("talk", Till.Feature(Till.Unit("1"), 0), PlanKind.AddOn).Subscribe("talk");
                one.Grant("2");
                one.Level(34);
                return $"{one.Pay(check: true)}, {one.At("2026-01-16T00:00:00Z").Pay(check: true)}, "
                    + $"{one.Pay()}, {one.Level(50).Balance()}";
            }, "0+0+1 1, CreditInsufficient 1, CreditInsufficient 1, -0.88 held 0"));

    [Theory, MemberData(nameof(Met))]
    public void A_level_costs_what_it_costs_whatever_meets_it(Rule rule) => rule.Holds();

    static Use At(decimal level) => new("acme", "storage") { Level = level };

    static Func<Desk, object> More(decimal quantity) =>
        desk => desk.Boost(BoostType.AddLimit, quantity, feature: "storage");
}
