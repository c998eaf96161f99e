namespace Tollgate.Core.Usage;

/// <summary>One limit with the counter of the window that a use falls in.</summary>
public sealed record MeasuredLimit(SummedLimit Limit, Window Window, Counter Counter)
{
    /// <summary>What is left in the window; below 0 where a lowered limit lies under what was used.</summary>
    public long Left => Limit.Quantity - Counter.Used - Counter.Reserved;

    /// <summary>The figures of this limit, with what <paramref name="added"/> puts into its window.</summary>
    public Figures Figures(string feature, Split? added, Instant at, Instant now)
    {
        var quantity = added is { } split ? split.Included + split.Overage : 0;
        if (Limit.Per.Kind != PerKind.Rolling)
            return new Figures(
                feature, Limit.Quantity, Counter.Used + quantity, Counter.Reserved, Limit.Per, Start, Window.End);

        var from = now - Limit.Per.Length;
        if (at <= from) quantity = 0;
        var oldest = quantity > 0 && !(Counter.Oldest < at) ? at : Counter.Oldest;
        return new Figures(
            feature, Limit.Quantity, Counter.Used + quantity, Counter.Reserved, Limit.Per,
            from, oldest + Limit.Per.Length);
    }

    Instant? Start => Window.Start == Instant.MinValue ? null : Window.Start;
}

/// <summary>How a quantity divides: what fits every limit is included, the rest is overage.</summary>
public readonly record struct Split(long Quantity, long Included, Overage Policy)
{
    /// <summary>What no limit has room for.</summary>
    public long Overage => Quantity - Included;

    /// <summary>Whether the overage is more than the policy takes.</summary>
    public bool Refused { get; private init; }

    /// <summary>
    /// Divides <paramref name="quantity"/>. Where nothing includes the feature, all of it is overage.
    /// </summary>
    public static Split Of(long quantity, IReadOnlyList<MeasuredLimit> limits, Entitlement entitlement)
    {
        if (entitlement.Standing != Standing.Included) return new Split(quantity, 0, entitlement.Overage);
        var fits = quantity;
        foreach (var limit in limits) fits = Math.Min(fits, Math.Max(0, limit.Left));
        var split = new Split(quantity, fits, entitlement.Overage);
        return split with { Refused = limits.Any(split.Refuses) };
    }

    /// <summary>Whether this limit is one that refuses it.</summary>
    public bool Refuses(MeasuredLimit limit)
    {
        if (Quantity <= limit.Left) return false;
        if (Policy.Mode == OverageMode.Deny) return true;
        return Policy.Most is { } most && Quantity > limit.Left + most;
    }
}
