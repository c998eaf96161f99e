namespace Tollgate.Core.Catalog;

/// <summary>What one unit of a feature draws from a pool, its parent or one further up.</summary>
/// <param name="Feature">The pool.</param>
/// <param name="Factor">How many of the pool's smallest units one smallest unit of the feature draws.</param>
public readonly record struct PoolShare(Feature Feature, long Factor);

/// <summary>
/// The pools of a feature: its parent, the parent's, and so on. Weights multiply along the way, and each is exact in
/// the pool's scale, so that nothing is rounded when a use draws on it. Pure and thread-safe.
/// </summary>
public static class Pools
{
    /// <summary>The greatest weight.</summary>
    public const long MostWeight = 1_000_000_000;

    /// <summary>The most pools above a feature.</summary>
    public const int MostAbove = 8;

    // The greatest factor of a chain: what a use draws stays far below what a counter holds.
    const decimal MostFactor = 1_000_000_000_000_000_000m;

    /// <summary>The pools above a feature, the nearest first.</summary>
    public static IReadOnlyList<PoolShare> Above(Catalog catalog, Feature feature)
    {
        if (feature.Definition.Pool is null) return [];
        List<PoolShare> shares = [];
        var factor = 1L;
        for (var child = feature; child.Definition.Pool is { } code;)
        {
            var pool = catalog.Feature(code)!;
            factor = checked(factor * (long)Factor(child.Definition, pool));
            shares.Add(new PoolShare(pool, factor));
            child = pool;
        }
        return shares;
    }

    /// <summary>The rejection of a feature whose pool does not fit the catalogue, or null.</summary>
    internal static Rejected? Misfit(Catalog catalog, Feature feature)
    {
        if (feature.Definition.Pool is not { } code) return null;
        var after = catalog.With(feature);
        if (after.Feature(code) is not { } pool)
            return Rejected.Invalid("pool", "unknown_feature", $"There is no feature {code}.");
        if (pool.Type != FeatureType.Metered)
            return Rejected.Invalid("pool", "not_allowed", $"{code} is no metered feature.");
        var factor = Factor(feature.Definition, pool);
        if (factor != decimal.Truncate(factor))
            return Rejected.Invalid(
                "weight", "too_precise", $"One smallest unit must draw a whole number of {code}'s smallest units.");
        if (IsCircular(after, feature))
            return Rejected.Invalid("pool", "circular", $"{feature.Code} would draw on itself.");
        return AndBelow(after, feature).All(one => IsBounded(after, one)) ? null : Rejected.Invalid(
            "pool", "out_of_range", $"There are at most {MostAbove} pools in a row, drawing at most 10^18.");
    }

    // Only of these does the way up lead through the one that is put.
    static IEnumerable<Feature> AndBelow(Catalog catalog, Feature feature)
    {
        Stack<Feature> left = new([feature]);
        while (left.TryPop(out var next))
        {
            yield return next;
            foreach (var child in catalog.DrawingOn(next)) left.Push(child);
        }
    }

    static bool IsBounded(Catalog catalog, Feature feature)
    {
        var (above, factor) = (0, 1m);
        for (var child = feature; child.Definition.Pool is { } code; above++)
        {
            var pool = catalog.Feature(code)!;
            factor *= Factor(child.Definition, pool);
            if (above == MostAbove || factor > MostFactor) return false;
            child = pool;
        }
        return true;
    }

    static bool IsCircular(Catalog catalog, Feature feature)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var child = feature; seen.Add(child.Code); child = catalog.Feature(child.Definition.Pool)!)
            if (child.Definition.Pool is null) return false;
        return true;
    }

    static decimal Factor(FeatureDefinition child, Feature pool) =>
        (child.Weight ?? 1) * Quantities.Power(pool.Scale) / Quantities.Power(child.Scale);
}
