namespace Tollgate.Core.Usage;

/// <summary>
/// How a quantity divides: what fits every limit is included, then what top-ups have left, and the rest is overage.
/// Windows count what is included and what is overage. All in the smallest unit of the feature used.
/// </summary>
public readonly record struct Split(long Quantity, long Included, long TopUp)
{
    /// <summary>What no limit and no top-up has room for.</summary>
    public long Overage => Quantity - Included - TopUp;

    /// <summary>What windows count of it.</summary>
    public long Counted => Quantity - TopUp;

    /// <summary>Whether the overage is more than the policy of a limit that it passes takes.</summary>
    public bool Refused { get; private init; }

    /// <summary>
    /// Divides <paramref name="quantity"/>. Where nothing includes the feature, all of it is overage.
    /// </summary>
    public static Split Of(long quantity, IReadOnlyList<MeasuredLimit> limits, long topUps, Standing standing)
    {
        if (standing != Standing.Included) return new Split(quantity, 0, 0);
        var fits = quantity;
        foreach (var limit in limits) fits = Math.Min(fits, Math.Max(0, limit.Room));
        var split = new Split(quantity, fits, Math.Min(quantity - fits, topUps));
        return split with { Refused = split.Overage > 0 && limits.Any(split.Refuses) };
    }

    /// <summary>
    /// A gauge's change: what lowers it is taken as it is, and what raises it divides; there are no top-ups.
    /// </summary>
    public static Split OfGauge(long change, IReadOnlyList<MeasuredLimit> limits, Standing standing) =>
        change > 0 ? Of(change, limits, 0, standing) : new Split(change, change, 0);

    /// <summary>Whether this limit is passed by it.</summary>
    public bool Passes(MeasuredLimit limit) => Overage > 0 && Counted > limit.Room;

    /// <summary>Whether this limit is one that refuses it.</summary>
    public bool Refuses(MeasuredLimit limit)
    {
        if (!Passes(limit)) return false;
        if (limit.Policy.Mode == OverageMode.Deny) return true;
        return limit.Policy.Most is { } most && Counted > limit.RoomWith(most);
    }
}
