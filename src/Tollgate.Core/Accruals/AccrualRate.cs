namespace Tollgate.Core.Accruals;

/// <summary>What the level of a gauge costs at a moment.</summary>
/// <param name="Price">Of one unit for one hour, above 0.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Included">The level up to which it costs nothing, in the smallest unit.</param>
internal readonly record struct AccrualRate(Exact Price, Currency Currency, long Included)
{
    const long MicrosecondsPerHour = 3_600_000_000;

    // What is divided by an hour need not come out even.
    const int Places = 18;

    /// <summary>
    /// That of an allowance; null where its level costs nothing: not included, without limit, not charged, or at 0.
    /// </summary>
    public static AccrualRate? Of(Terms terms, Catalog.Catalog catalog, AccrualKey key, Instant at)
    {
        if (terms.Profile is not { } profile || catalog.Feature(key.Feature) is not { } gauge) return null;
        var given = Entitlement.Of(terms, catalog, gauge, key.Scope, at);
        if (given.Standing != Standing.Included || given.Scope != key.Scope || given.Limits.Count == 0) return null;
        if (given.Overage is not { Mode: OverageMode.Charge, Price: UnitPrice { Amount.Sign: > 0 } price }) return null;
        return new AccrualRate(
            price.Amount, price.Currency ?? Currency.Parse(profile.Currency), given.Limits.Min(one => one.Quantity));
    }

    /// <summary>What comes together in so long, of a level.</summary>
    public Exact Area(long level, Instant from, Instant to) => level <= Included || to <= from
        ? Exact.Zero
        : Exact.Of(((Int128)level - Included) * (to.ToMicroseconds() - from.ToMicroseconds()));

    /// <summary>What it costs, cut at 18 decimal places.</summary>
    public Exact Cost(Exact area, Feature gauge) =>
        (area * Price * Exact.Of(1, gauge.Scale)).DividedDown(MicrosecondsPerHour, Places);

    /// <summary>The same area in units and hours, cut at 18 decimal places.</summary>
    public static Exact UnitHours(Exact area, Feature gauge) =>
        (area * Exact.Of(1, gauge.Scale)).DividedDown(MicrosecondsPerHour, Places);
}
