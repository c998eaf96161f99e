using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Reservations;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class PoolTests
{
    public static TheoryData<Rule> Drawing { get; } = Rule.Table(
        new("A child draws its weight from the parent", desk =>
        {
            Pool(desk, 100, 5);
            return Draw(desk, 4);
        }, "4+0+0 credits 20/100"),
        new("Included through the parent alone, and refused by its limit", desk =>
        {
            Pool(desk, 100, 5);
            Draw(desk, 19);
            return $"{Draw(desk, 2)}, {Draw(desk, 1)}";
        }, "LimitExceeded credits 95/100, 1+0+0 credits 100/100"),
        new("The parent's own uses and its child's share one limit", desk =>
        {
            Pool(desk, 100, 5);
            desk.Do(new Use("acme", "credits", 81));
            return Draw(desk, 4);
        }, "LimitExceeded credits 81/100"),
        new("Its own limit holds as well, and the figures name whose limit they are", desk =>
        {
            Pool(desk, 100, 5, own: 10);
            Draw(desk, 9);
            return $"{Draw(desk, 2)}, {Draw(desk, 1)}";
        }, "LimitExceeded child 9/10, 1+0+0 child 10/10"),
        new("The least left is compared in units of what was asked", desk =>
        {
            Pool(desk, 100, 5, own: 18);
            return Draw(desk, 1);
        }, "1+0+0 child 1/18"),
        new("A top-up of the pool is used after its limit", desk =>
        {
            Pool(desk, 100, 5);
            desk.Boost(BoostType.TopUp, 12, feature: "credits");
            return $"{Draw(desk, 22)}, {Draw(desk, 1)}";
        }, "20+2+0 credits 100/100, LimitExceeded credits 100/100"),
        new("A top-up of a pool that nothing includes comes after the child's own limit", desk =>
        {
            Pool(desk, null, 5, own: 10);
            desk.Boost(BoostType.TopUp, 12, feature: "credits");
            return $"{Draw(desk, 12)}, {Draw(desk, 1)}";
        }, "10+2+0 child 10/10, LimitExceeded child 10/10"),
        new("A top-up of a child that nothing includes comes after the pool's limit", desk =>
        {
            Pool(desk, 100, 5);
            desk.Boost(BoostType.TopUp, 2, feature: "child");
            return $"{Draw(desk, 22)}, {Draw(desk, 1)}";
        }, "20+2+0 credits 100/100, LimitExceeded credits 100/100"),
        new("Weights multiply along a chain", desk =>
        {
            Pool(desk, 100, 5);
            desk.Do(new PutFeature("grandchild", Feature("child", 2)));
            return Draw(desk, 3, "grandchild");
        }, "3+0+0 credits 30/100"),
        new("A boost of the pool counts while it lasts, and a new cycle begins at nothing", desk =>
        {
            Pool(desk, 100, 5);
            desk.Boost(
                BoostType.AddLimit, 50, startsAt: "2026-01-18T00:00:00Z", until: "2026-01-20T00:00:00Z",
                feature: "credits");
            string[] times =
                ["2026-01-16T00:00:00Z", "2026-01-18T00:00:00Z", "2026-01-20T00:00:00Z", "2026-02-15T12:00:00Z"];
            return string.Join(", ", times.Select(time => Draw(desk.At(time), 1)));
        }, "1+0+0 credits 5/100, 1+0+0 credits 10/150, 1+0+0 credits 15/100, 1+0+0 credits 5/100"),
        new("A pool that was skipped counts from the moment that something includes it", desk =>
        {
            desk.Do(new PutFeature("credits", Feature(null, null)));
            desk.Do(new PutFeature("calls", Feature("credits", 5)));
            desk.On((10, "cycle"));
            desk.Boost(BoostType.AddLimit, 2, startsAt: "2026-01-18T00:00:00Z", feature: "credits");
            return $"{Draw(desk, 1, "calls")}, {Draw(desk.At("2026-01-18T00:00:00Z"), 1, "calls")}";
        }, "1+0+0 calls 1/10, LimitExceeded credits 0/2"),
        new("A reversal gives both back", desk =>
        {
            Pool(desk, 100, 5, own: 10);
            desk.Do(new Use("acme", "child", 4, Id: "a"));
            desk.Do(new ReverseUse("acme", "a"));
            return Draw(desk, 1);
        }, "1+0+0 child 1/10"));

    public static TheoryData<Rule> Beyond { get; } = Rule.Table(
        new("What no counter could hold is a bad quantity, also where nothing is counted", desk =>
        {
            Large(desk, Desk.Unlimited);
            return Desk.Show(desk.Do(new Use("acme", "child", 10)));
        }, "rejected Invalid quantity:out_of_range"),
        new("What is set aside counts as what is used does", desk =>
        {
            Large(desk, Desk.Limits((1, "cycle")) with { Overage = OverageMode.Allow });
            Hold(desk, 5);
            return $"{Hold(desk, 5, "s")}, {Desk.Show(desk.Do(new Use("acme", "child", 5)))}";
        }, "rejected Invalid quantity:out_of_range, rejected Invalid quantity:out_of_range"),
        new("A settlement is measured too", desk =>
        {
            Large(desk, Desk.Limits((1, "cycle")) with { Overage = OverageMode.Allow });
            Hold(desk, 5);
            return Desk.Show(desk.Do(new SettleReservation("acme", "r", 10)));
        }, "rejected Invalid quantity:out_of_range"),
        new("A limit that comes in when more is used and set aside than it can tell refuses", desk =>
        {
            Large(desk, Desk.Unlimited);
            Hold(desk, 4);
            desk.Do(new Use("acme", "child", 5));
            desk.Do(new PutPlan("pooled", LargePlan(Desk.Limits((1, "cycle")))));
            desk.Subscribe("pooled");
            return Draw(desk, 1);
        }, "LimitExceeded credits 5000000000000000000/1000000000"));

    public static TheoryData<Rule> Definitions { get; } = Rule.Table(
        new("A circle is refused", desk =>
        {
            Pool(desk, 100, 5);
            return Desk.Show(desk.Do(new PutFeature("credits", Feature("child", 1))));
        }, "rejected Invalid pool:circular"),
        new("So is one that draws on itself", desk =>
            Desk.Show(desk.Do(new PutFeature("own", Feature("own", 1)))), "rejected Invalid pool:circular"),
        new("The pool must be there", desk =>
            Desk.Show(desk.Do(new PutFeature("own", Feature("gone", 1)))), "rejected Invalid pool:unknown_feature"),
        new("And metered", desk =>
            Desk.Show(desk.Do(new PutFeature("own", Feature("sso", 1)))), "rejected Invalid pool:not_allowed"),
        new("The weight must be exact in the pool's scale", desk =>
            Desk.Show(desk.Do(new PutFeature("own", Feature("calls", 0.5m)))), "rejected Invalid weight:too_precise"),
        new("Thousandths of the pool take a weight of thousandths", desk =>
            desk.Do(new PutFeature("own", Feature("tokens", 0.001m))).GetType().Name, "Put`1"),
        new("A chain that is joined from above has the same end", desk =>
        {
            for (var top = 0; top < 10; top += 5)
            {
                desk.Do(new PutFeature($"p{top}", Feature(null, null)));
                for (var i = top + 1; i < top + 5; i++) desk.Do(new PutFeature($"p{i}", Feature($"p{i - 1}", 1)));
            }
            var tooLong = Desk.Show(desk.Do(new PutFeature("p5", Feature("p4", 1))));
            return $"{tooLong}, {desk.Do(new PutFeature("p5", Feature("p3", 1))).GetType().Name}";
        }, "rejected Invalid pool:out_of_range, Put`1"),
        new("What no longer draws on a pool is not measured by its chain", desk =>
        {
            Pool(desk, 100, 1_000_000_000);
            desk.Do(new PutFeature("grandchild", Feature("child", 1_000_000_000)));
            desk.Do(new PutFeature("top", Feature(null, null)));
            var tooMuch = Desk.Show(desk.Do(new PutFeature("credits", Feature("top", 2))));
            desk.Do(new PutFeature("grandchild", Feature(null, null)));
            return $"{tooMuch}, {desk.Do(new PutFeature("credits", Feature("top", 2))).GetType().Name}";
        }, "rejected Invalid pool:out_of_range, Put`1"),
        new("A chain has an end", desk =>
        {
            desk.Do(new PutFeature("p0", Feature(null, null)));
            var answer = "";
            for (var i = 1; i <= 9; i++) answer = Desk.Show(desk.Do(new PutFeature($"p{i}", Feature($"p{i - 1}", 1))));
            return answer;
        }, "rejected Invalid pool:out_of_range"));

    [Theory]
    [MemberData(nameof(Drawing), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Beyond), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Definitions), DisableDiscoveryEnumeration = true)]
    public void A_pool_is_drawn_on(Rule rule) => rule.Holds();

    static FeatureDefinition Feature(string? pool, decimal? weight) =>
        new("f", FeatureType.Metered, Pool: pool, Weight: weight);

    static void Pool(Desk desk, decimal? limit, decimal weight, decimal? own = null)
    {
        desk.Do(new PutFeature("credits", Feature(null, null)));
        desk.Do(new PutFeature("child", Feature("credits", weight)));
        desk.Customer();
        SortedDictionary<string, PlanFeature> features = new(StringComparer.Ordinal);
        if (limit is { } all) features["credits"] = Desk.Limits((all, "cycle"));
        if (own is { } most) features["child"] = Desk.Limits((most, "cycle"));
        desk.Do(new PutPlan(
            "pooled", new PlanDefinition("p", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true, features)));
        desk.Subscribe("pooled");
    }

    // One of the child draws 10^18 of the pool's smallest unit.
    static void Large(Desk desk, PlanFeature pool)
    {
        desk.Do(new PutFeature("credits", new FeatureDefinition("f", FeatureType.Metered, Scale: 9)));
        desk.Do(new PutFeature("child", Feature("credits", 1_000_000_000)));
        desk.Customer();
        desk.Do(new PutPlan("pooled", LargePlan(pool)));
        desk.Subscribe("pooled");
    }

    static PlanDefinition LargePlan(PlanFeature pool) => new(
        "p", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
        new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal) { ["credits"] = pool });

    static string Hold(Desk desk, decimal quantity, string id = "r") => Desk.Show(desk.Do(
        new Use("acme", "child", quantity, Id: id) { HoldFor = Duration.FromHours(1) }));

    static string Draw(Desk desk, decimal quantity, string feature = "child")
    {
        var decision = (Decision)desk.Do(new Use("acme", feature, quantity));
        var parts = decision.Allowed ? $"{decision.Included}+{decision.TopUp}+{decision.Overage}"
            : $"{decision.Reason}";
        return $"{parts} {decision.Figures!.Feature} {decision.Figures.Used}/{decision.Figures.Limit}";
    }
}
