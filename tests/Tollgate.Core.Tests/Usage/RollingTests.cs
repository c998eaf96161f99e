using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class RollingTests
{
    public static TheoryData<Rule> Rules { get; } = Rule.Table(
        new("Empty, it never resets", desk => desk.On((5, "PT5H")).Check(),
            "allowed q=1 in=1 over=0 0/5 left 5 per PT5H 2026-01-15T07:00:00Z..- flags= seq=2"),
        new("It resets when the oldest use leaves", desk =>
        {
            desk.On((5, "PT5H")).Use(2);
            return desk.At("2026-01-15T13:00:00Z").Use(3);
        }, "allowed q=3 in=3 over=0 5/5 left 0 per PT5H 2026-01-15T08:00:00Z..2026-01-15T17:00:00Z flags= seq=4"),
        new("Not a microsecond before", desk =>
        {
            desk.On((5, "PT5H")).Use(5);
            return desk.At("2026-01-15T16:59:59.999999Z").Use();
        }, "refused limit_exceeded q=1 in=0 over=0 5/5 left 0 per PT5H "
            + "2026-01-15T11:59:59.999999Z..2026-01-15T17:00:00Z flags= seq=3"),
        new("But when it is as old as the window is long", desk =>
        {
            desk.On((5, "PT5H")).Use(2);
            desk.At("2026-01-15T13:00:00Z").Use(3);
            return desk.At("2026-01-15T17:00:00Z").Use(2);
        }, "allowed q=2 in=2 over=0 5/5 left 0 per PT5H 2026-01-15T12:00:00Z..2026-01-15T18:00:00Z flags= seq=5"),
        new("One dated ahead counts from its recording", desk =>
        {
            desk.On((5, "PT5H")).Use(4, at: "2026-01-15T12:05:00Z");
            return desk.Use(2);
        }, "refused limit_exceeded q=2 in=0 over=0 4/5 left 1 per PT5H "
            + "2026-01-15T07:00:00Z..2026-01-15T17:05:00Z flags= seq=3"),
        new("One dated back is the oldest", desk =>
        {
            desk.On((5, "PT5H")).Use(1);
            return desk.Use(1, at: "2026-01-15T08:00:00Z");
        }, "allowed q=1 in=1 over=0 2/5 left 3 per PT5H 2026-01-15T07:00:00Z..2026-01-15T13:00:00Z flags= seq=4"),
        new("One older than the window counts in it no more",
            desk => desk.On((5, "PT5H")).Use(4, at: "2026-01-15T07:00:00Z"),
            "allowed q=4 in=4 over=0 0/5 left 5 per PT5H 2026-01-15T07:00:00Z..- flags= seq=3"),
        new("Days are of 24 hours where clocks change", desk =>
        {
            desk.Customer("Europe/Berlin").Plan("pro", Desk.Limits((5, "P1D"))).At("2026-03-28T12:00:00Z")
                .Subscribe("pro");
            desk.Use(5);
            return desk.At("2026-03-29T11:59:59Z").Use();
        }, "refused limit_exceeded q=1 in=0 over=0 5/5 left 0 per P1D "
            + "2026-03-28T11:59:59Z..2026-03-29T12:00:00Z flags= seq=3"),
        new("Two lengths hold at once",
            desk => { desk.On((5, "PT5H"), (3, "PT1H")).Use(3); return desk.At("2026-01-15T13:00:00Z").Use(3); },
            "refused limit_exceeded q=3 in=0 over=0 3/5 left 2 per PT5H "
            + "2026-01-15T08:00:00Z..2026-01-15T17:00:00Z flags= seq=3"),
        new("Equal lengths are one limit", desk =>
        {
            desk.On((5, "PT60M")).Plan("pack", Desk.Limits((2, "PT1H")), Core.Catalog.PlanKind.AddOn).Subscribe("pack");
            return desk.Use(7);
        }, "allowed q=7 in=7 over=0 7/7 left 0 per PT1H 2026-01-15T11:00:00Z..2026-01-15T13:00:00Z flags= seq=4"));

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void A_rolling_window_counts_to_the_event(Rule rule)
    {
        var desk = new Desk();
        Assert.Equal(rule.Expected, rule.Done(desk));
        Assert.Empty(desk.WrongCounters());
    }
}
