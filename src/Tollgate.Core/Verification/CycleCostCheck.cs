namespace Tollgate.Core.Verification;

/// <summary>
/// Sums anew the units that were charged in each cycle, and rates them by the price that the total is by. Its memory is
/// that of the totals. Not thread-safe.
/// </summary>
/// <remarks>
/// The cost by a volume price is not compared, which a fall of the total does not lower, nor that by a price which was
/// stated for a subscription and is no more. Where something was charged before its total was told, nothing is compared.
/// </remarks>
internal sealed class CycleCostCheck(Standing standing, Catalog.Catalog catalog)
{
    // What was set aside for such a use was taken, and what it cost beyond that is not charged yet.
    const UsageFlags Unpaid = UsageFlags.CreditInsufficient | UsageFlags.BudgetExceeded;

    readonly Dictionary<CostKey, CostTotal> stored =
        standing.Costs.Where(one => one.Key.From != Instant.MinValue).ToDictionary(one => one.Key);
    readonly Dictionary<CostKey, Exact> units = [];
    readonly HashSet<CostKey> partial = [];
    bool isUntold;

    public void Add(UsageEvent line)
    {
        if (line.Charge is not { Cycle: not null } charge) return;
        if (charge.RatedBy(line.Customer) is { } key)
        {
            units[key] = units.GetValueOrDefault(key) + charge.Rated!.Units;
            if ((line.Flags & Unpaid) != UsageFlags.None) partial.Add(key);
        }
        // What was charged before that was told counts in no total that is known.
        else isUntold = true;
    }

    /// <summary>The first total of a cycle that is not what its events make it.</summary>
    public Divergence? Close()
    {
        if (isUntold) return null;
        Dictionary<Hash, Price> prices = [];
        foreach (var price in Prices()) prices[Tariff.HashOf(price)] = price;
        foreach (var (key, total) in stored)
        {
            units.Remove(key, out var sum);
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
            if (sum != Exact.Zero) return Of(key, $"units {sum}", "no row");
        return null;
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
