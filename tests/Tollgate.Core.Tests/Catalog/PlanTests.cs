using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Catalog;

public sealed class PlanTests
{
    public static TheoryData<Rule> Versions { get; } = Rule.Table(
        new("Another limit", desk => Put(desk, Desk.Limits((10, "day")), Desk.Limits((11, "day"))),
            "v1 created, v2 changed"),
        new("The same", desk => Put(desk, Desk.Limits((10, "day")), Desk.Limits((10, "day"))),
            "v1 created, v1 unchanged"),
        new("10.0 for 10", desk => Put(desk, Desk.Limits((10, "day")), Desk.Limits((10.0m, "day"))),
            "v1 created, v1 unchanged"),
        new("Another policy", desk => Put(
            desk, Desk.Limits((10, "day")), Desk.Limits((10, "day")) with { Overage = OverageMode.Allow }),
            "v1 created, v2 changed"),
        new("Unlimited", desk => Put(desk, Desk.Limits((10, "day")), Desk.Unlimited), "v1 created, v2 changed"));

    public static TheoryData<Rule> Refusals { get; } = Rule.Table(
        new("An unknown feature", desk => Desk.Show(desk.Do(Plan(("what", Desk.Unlimited)))),
            "rejected Invalid features.what:unknown_feature"),
        new("A quantity finer than the scale", desk => Desk.Show(desk.Do(Plan(("calls", Desk.Limits((1.5m, "day")))))),
            "rejected Invalid features.calls.limits[0].quantity:too_precise"),
        new("A quantity above what the scale leaves room for",
            desk => Desk.Show(desk.Do(Plan(("tokens", Desk.Limits((2_000_000_000_000, "day")))))),
            "rejected Invalid features.tokens.limits[0].quantity:out_of_range"),
        new("A limit of a switch", desk => Desk.Show(desk.Do(Plan(("sso", Desk.Limits((1, "day")))))),
            "rejected Invalid features.sso:not_allowed"),
        new("A metered feature without limits", desk => Desk.Show(desk.Do(Plan(("calls", PlanFeature.Enabled)))),
            "rejected Invalid features.calls:required"),
        new("Another kind", desk =>
        {
            desk.Plan("pro", Desk.Unlimited);
            var plan = Plan(("calls", Desk.Unlimited));
            return Desk.Show(desk.Do(plan with { Definition = plan.Definition with { Kind = PlanKind.AddOn } }));
        }, "rejected PlanKindFixed"),
        new("Another type of a feature",
            desk => Desk.Show(desk.Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Switch)))),
            "rejected FeatureInUse"),
        new("Another scale of a feature",
            desk => Desk.Show(
                desk.Do(new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered, Scale: 2)))),
            "rejected FeatureInUse"));

    [Theory]
    [MemberData(nameof(Versions), DisableDiscoveryEnumeration = true)]
    public void A_plan_that_differs_is_the_next_version(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_the_catalogue_is_rejected(Rule rule) => rule.Holds();

    static string Put(Desk desk, params PlanFeature[] given) => string.Join(", ", given.Select(calls =>
    {
        var put = (Put<PlanVersion>)desk.Do(Plan(("calls", calls)));
        return $"v{put.Value.Version} {(put.Created ? "created" : put.Changed ? "changed" : "unchanged")}";
    }));

    static PutPlan Plan((string Code, PlanFeature Given) feature) => new("pro", new PlanDefinition(
        "Pro", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
        new SortedDictionary<string, PlanFeature>(StringComparer.Ordinal) { [feature.Code] = feature.Given }));
}
