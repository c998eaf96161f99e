namespace Tollgate.Core.Verification;

/// <summary>
/// The level that each gauge is charged by, against its counter, which <see cref="CounterCheck"/> sums. Thread-safe.
/// </summary>
internal static class LevelCheck
{
    /// <summary>The first that is another, or reaches behind the last change.</summary>
    public static Divergence? Close(Standing standing, Catalog.Catalog catalog)
    {
        foreach (var row in standing.Accruals)
        {
            var level = standing.Counters.FirstOrDefault(one => one.Key.Feature == row.Key.Feature
                && one.Key.Pot == row.Key.Scope && one.Key.Namespace.Length == 0
                && one.Key.Epoch == KeptWindows.AllTime)?.Used ?? 0;
            if (row.Level != level) return Of(row, $"level {level}", $"level {row.Level}");
            if (row.Since > standing.Head.LastAt)
                return Of(row, $"since {CoreJson.Time(standing.Head.LastAt)}", $"since {CoreJson.Time(row.Since)}");
            if (row.Area.Sign < 0) return Of(row, "an area of at least 0", $"area {row.Area}");
        }
        return null;

        Divergence Of(Accrual row, string expected, string found) => new(
            standing.Key, DivergenceKind.Row, "accrual",
            $"{catalog.Feature(row.Key.Feature)?.Code ?? $"{row.Key.Feature}"} {row.Key.Scope}".TrimEnd(),
            expected, found);
    }
}
