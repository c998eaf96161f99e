namespace Tollgate.Core.Entitlements;

/// <summary>
/// What a scope has of one feature at one moment: the sum over everything active that includes it. Every limit holds.
/// </summary>
/// <param name="Standing">Whether something includes it.</param>
/// <param name="Unlimited">Whether any source gives it without limit; then there are no limits.</param>
/// <param name="Limits">One per <see cref="Per"/>, summed, in the order of <see cref="LimitOrder"/>.</param>
/// <param name="Overage">Of the (last) base plan if it includes the feature, else of the earliest add-on that
/// does.</param>
public sealed record Entitlement(
    Standing Standing, bool Unlimited, IReadOnlyList<SummedLimit> Limits, Overage Overage)
{
    /// <summary>The entitlement of a scope to <paramref name="feature"/> at <paramref name="now"/>.</summary>
    public static Entitlement Of(Terms terms, Catalog.Catalog catalog, Feature feature, Instant now)
    {
        if (Sum(terms, catalog, feature, one => one.IsActive(now)) is { } active) return active;
        if (Sum(terms, catalog, feature, one => !one.IsReplaced(now)) is not { } inactive) return None;
        return terms.Profile is { Waived: true } ? inactive : Inactive;
    }

    static Entitlement? Sum(Terms terms, Catalog.Catalog catalog, Feature feature, Func<Subscription, bool> counts)
    {
        Overage? overage = null;
        var unlimited = false;
        List<SummedLimit>? limits = null;
        foreach (var subscription in terms.Subscriptions)
        {
            if (!counts(subscription)) continue;
            var plan = catalog.Plan(subscription.Plan);
            if (plan.Of(feature.Id) is not { } allowance) continue;
            if (overage is null || subscription.Base) overage = allowance.Overage;
            unlimited |= allowance.Unlimited;
            foreach (var limit in allowance.Limits) Add(limits ??= [], limit, new Source(plan.Code, limit.Quantity));
        }
        if (overage is null) return null;
        if (unlimited || limits is null) return new Entitlement(Standing.Included, unlimited, [], overage.Value);
        limits.Sort(LimitOrder);
        return new Entitlement(Standing.Included, false, limits, overage.Value);
    }

    static Entitlement None { get; } = new(Standing.NotIncluded, false, [], Overage.Deny);

    static Entitlement Inactive { get; } = new(Standing.Inactive, false, [], Overage.Deny);

    // forever, minute .. month, cycle, then rolling windows by length.
    static int LimitOrder(SummedLimit left, SummedLimit right)
    {
        var byKind = left.Per.Kind.CompareTo(right.Per.Kind);
        return byKind != 0 ? byKind : left.Per.Length.CompareTo(right.Per.Length);
    }

    static void Add(List<SummedLimit> limits, Limit limit, Source source)
    {
        var at = limits.FindIndex(sum => sum.Per == limit.Per);
        if (at < 0) limits.Add(new SummedLimit(limit.Per, limit.Quantity, [source]));
        else limits[at] = new SummedLimit(
            limit.Per, limits[at].Quantity + limit.Quantity, [.. limits[at].Sources, source]);
    }
}

/// <summary>Whether a scope has a feature.</summary>
public enum Standing
{
    /// <summary>Something active includes it.</summary>
    Included,
    /// <summary>Nothing active does, but a subscription that no later base replaced would.</summary>
    Inactive,
    /// <summary>Nothing does.</summary>
    NotIncluded,
}

/// <summary>A limit summed over its sources, in the feature's smallest unit.</summary>
public sealed record SummedLimit(Per Per, long Quantity, IReadOnlyList<Source> Sources);

/// <summary>What one plan gave to a limit.</summary>
public readonly record struct Source(string Plan, long Quantity);
