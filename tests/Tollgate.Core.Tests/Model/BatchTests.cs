using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class BatchTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string BatchRefused = $"refused batch_refused q=6 in=0 over=0 0/10 left 10 {Month} flags= seq=2";
    static readonly ModelUse Six = new("acme", "calls", 6);

    public static TheoryData<Row> Rows { get; } = Row.Table(
        new("Each has its own decision, in order",
            play => Ready(play).Batch(atomic: false, Six, Six, Six with { Quantity = 4 }),
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3; "
            + $"refused limit_exceeded q=6 in=0 over=0 6/10 left 4 {Month} flags= seq=3; "
            + $"allowed q=4 in=4 over=0 10/10 left 0 {Month} flags= seq=4"),
        new("All, when all are allowed",
            play => Ready(play).Batch(atomic: true, Six, Six with { Customer = "other" }, Six with { Quantity = 4 }),
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3; "
            + $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3; "
            + $"allowed q=4 in=4 over=0 10/10 left 0 {Month} flags= seq=4"),
        new("None, when one is refused",
            play => Ready(play).Batch(atomic: true, Six with { Customer = "other" }, Six, Six),
            $"{BatchRefused}; {BatchRefused}; refused limit_exceeded q=6 in=0 over=0 6/10 left 4 {Month} flags= seq=2"),
        new("And nothing was recorded", play =>
        {
            Ready(play).Batch(atomic: true, Six with { Id = "a" }, Six with { Customer = "nobody" });
            return play.Use(10, "a");
        }, $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("A fact in a refused batch is refused with it",
            play => Ready(play).Batch(atomic: true, Six with { Mode = "record" }, Six with { Feature = "what" }),
            BatchRefused + "; refused feature_unknown q=6 in=0 over=0 none flags= seq=2"),
        new("A replay stays one in a refused batch", play =>
        {
            Ready(play).Use(6, "a");
            return play.Batch(atomic: true, Six with { Id = "a" }, Six);
        }, $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3 replayed; "
            + $"refused limit_exceeded q=6 in=0 over=0 6/10 left 4 {Month} flags= seq=3"),
        new("The same id twice is a replay of the first",
            play => Ready(play).Batch(atomic: true, Six with { Id = "a" }, Six with { Id = "a" }),
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3; "
            + $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3 replayed"),
        new("The same id with other content conflicts",
            play => Ready(play).Batch(atomic: false, Six with { Id = "a" }, Six with { Id = "a", Quantity = 1 }),
            $"allowed q=6 in=6 over=0 6/10 left 4 {Month} flags= seq=3; "
            + "refused id_conflict q=1 in=0 over=0 none flags= seq=3"),
        new("A conflict refuses an atomic batch",
            play => Ready(play).Batch(atomic: true, Six with { Id = "a" }, Six with { Id = "a", Quantity = 1 }),
            BatchRefused + "; refused id_conflict q=1 in=0 over=0 none flags= seq=2"),
        new("A replay of what the batch drops is dropped with it",
            play => Ready(play).Batch(atomic: true, Six with { Id = "a" }, Six with { Id = "a" }, Six),
            $"{BatchRefused}; {BatchRefused}; "
            + $"refused limit_exceeded q=6 in=0 over=0 6/10 left 4 {Month} flags= seq=2"));

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void A_request_is_decided_in_order(Row row) => Assert.Equal(row.Expected, row.Played(new()));

    static Play Ready(Play play)
    {
        play.On(new ModelLimit(10, "cycle")).Customer("other").Subscribe("pro", "other");
        return play;
    }
}
