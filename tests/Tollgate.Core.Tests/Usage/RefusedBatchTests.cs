using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class RefusedBatchTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string Dropped = $"refused batch_refused q=6 in=0 over=0 0/10 left 10 {Month} flags= seq=2";
    static readonly Use Six = new("acme", "calls", 6, Id: "six");
    static readonly Use What = new("acme", "what");

    public static TheoryData<Rule> Answers { get; } = Rule.Table(
        new("What is dropped has the figures as they stand", desk => Atomic(desk.On((10, "cycle")), Six, What),
            $"{Dropped}; refused feature_unknown q=1 in=0 over=0 none flags= seq=2"),
        new("What was refused keeps the figures it was refused on, and no number that was never given",
            desk => Atomic(desk.On((10, "cycle")), Six, new Use("acme", "calls", 5)),
            $"{Dropped}; refused limit_exceeded q=5 in=0 over=0 6/10 left 4 {Month} flags= seq=2"),
        new("What repeats an event of the same batch is dropped with it",
            desk => Atomic(desk.On((10, "cycle")), Six, Six, What),
            $"{Dropped}; {Dropped}; refused feature_unknown q=1 in=0 over=0 none flags= seq=2"),
        new("What was recorded before stays a replay",
            desk => { desk.On((10, "cycle")).Do(Six); return Atomic(desk, Six, What); },
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3 replayed; "
            + "refused feature_unknown q=1 in=0 over=0 none flags= seq=3"),
        new("The id of a dropped event is free",
            desk => { Atomic(desk.On((10, "cycle")), Six, What); return Desk.Show(desk.Do(Six)); },
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3"),
        new("Of no customer there is no number", desk => Atomic(desk, new Use("nobody", "calls"), What),
            "refused customer_unknown q=1 in=0 over=0 none flags= seq=0; "
            + "refused customer_unknown q=1 in=0 over=0 none flags= seq=0"));

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public void A_refused_batch_leaves_nothing_and_says_so(Rule rule) => rule.Holds();

    static string Atomic(Desk desk, params Use[] uses) =>
        string.Join("; ", desk.Do(uses, atomic: true).Select(Desk.Show));
}
