using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class OverageTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    static readonly PlanFeature Deny = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Allow = Deny with { Overage = OverageMode.Allow };
    static readonly PlanFeature Capped = Allow with { OverageLimit = 3 };

    public static TheoryData<Rule> Rules { get; } = Rule.Table(
        new("Denied, a limit may be used up exactly", desk => desk.On(Deny).Use(10),
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("And never past it", desk => desk.On(Deny).Use(11),
            $"refused limit_exceeded q=11 in=0 over=0 0/10 left 10 {Month} flags= seq=2"),
        new("Allowed, the rest is overage", desk => { desk.On(Allow).Use(8); return desk.Use(5); },
            $"allowed q=5 in=2 over=3 13/10 left 0 {Month} flags=overage seq=4"),
        new("Above the limit all of it", desk => { desk.On(Allow).Use(12); return desk.Use(5); },
            $"allowed q=5 in=0 over=5 17/10 left 0 {Month} flags=overage seq=4"),
        new("Billable overage says so", desk => desk.On(Allow with { Billable = true }).Use(11),
            $"allowed q=11 in=10 over=1 11/10 left 0 {Month} flags=overage,billable seq=3"),
        new("Billable without overage does not", desk => desk.On(Allow with { Billable = true }).Use(10),
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("Overage may reach its limit", desk => { desk.On(Capped).Use(8); return desk.Use(5); },
            $"allowed q=5 in=2 over=3 13/10 left 0 {Month} flags=overage seq=4"),
        new("And never past it, in one use", desk => { desk.On(Capped).Use(8); return desk.Use(6); },
            $"refused limit_exceeded q=6 in=0 over=0 8/10 left 2 {Month} flags= seq=3"),
        new("Or in several", desk => { desk.On(Capped).Use(13); return desk.Use(1); },
            $"refused limit_exceeded q=1 in=0 over=0 13/10 left 0 {Month} flags= seq=3"),
        new("An overage limit of 0 denies", desk => desk.On(Allow with { OverageLimit = 0 }).Use(11),
            $"refused limit_exceeded q=11 in=0 over=0 0/10 left 10 {Month} flags= seq=2"),
        new("What is included fits every limit", desk => desk.On(Desk.Limits((10, "cycle"), (9, "forever")) with
        {
            Overage = OverageMode.Allow,
            OverageLimit = 3,
        }).Use(12), "allowed q=12 in=9 over=3 12/9 left 0 per forever -..- flags=overage seq=3"),
        new("A check says what there would be", desk => desk.On(Allow).Check(11),
            $"allowed q=11 in=10 over=1 0/10 left 10 {Month} flags=overage seq=2"),
        new("A limit of 0 is one", desk => desk.On((0, "forever")).Use(),
            "refused limit_exceeded q=1 in=0 over=0 0/0 left 0 per forever -..- flags= seq=2"));

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void A_quantity_splits_into_what_fits_and_the_rest(Rule rule) => rule.Holds();
}
