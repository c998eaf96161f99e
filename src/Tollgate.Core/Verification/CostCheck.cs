namespace Tollgate.Core.Verification;

/// <summary>
/// Sums anew what each feature cost of all time, and what was charged for it. Its memory is that of the sums. Not
/// thread-safe.
/// </summary>
internal sealed class CostCheck(Standing standing)
{
    readonly Dictionary<(int Feature, Currency Currency), (Exact Cost, Exact Charged)> sums = [];

    public void Add(UsageEvent line)
    {
        if (line.Charge is not { } charge) return;
        var key = (line.Feature, charge.Currency);
        var (cost, charged) = sums.GetValueOrDefault(key);
        sums[key] = (cost + charge.Cost, charged + charge.Amount.ToExact());
    }

    /// <summary>The first total that is not the sum of its events.</summary>
    public Divergence? Close(Catalog.Catalog catalog)
    {
        foreach (var total in standing.Costs.Where(one => one.Key.From == Instant.MinValue))
        {
            var key = (total.Key.Feature, total.Key.Currency);
            sums.Remove(key, out var expected);
            if (expected != (total.Cost, total.Charged.ToExact()))
                return Of(key, Text(expected), Text((total.Cost, total.Charged.ToExact())));
        }
        foreach (var (key, sum) in sums) return Of(key, Text(sum), "no row");
        return null;

        Divergence Of((int Feature, Currency Currency) key, string expected, string found) => new(
            standing.Key, DivergenceKind.Cost, "cost",
            FormattableString.Invariant($"{catalog.Feature(key.Feature)?.Code ?? $"{key.Feature}"} {key.Currency}"),
            expected, found);
    }

    static string Text((Exact Cost, Exact Charged) sum) => $"cost {sum.Cost} charged {sum.Charged}";
}
