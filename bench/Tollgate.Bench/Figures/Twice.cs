namespace Tollgate.Bench.Figures;

/// <summary>
/// One figure twice: of plain customers, and of customers with namespaces, a pool and boosts in play. All are measured
/// in turns, so that the figures can be compared. Those in play record two lines for each use and move three counters,
/// so they are held against a baseline that does the same as well.
/// </summary>
internal static class Twice
{
    // What customers have in play may cost a tenth.
    const double Least = 0.9;

    /// <summary>The rows: plain; in play against the same baseline; in play against one of the same work.</summary>
    public static async Task<IReadOnlyList<Row>> CompareAsync(
        Pace pace, string what, string baseline, Target target, Pair plain, Pair played)
    {
        var rates = await pace.RatesAsync(plain.Baseline, plain.Gate, played.Baseline, played.Gate);
        return
        [
            RowOf($"{what}, against {baseline}", target, new Comparison(rates[0], rates[1])),
            InPlay(what, baseline, target, rates[0], rates[1], rates[3]),
            RowOf($"{what}, in play, against {baseline} with as much to do", target,
                new Comparison(rates[2], rates[3])),
        ];
    }

    /// <summary>Without the last, for a baseline that knows nothing of what a use does.</summary>
    public static async Task<IReadOnlyList<Row>> CompareAsync(
        Pace pace, string what, string baseline, Target target, Pair plain, Contender played)
    {
        var rates = await pace.RatesAsync(plain.Baseline, plain.Gate, played);
        return
        [
            RowOf($"{what}, against {baseline}", target, new Comparison(rates[0], rates[1])),
            InPlay(what, baseline, target, rates[0], rates[1], rates[2]),
        ];
    }

    static Row InPlay(string what, string baseline, Target target, double against, double plain, double played)
    {
        var row = RowOf(
            $"{what}, in play, against {baseline}", target with { Ratio = target.Ratio * Least },
            new Comparison(against, played));
        return row with { Rates = FormattableString.Invariant($"{row.Rates}; {played / plain * 100:0} % of plain") };
    }

    static Row RowOf(string figure, Target target, Comparison found) =>
        new(figure, target, found.Ratio, Words.Rates(found));
}

/// <summary>A gate and its baseline, for the same population.</summary>
internal sealed record Pair(Contender Baseline, Contender Gate);
