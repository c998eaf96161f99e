namespace Tollgate.Core.Usage;

/// <summary>One limit with the counter of the window that a use falls in.</summary>
public sealed record MeasuredLimit(LimitWindow Limit, Share Share, Counter Counter)
{
    /// <summary>What is left in the window; below 0 where a lowered limit lies under what was used.</summary>
    public long Left => Counter.LeftOf(Limit.Quantity);

    /// <summary>How much of the feature used fits, in its smallest unit; below 0 where nothing does.</summary>
    public long Room => RoomWith(0);

    /// <summary>What happens past it.</summary>
    public Overage Policy => Share.Footing.Entitlement.Overage;

    /// <summary>The limits of a basis, measured.</summary>
    public static MeasuredLimit[] Of(CustomerState customer, Basis basis)
    {
        if (basis.Limits.Count == 0) return [];
        var measured = new MeasuredLimit[basis.Limits.Count];
        for (var i = 0; i < measured.Length; i++)
        {
            var (limit, share) = basis.Limits[i];
            measured[i] = new MeasuredLimit(limit, share, customer.Counter(limit.Key));
        }
        return measured;
    }

    /// <summary>
    /// The figures of the limit with the least left in units of the feature used, of those that
    /// <paramref name="counts"/>; null where there is none.
    /// </summary>
    public static Figures? Tightest(IEnumerable<MeasuredLimit> limits, Func<MeasuredLimit, bool> counts, Instant now)
    {
        MeasuredLimit? tightest = null;
        foreach (var limit in limits)
            if (counts(limit) && (tightest is null || limit.Compare(tightest) < 0)) tightest = limit;
        return tightest?.Figures(now);
    }

    /// <summary>How much of the feature used fits with <paramref name="more"/> beside what is left.</summary>
    public long RoomWith(long more)
    {
        var left = Left + more;
        return Share.Factor == 1 || left == 0 ? left : left > 0 ? left / Share.Factor : -1;
    }

    /// <summary>The figures of this limit as they stand.</summary>
    public Figures Figures(Instant now)
    {
        var (per, window) = (Limit.Limit.Per, Limit.Window);
        var rolling = per.Kind == PerKind.Rolling;
        Instant? start = rolling ? now - per.Length : window.Start == Instant.MinValue ? null : window.Start;
        return new Figures(
            Share.Feature.Code, Limit.Quantity, Counter.Used, Counter.Reserved, per, start,
            rolling ? Counter.Oldest + per.Length : window.End, Limit.Scope, Share.Feature.Scale);
    }

    int Compare(MeasuredLimit other) =>
        ((Int128)Left * other.Share.Factor).CompareTo((Int128)other.Left * Share.Factor);
}
