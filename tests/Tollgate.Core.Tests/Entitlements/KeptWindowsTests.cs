using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

public sealed class KeptWindowsTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string Hour = "per hour 2026-01-15T12:00:00Z..2026-01-15T13:00:00Z";
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Rules { get; } = Rule.Table(
        new("A plan change away and back in one window gives nothing back", desk =>
        {
            desk.On((10, "hour")).Use(4);
            desk.Plan("max", Desk.Limits((50, "day"))).Subscribe("max");
            desk.Use(3);
            desk.Subscribe("pro");
            return desk.Use();
        }, $"allowed q=1 in=1 over=0 8/10 left 2 {Hour} flags= seq=7"),
        new("A kind of window first seen counts what was used before it", desk =>
        {
            desk.On((10, "cycle")).Use(4);
            desk.Plan("max", Desk.Limits((5, "hour"))).Subscribe("max");
            return desk.Use(2);
        }, $"refused limit_exceeded q=2 in=0 over=0 4/5 left 1 {Hour} flags= seq=4"),
        new("Also a rolling one", desk =>
        {
            desk.On((10, "cycle")).Use(4);
            desk.Plan("max", Desk.Limits((5, "PT2H"))).At("2026-01-15T13:00:00Z").Subscribe("max");
            return desk.Use(2);
        }, "refused limit_exceeded q=2 in=0 over=0 4/5 left 1 per PT2H "
            + "2026-01-15T11:00:00Z..2026-01-15T14:00:00Z flags= seq=4"),
        new("And one of an add-on", desk =>
        {
            desk.On((10, "cycle")).Use(4);
            desk.Plan("pack", Desk.Limits((5, "hour")), PlanKind.AddOn).Subscribe("pack");
            return desk.Use(2);
        }, $"refused limit_exceeded q=2 in=0 over=0 4/5 left 1 {Hour} flags= seq=4"),
        new("An add-on that comes back counts what was used meanwhile", desk =>
        {
            desk.On((90, "cycle")).Plan("pack", Desk.Limits((5, "hour")), PlanKind.AddOn).Subscribe("pack");
            desk.Use(1);
            desk.Cancel(3);
            desk.Use(3);
            desk.Subscribe("pack");
            return desk.Use(2);
        }, $"refused limit_exceeded q=2 in=0 over=0 4/5 left 1 {Hour} flags= seq=7"),
        new("Also where it went and came back in one request", desk =>
        {
            desk.On((90, "cycle")).Plan("pack", Desk.Limits((5, "hour")), PlanKind.AddOn).Subscribe("pack");
            desk.Use(1);
            desk.Do([new CancelSubscription("acme", 3), new Use("acme", "calls", 3), new Subscribe("acme", "pack")]);
            return desk.Use(2);
        }, $"refused limit_exceeded q=2 in=0 over=0 4/5 left 1 {Hour} flags= seq=7"),
        new("A changed zone counts anew", desk =>
        {
            desk.On((10, "day")).At("2026-01-15T18:00:00Z").Use(4);
            desk.At("2026-01-15T18:30:00Z").Use(2);
            return desk.Customer("Asia/Kathmandu").Use();
        }, "allowed q=1 in=1 over=0 3/10 left 7 per day 2026-01-15T18:15:00Z..2026-01-16T18:15:00Z flags= seq=6"),
        new("And back again", desk =>
        {
            desk.On((10, "day")).Use(4);
            desk.Customer("Asia/Kathmandu").Use(3);
            return desk.Customer().Use();
        }, "allowed q=1 in=1 over=0 8/10 left 2 per day 2026-01-15T00:00:00Z..2026-01-16T00:00:00Z flags= seq=7"),
        new("A scheduled base with another cycle finds its own counted", desk =>
        {
            desk.On(Ten).Plan("weekly", Ten, cycle: CycleLength.Week);
            desk.Subscribe(new Subscribe("acme", "weekly", StartsAt: Desk.Time("2026-01-17T00:00:00Z")));
            desk.Use(4);
            return desk.At("2026-01-17T00:00:00Z").Use();
        }, "allowed q=1 in=1 over=0 5/10 left 5 per cycle 2026-01-15T12:00:00Z..2026-01-22T12:00:00Z flags= seq=5"),
        new("After a base with an end the calendar month is counted", desk =>
        {
            desk.Customer().Plan("pro", null, sso: true).Plan("pack", Ten, PlanKind.AddOn).Subscribe("pack");
            desk.Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-17T00:00:00Z")));
            desk.Use(4);
            return desk.At("2026-01-17T00:00:00Z").Use();
        }, "allowed q=1 in=1 over=0 5/10 left 5 per cycle 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z flags= seq=5"),
        new("After one that was cancelled too", desk =>
        {
            desk.On(Ten).Plan("pack", Ten, PlanKind.AddOn).Subscribe("pack");
            desk.Use(4);
            desk.Cancel(2);
            return desk.Use();
        }, "allowed q=1 in=1 over=0 5/10 left 5 per cycle 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z flags= seq=6"),
        new("A waiver of what is over counts what was used meanwhile", desk =>
        {
            desk.On((10, "hour")).Use(4);
            desk.Cancel(2);
            desk.Use(3, record: true);
            return desk.Customer(waived: true).Use();
        }, $"allowed q=1 in=1 over=0 8/10 left 2 {Hour} flags= seq=7"),
        new("Also of one that was to be replaced, and was cancelled first", desk =>
        {
            desk.On((10, "hour")).Customer(waived: true).Plan("free", null, sso: true);
            desk.Subscribe(new Subscribe("acme", "free", StartsAt: Desk.Time("2026-01-20T00:00:00Z")));
            desk.Use(4);
            desk.Cancel(2);
            return desk.Use();
        }, $"allowed q=1 in=1 over=0 5/10 left 5 {Hour} flags= seq=7"),
        new("A use dated into another window counts there", desk =>
        {
            desk.On(Ten).Use(4, at: "2026-01-10T00:00:00Z");
            return desk.Use();
        }, $"allowed q=1 in=1 over=0 1/10 left 9 {Month} flags= seq=4"));

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void Every_window_in_force_was_counted(Rule rule)
    {
        var desk = new Desk();
        Assert.Equal(rule.Expected, rule.Done(desk));
        Assert.Empty(desk.WrongCounters());
    }
}
