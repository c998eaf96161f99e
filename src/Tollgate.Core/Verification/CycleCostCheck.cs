namespace Tollgate.Core.Verification;

/// <summary>
/// Sums anew the units that were charged in each cycle, and rates them by the price that the total is by. Its memory is
/// that of the totals and of one change. Not thread-safe.
/// </summary>
/// <remarks>
/// Of a reservation that was settled beyond what was set aside the history does not say how much of it was charged:
/// the total that it counts in is not compared. Nor is the cost by a volume price, which a fall of the total does not
/// lower, or by one that was stated for a subscription and is no more.
/// </remarks>
internal sealed class CycleCostCheck(Standing standing, Catalog.Catalog catalog)
{
    readonly Dictionary<CostKey, CostTotal> stored =
        standing.Costs.Where(one => one.Key.From != Instant.MinValue).ToDictionary(one => one.Key);
    readonly Dictionary<CostKey, Exact> units = [];
    readonly HashSet<CostKey> unknown = [];
    readonly List<UsageEvent> lines = [];

    public void Add(UsageEvent line)
    {
        if (line.Line == 0) Pass();
        if (lines.Count > 0 || line is { Line: 0, Charge.Cycle: not null }) lines.Add(line);
    }

    /// <summary>The change at hand is at its end: whose price charged it, its lines and the totals say.</summary>
    public void Pass()
    {
        if (lines.Count == 0) return;
        var charge = lines[0].Charge!;
        var keys = lines.Where(line => !line.Pot.StartsWith(Boost.PotPrefix)
            && line.Kind is UsageKind.Use or UsageKind.Pool or UsageKind.Reversal)
            .Select(line => (Line: line, Key: CostKey.RatedBy(line, charge)!.Value)).ToList();
        // A line of a pool says that its price charged the use; of others the totals tell.
        var rated = keys.Where(one => one.Line.Flags.HasFlag(UsageFlags.Rated)).ToList();
        if (rated.Count == 0) rated = keys.Where(one => stored.ContainsKey(one.Key)).ToList();
        if (rated.Count > 1 || IsBeyond(lines)) unknown.UnionWith(keys.Select(one => one.Key));
        var (rating, key) = rated.Count > 0 ? rated[0] : keys[0];
        var scale = catalog.Feature(rating.Feature)!.Scale;
        units[key] = units.GetValueOrDefault(key) + Exact.Of(rating.Overage, scale);
        lines.Clear();
    }

    /// <summary>The first total of a cycle that is not what its events make it.</summary>
    public Divergence? Close()
    {
        Pass();
        Dictionary<Hash, Price> prices = [];
        foreach (var price in Prices()) prices[Tariff.HashOf(price)] = price;
        foreach (var (key, total) in stored)
        {
            units.Remove(key, out var sum);
            if (unknown.Contains(key)) continue;
            if (sum != total.Units) return Of(key, $"units {sum}", $"units {total.Units}");
            if (total.Charged != Amount.Zero) return Of(key, "charged 0", $"charged {total.Charged}");
            if (total.Price == Hash.Empty && total.Cost != Exact.Zero)
                return Of(key, "no cost without a price", $"cost {total.Cost}");
            if (!prices.TryGetValue(total.Price, out var by) || by is TieredPrice { IsVolume: true }) continue;
            var cost = Rating.Cost(by, total.Units);
            if (cost != total.Cost) return Of(key, $"cost {cost}", $"cost {total.Cost}");
        }
        foreach (var (key, sum) in units)
            if (!unknown.Contains(key)) return Of(key, $"units {sum}", "no row");
        return null;
    }

    // More is recorded than was held.
    static bool IsBeyond(List<UsageEvent> lines)
    {
        var held = lines.Where(line => line.Kind == UsageKind.Release
            && line.Feature == lines[0].Feature && line.Pot == lines[0].Pot).ToList();
        return held.Count > 0 && lines[0].Included + lines[0].Overage > -held.Sum(line => line.Included + line.Overage);
    }

    IEnumerable<Price> Prices() => catalog.Plans.SelectMany(plan => catalog.Versions(plan.Code))
        .SelectMany(plan => plan.Definition.Features.Values).Select(one => one.Price)
        .Concat(standing.Terms.Subscriptions.SelectMany(one => one.Overrides.Stated.Features.Values)
            .Select(one => one.Price))
        .OfType<Price>().Where(price => price.By == RatedBy.Cycle);

    Divergence Of(CostKey key, string expected, string found) => new(
        standing.Key, DivergenceKind.Cost, "cost",
        $"{catalog.Feature(key.Feature)?.Code ?? $"{key.Feature}"} {key.Currency} {key.Scope} from {key.From}",
        expected, found);
}
