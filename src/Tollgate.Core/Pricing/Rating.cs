namespace Tollgate.Core.Pricing;

/// <summary>
/// What a total of units costs, exactly. A charge is the difference between two totals, so that no order of events
/// changes what they cost together.
/// </summary>
public static class Rating
{
    /// <summary>
    /// The cost of <paramref name="units"/>, at least 0, by a price that rates a number of units.
    /// </summary>
    /// <exception cref="ArgumentException">The price rates properties, not units.</exception>
    public static Exact Cost(Price price, Exact units) => price switch
    {
        UnitPrice unit => unit.Amount * units,
        PackagePrice { Prorated: true } package => (package.Amount * units).DividedBy(package.Size),
        PackagePrice package => package.Amount * Begun(units, package.Size),
        TieredPrice { IsVolume: true } tiered => Reached(tiered.Tiers, units).Amount * units,
        TieredPrice tiered => Graduated(tiered.Tiers, units),
        _ => throw new ArgumentException("The price rates properties.", nameof(price)),
    };

    /// <summary>Packages that were begun: the quotient, rounded up.</summary>
    internal static Exact Begun(Exact units, long size)
    {
        var whole = -(-units).Floor();
        return Exact.Of((Int128)((whole + size - 1) / size));
    }

    /// <summary>The step that a total reaches.</summary>
    public static Tier Reached(IReadOnlyList<Tier> tiers, Exact units) =>
        tiers.First(tier => tier.UpTo is not { } last || units <= last);

    static Exact Graduated(IReadOnlyList<Tier> tiers, Exact units)
    {
        var (cost, from) = (Exact.Zero, Exact.Zero);
        foreach (var tier in tiers)
        {
            var to = tier.UpTo is { } last && last < units ? last : units;
            if (to <= from) break;
            cost += tier.Amount * (to - from);
            from = to;
        }
        return cost;
    }
}
