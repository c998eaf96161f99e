namespace Tollgate.Core.Pricing;

/// <summary>
/// What units that may come after others can cost at most. A cost turns only where a step ends, so there alone it is
/// looked at: where the others end with a step, where these do, and with none or all of the others.
/// </summary>
internal static class HighestCost
{
    /// <summary>
    /// The most that up to <paramref name="units"/> cost after <paramref name="before"/> and any part of
    /// <paramref name="held"/>.
    /// </summary>
    /// <param name="price">Tiers, or packages that cost what is begun.</param>
    /// <param name="before">Units charged so far.</param>
    /// <param name="charged">What they were charged, by this price.</param>
    /// <param name="held">Units that may be charged first.</param>
    /// <param name="units">Units that are asked about.</param>
    public static Exact Of(Price price, Exact before, Exact charged, Exact held, Exact units)
    {
        var highest = After(price, before, charged, units);
        if (held.Sign <= 0) return highest;
        // Part of what is held may bring what was charged to what its units cost.
        Consider(before, Rating.Cost(price, before));
        Consider(before + held, Rating.Cost(price, before + held));
        foreach (var (end, next) in Steps(price, before, before + held + units))
        {
            if (end > before && end < before + held)
            {
                var there = Rating.Cost(price, end);
                // One unit more, and all may cost what the next step says.
                if (next is { } amount && amount * end < there) there = amount * end;
                Consider(end, there);
            }
            var start = end - units;
            if (start > before && start < before + held) Consider(start, Rating.Cost(price, start));
        }
        return highest;

        void Consider(Exact start, Exact cost)
        {
            var after = After(price, start, cost, units);
            if (after > highest) highest = after;
        }
    }

    // The most that up to so many units cost from a total on: where all units cost what the last one does, fewer may
    // cost more.
    static Exact After(Price price, Exact start, Exact charged, Exact units)
    {
        var highest = Rating.Cost(price, start + units) - charged;
        if (price is TieredPrice { IsVolume: true } volume)
            foreach (var tier in volume.Tiers)
            {
                if (tier.UpTo is not { } end || end <= start || end >= start + units) continue;
                var there = (tier.Amount * end) - charged;
                if (there > highest) highest = there;
            }
        return highest.Sign > 0 ? highest : Exact.Zero;
    }

    // Where steps end, and for volume what a unit costs in the next. Of packages the first end is like all others.
    static IEnumerable<(Exact End, Exact? Next)> Steps(Price price, Exact from, Exact to)
    {
        if (price is PackagePrice package)
        {
            yield return (Rating.Begun(from, package.Size) * Exact.Of(package.Size), null);
            yield break;
        }
        var tiered = (TieredPrice)price;
        for (var i = 0; i < tiered.Tiers.Count - 1; i++)
            if (tiered.Tiers[i].UpTo is { } end && end > from && end < to)
                yield return (end, tiered.IsVolume ? tiered.Tiers[i + 1].Amount : null);
    }
}
