namespace Tollgate.Core.Usage;

/// <summary>One limit with the counter of the window that a use falls in.</summary>
public sealed record MeasuredLimit(LimitWindow Limit, Counter Counter)
{
    /// <summary>What is left in the window; below 0 where a lowered limit lies under what was used.</summary>
    public long Left => Limit.Quantity - Counter.Used - Counter.Reserved;

    /// <summary>The figures of this limit, with what <paramref name="added"/> puts into its window.</summary>
    public Figures Figures(string feature, Split? added, Instant at, Instant now)
    {
        var (per, window) = (Limit.Limit.Per, Limit.Window);
        var quantity = added?.Counted ?? 0;
        if (per.Kind != PerKind.Rolling)
        {
            Instant? start = window.Start == Instant.MinValue ? null : window.Start;
            return new Figures(feature, Limit.Quantity, Counter.Used + quantity, Counter.Reserved, per, start,
                window.End, Limit.Scope);
        }

        var from = now - per.Length;
        if (at <= from) quantity = 0;
        var oldest = quantity > 0 && !(Counter.Oldest < at) ? at : Counter.Oldest;
        return new Figures(
            feature, Limit.Quantity, Counter.Used + quantity, Counter.Reserved, per, from, oldest + per.Length,
            Limit.Scope);
    }
}

/// <summary>
/// How a quantity divides: what fits every limit is included, then what top-ups have left, and the rest is overage.
/// Windows count what is included and what is overage.
/// </summary>
public readonly record struct Split(long Quantity, long Included, long TopUp, Overage Policy)
{
    /// <summary>What no limit and no top-up has room for.</summary>
    public long Overage => Quantity - Included - TopUp;

    /// <summary>What windows count of it.</summary>
    public long Counted => Quantity - TopUp;

    /// <summary>Whether the overage is more than the policy takes.</summary>
    public bool Refused { get; private init; }

    /// <summary>
    /// Divides <paramref name="quantity"/>. Where nothing includes the feature, all of it is overage.
    /// </summary>
    public static Split Of(long quantity, IReadOnlyList<MeasuredLimit> limits, long topUps, Entitlement entitlement)
    {
        if (entitlement.Standing != Standing.Included) return new Split(quantity, 0, 0, entitlement.Overage);
        var fits = quantity;
        foreach (var limit in limits) fits = Math.Min(fits, Math.Max(0, limit.Left));
        var split = new Split(quantity, fits, Math.Min(quantity - fits, topUps), entitlement.Overage);
        return split with { Refused = limits.Any(split.Refuses) };
    }

    /// <summary>Whether this limit is one that refuses it.</summary>
    public bool Refuses(MeasuredLimit limit)
    {
        if (Overage == 0 || Counted <= limit.Left) return false;
        if (Policy.Mode == OverageMode.Deny) return true;
        return Policy.Most is { } most && Counted > limit.Left + most;
    }
}
