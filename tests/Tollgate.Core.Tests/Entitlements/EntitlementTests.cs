using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

public sealed class EntitlementTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string January = "per cycle 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z";
    static readonly PlanFeature Deny = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Allow = Deny with { Overage = OverageMode.Allow };

    public static TheoryData<Rule> Sums { get; } = Rule.Table(
        new("Base and add-ons add up", desk =>
        {
            desk.On(Deny).Plan("pack", Desk.Limits((5, "cycle"), (50, "hour")), PlanKind.AddOn, stackable: true)
                .Subscribe("pack");
            desk.Subscribe("pack");
            return desk.Use(20);
        }, $"allowed q=20 in=20 over=0 20/20 left 0 {Month} flags= seq=5"),
        new("Any unlimited wins", desk =>
        {
            desk.On(Deny).Plan("more", Desk.Unlimited, PlanKind.AddOn).Subscribe("more");
            return desk.Use(99);
        }, "allowed q=99 in=99 over=0 unlimited flags= seq=4"),
        new("The base decides on overage, though the add-on came first", desk =>
        {
            desk.Customer().Plan("pack", Allow, PlanKind.AddOn).Subscribe("pack");
            desk.Plan("pro", Deny).Subscribe("pro");
            return desk.Use(21);
        }, $"refused limit_exceeded q=21 in=0 over=0 0/20 left 20 {Month} flags= seq=3"),
        new("Else the earliest add-on", desk =>
        {
            desk.Customer().Plan("first", Allow, PlanKind.AddOn).Plan("second", Deny, PlanKind.AddOn)
                .Subscribe("first");
            desk.Subscribe("second");
            return desk.Use(21);
        }, $"allowed q=21 in=20 over=1 21/20 left 0 {January} flags=overage seq=4"));

    public static TheoryData<Rule> Waived { get; } = Rule.Table(
        new("A waiver gives what a canceled subscription includes",
            desk => { desk.On(Deny).Cancel(2); return desk.Customer(waived: true).Use(); },
            $"allowed q=1 in=1 over=0 1/10 left 9 {January} flags= seq=5"),
        new("It adds nothing where something active includes the feature", desk =>
        {
            desk.On(Deny).Plan("pack", Deny, PlanKind.AddOn).Subscribe("pack");
            desk.Cancel(3);
            return desk.Customer(waived: true).Use();
        }, $"allowed q=1 in=1 over=0 1/10 left 9 {Month} flags= seq=6"),
        new("Nor of what was replaced", desk =>
        {
            desk.On(Deny).At("2026-01-16T00:00:00Z").Plan("free", null, sso: true).Subscribe("free");
            return desk.Customer(waived: true).Use();
        }, "refused not_included q=1 in=0 over=0 none flags= seq=4"),
        new("Of several bases that are over, the last one decides on overage", desk =>
        {
            desk.On(Deny).Cancel(2);
            desk.At("2026-01-16T00:00:00Z").Plan("max", Allow).Subscribe("max");
            desk.Cancel(4);
            return desk.Customer(waived: true).Use(21);
        }, $"allowed q=21 in=20 over=1 21/20 left 0 {January} flags=overage seq=7"),
        new("What a cancellation ended, before a later base was to start, was not replaced by it", desk =>
        {
            desk.On(Deny).Customer(waived: true).Plan("free", null, sso: true);
            desk.Subscribe(new Subscribe("acme", "free", StartsAt: Desk.Time("2026-01-20T00:00:00Z")));
            desk.Cancel(2);
            return desk.At("2026-01-25T00:00:00Z").Use();
        }, $"allowed q=1 in=1 over=0 1/10 left 9 {Month} flags= seq=6"));

    [Theory]
    [MemberData(nameof(Sums), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Waived), DisableDiscoveryEnumeration = true)]
    public void What_a_scope_has_is_summed_over_what_is_active(Rule rule) => rule.Holds();
}
