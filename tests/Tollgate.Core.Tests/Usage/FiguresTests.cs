using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class FiguresTests
{
    const string Hour = "per hour 2026-01-15T12:00:00Z..2026-01-15T13:00:00Z";
    const string Day = "per day 2026-01-15T00:00:00Z..2026-01-16T00:00:00Z";
    const string Month = "per month 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z";

    public static TheoryData<Rule> Shown { get; } = Rule.Table(
        new("The limit with the least left", desk => desk.On((8, "hour"), (10, "day")).Use(5),
            $"allowed q=5 in=5 over=0 5/8 left 3 {Hour} flags= seq=3"),
        new("Of equals the first in order", desk => desk.On((8, "PT1H"), (8, "day"), (8, "hour")).Use(5),
            $"allowed q=5 in=5 over=0 5/8 left 3 {Hour} flags= seq=3"),
        new("Of those that refuse, though another has less left",
            desk => desk.On(
                Desk.Limits((4, "hour"), (10, "day")) with
                {
                    Overage = Core.Catalog.OverageMode.Allow,
                    OverageLimit = 2,
                }).Use(7),
            $"refused limit_exceeded q=7 in=0 over=0 0/4 left 4 {Hour} flags= seq=2"),
        new("The one passed furthest, where two are passed", desk =>
        {
            desk.On((20, "hour"), (20, "month")).Use(6);
            desk.Plan("low", Desk.Limits((5, "hour"), (1, "month"))).Subscribe("low");
            return desk.Use();
        }, $"refused limit_exceeded q=1 in=0 over=0 6/1 left 0 {Month} flags= seq=4"),
        new("The least left after the use, not before it", desk =>
        {
            desk.On((5, "hour"), (4, "PT5H"));
            return desk.Use(3, at: "2026-01-15T01:30:00Z");
        }, "allowed q=3 in=3 over=0 3/5 left 2 per hour 2026-01-15T01:00:00Z..2026-01-15T02:00:00Z flags= seq=3"),
        new("A check shows what stands", desk => { desk.On((8, "hour")).Use(5); return desk.Check(2); },
            $"allowed q=2 in=2 over=0 5/8 left 3 {Hour} flags= seq=3"),
        new("A refusal shows what stands", desk => { desk.On((8, "hour")).Use(5); return desk.Use(4); },
            $"refused limit_exceeded q=4 in=0 over=0 5/8 left 3 {Hour} flags= seq=3"),
        new("So does a suspended customer's",
            desk => { desk.On((8, "day")).Use(5); desk.Suspend(); return desk.Use(); },
            $"refused customer_suspended q=1 in=0 over=0 5/8 left 3 {Day} flags= seq=4"),
        new("Without limit there are none", desk => desk.On(Desk.Unlimited).Use(9),
            "allowed q=9 in=9 over=0 unlimited flags= seq=3"));

    [Theory]
    [MemberData(nameof(Shown), DisableDiscoveryEnumeration = true)]
    public void One_limit_is_shown(Rule rule) => rule.Holds();
}
