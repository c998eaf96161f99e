namespace Tollgate.Core.Verification;

/// <summary>
/// Sums anew the units that were charged in each cycle, and rates them by the price that the total is by. Its memory is
/// that of the totals and of one change. Not thread-safe.
/// </summary>
/// <remarks>
/// The cost by a volume price is not compared, which a fall of the total does not lower, nor that by a price which was
/// stated for a subscription and is no more; nor the totals of a cycle in which a reservation was settled whose feature
/// draws on a pool, and which another pool than those of its lines may have charged.
/// </remarks>
internal sealed class CycleCostCheck(Standing standing, Catalog.Catalog catalog)
{
    // What was set aside for such a use was taken, and what it cost beyond that is not charged yet.
    const UsageFlags Unpaid = UsageFlags.CreditInsufficient | UsageFlags.BudgetExceeded;

    readonly Dictionary<CostKey, CostTotal> stored =
        standing.Costs.Where(one => one.Key.From != Instant.MinValue).ToDictionary(one => one.Key);
    readonly Dictionary<CostKey, Exact> units = [];
    readonly HashSet<CostKey> unknown = [];
    readonly HashSet<CostKey> partial = [];
    readonly HashSet<(Currency, Instant)> strangers = [];
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
        var rating = lines.Find(line => line.Flags.HasFlag(UsageFlags.Rated)) ?? lines[0];
        // What was charged before that was told may have counted for the use's own feature or for a pool of it.
        if (charge.Units is not { } rise)
            unknown.UnionWith(lines.Select(line => OfAnyCycle(CostKey.RatedBy(line, charge)!.Value)));
        else if (IsByStranger(rating)) strangers.Add((charge.Currency, charge.Cycle!.Value));
        else if (CostKey.RatedBy(rating, charge) is { } key)
        {
            units[key] = units.GetValueOrDefault(key) + rise;
            if ((lines[0].Flags & Unpaid) != UsageFlags.None) partial.Add(key);
        }
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
            if (unknown.Contains(OfAnyCycle(key)) || strangers.Contains((key.Currency, key.From))) continue;
            if (sum != total.Units) return Of(key, $"units {sum}", $"units {total.Units}");
            if (total.Charged != Amount.Zero) return Of(key, "charged 0", $"charged {total.Charged}");
            if (total.Price == Hash.Empty && total.Cost != Exact.Zero)
                return Of(key, "no cost without a price", $"cost {total.Cost}");
            if (!prices.TryGetValue(total.Price, out var by) || by is TieredPrice { IsVolume: true }) continue;
            var cost = Rating.Cost(by, total.Units);
            if (cost != total.Cost && !(partial.Contains(key) && total.Cost < cost))
                return Of(key, $"cost {cost}", $"cost {total.Cost}");
        }
        foreach (var (key, sum) in units)
            if (!unknown.Contains(OfAnyCycle(key)) && sum != Exact.Zero) return Of(key, $"units {sum}", "no row");
        return null;
    }

    // A pool that came after the reservation may charge what goes beyond it, and has no line of it.
    bool IsByStranger(UsageEvent rating) =>
        rating.Line == 0 && lines.Exists(line => line.Kind == UsageKind.Release)
        && catalog.Feature(rating.Feature)!.Definition.Pool is not null;

    // Cycles were named otherwise before that was told.
    static CostKey OfAnyCycle(CostKey key) => key with { From = Instant.MinValue };

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
