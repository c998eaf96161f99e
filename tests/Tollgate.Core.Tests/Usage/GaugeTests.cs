using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class GaugeTests
{
    public static TheoryData<Rule> Levels { get; } = Rule.Table(
        new("It is set, raised and lowered", desk =>
        {
            Storage(desk, 10);
            return $"{Set(desk, 4)}, {Add(desk, 3)}, {Add(desk, -5)}, {Set(desk, 1)}";
        }, "+4 4/10, +3 7/10, -5 2/10, -1 1/10"),
        new("A rise above the limit is refused", desk =>
        {
            Storage(desk, 10);
            return $"{Set(desk, 11)}, {Set(desk, 10)}, {Add(desk, 1)}";
        }, "LimitExceeded 0/10, +10 10/10, LimitExceeded 10/10"),
        new("Above a lowered limit only rises are refused, and lowering lifts that at once", desk =>
        {
            Storage(desk, 10);
            Set(desk, 9);
            Plan(desk, "small", 5);
            desk.Subscribe("small");
            return $"{Add(desk, 1)}, {Add(desk, -1)}, {Set(desk, 3)}, {Add(desk, 2)}";
        }, "LimitExceeded 9/5, -1 8/5, -5 3/5, +2 5/5"),
        new("It does not fall below zero", desk =>
        {
            Storage(desk, 10);
            Set(desk, 2);
            return $"{Add(desk, -3)}, {Add(desk, -2)}";
        }, "BelowZero 2/10, -2 0/10"),
        new("What is lowered needs no plan", desk =>
        {
            Storage(desk, 10);
            Set(desk, 2);
            desk.Cancel(2);
            return $"{Add(desk, 1)}, {Add(desk, -1)}";
        }, "SubscriptionInactive none, -1 none"),
        new("What is lowered is lowered of a suspended customer too", desk =>
        {
            Storage(desk, 10);
            Set(desk, 5);
            desk.Suspend();
            return $"{Add(desk, 1)}, {Set(desk, 6)}, {Add(desk, -1)}, {Set(desk, 3)}, {Add(desk, -4)}";
        }, "CustomerSuspended 5/10, CustomerSuspended 5/10, -1 4/10, -1 3/10, BelowZero 3/10"),
        new("Nothing is overridden where a suspended customer's is lowered", desk =>
        {
            Storage(desk, 10);
            Set(desk, 5);
            desk.Suspend();
            return $"{Fact(desk, -1)}, {Fact(desk, 1)}";
        }, "None, CustomerSuspended"),
        new("A customer's level is the sum of its namespaces' and its own", desk =>
        {
            Storage(desk, 10);
            desk.Namespace("a").Namespace("b");
            Set(desk, 2);
            return $"{Set(desk, 3, "a")}, {Set(desk, 4, "b")}, {Set(desk, 1)}, {Set(desk, 6, "a")}";
        }, "+3 5/10, +4 9/10, -1 8/10, LimitExceeded 8/10"),
        new("A namespace's level comes over to a plan of its own, and back", desk =>
        {
            Storage(desk, 10);
            desk.Namespace("a");
            Set(desk, 3, "a");
            Plan(desk, "own", 5);
            desk.SubscribeIn("a", "own");
            var there = Set(desk, 4, "a");
            var shared = Set(desk, 1);
            desk.Cancel(desk.Rows.Customer("acme")!.Subscriptions[^1].Id);
            return $"{there}, {shared}, {Add(desk, 1, "a")}";
        }, "+1 4/5, +1 1/10, +1 6/10"),
        new("A top-up is not for gauges", desk =>
        {
            Storage(desk, 10);
            return desk.Boost(BoostType.TopUp, 5, feature: "storage");
        }, "rejected Invalid type:not_allowed"),
        new("A raise of its limit is, for ever", desk =>
        {
            Storage(desk, 10);
            desk.Boost(BoostType.AddLimit, 5, feature: "storage");
            return Set(desk, 15);
        }, "+15 15/15"),
        new("A raise per day is not", desk =>
        {
            Storage(desk, 10);
            return desk.Boost(BoostType.AddLimit, 5, "day", feature: "storage");
        }, "rejected Invalid per:invalid_per"),
        new("A fact is recorded below zero too, and the flag says so", desk =>
        {
            Storage(desk, 10);
            var fact = (Decision)desk.Do(new Use("acme", "storage", -1, Mode: UsageMode.Record));
            return $"{fact.Flags} {fact.Figures!.Used}";
        }, "BelowZero -1"),
        new("What is no gauge is not set", desk => Desk.Show(
            desk.On(Desk.Unlimited).Do(new Use("acme", "calls") { Level = 1 })),
            "rejected Invalid feature:not_allowed"),
        new("What is no gauge is not lowered", desk => Desk.Show(
            desk.On(Desk.Unlimited).Do(new Use("acme", "calls", -1))), "rejected Invalid quantity:out_of_range"));

    [Theory]
    [MemberData(nameof(Levels), DisableDiscoveryEnumeration = true)]
    public void A_gauge_is_a_level(Rule rule) => rule.Holds();

    static void Storage(Desk desk, decimal limit)
    {
        desk.Do(new PutFeature("storage", new FeatureDefinition("Storage", FeatureType.Gauge)));
        desk.Customer();
        Plan(desk, "big", limit);
        desk.Subscribe("big");
    }

    static void Plan(Desk desk, string code, decimal limit) => desk.Do(new PutPlan(code, new PlanDefinition(
        code, PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
        new(StringComparer.Ordinal) { ["storage"] = Desk.Limits((limit, "forever")) })));

    static string Set(Desk desk, decimal level, string? name = null) =>
        Show(desk, new Use("acme", "storage", Namespace: name) { Level = level });

    static UsageFlags Fact(Desk desk, decimal quantity) =>
        ((Decision)desk.Do(new Use("acme", "storage", quantity, Mode: UsageMode.Record))).Flags;

    static string Add(Desk desk, decimal quantity, string? name = null) =>
        Show(desk, new Use("acme", "storage", quantity, name));

    static string Show(Desk desk, Use use)
    {
        var decision = (Decision)desk.Do(use);
        var figures = decision.Figures is { } limit ? $"{limit.Used}/{limit.Limit}" : "none";
        return decision.Allowed ? $"{decision.Quantity:+0;-0;+0} {figures}" : $"{decision.Reason} {figures}";
    }
}
