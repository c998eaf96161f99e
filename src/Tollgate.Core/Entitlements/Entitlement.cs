namespace Tollgate.Core.Entitlements;

/// <summary>
/// What a scope has of one feature at one moment: the sum over everything active that includes it. Every limit holds.
/// </summary>
/// <param name="Standing">Whether something includes it.</param>
/// <param name="Scope">Whose allowance it is: empty the customer's, else the namespace whose own decides.</param>
/// <param name="Unlimited">Whether any source gives it without limit; then there are no limits.</param>
/// <param name="Limits">One per <see cref="Per"/>, summed, in the order of <see cref="LimitOrder"/>.</param>
/// <param name="Overage">
/// Of the (last) base plan if it includes the feature, else of the earliest add-on that does.
/// </param>
/// <param name="TopUps">What is used after the limits, soonest end first.</param>
public sealed record Entitlement(
    Standing Standing, string Scope, bool Unlimited, IReadOnlyList<SummedLimit> Limits, Overage Overage,
    IReadOnlyList<Boost> TopUps)
{
    /// <summary>Whether nothing but top-ups gives it: its one limit, of nothing, has no source.</summary>
    public bool IsOnlyTopUps => Limits is [{ Sources.Count: 0 }];

    /// <summary>
    /// The entitlement of a customer, or of a namespace of it, to <paramref name="feature"/> at <paramref name="now"/>.
    /// Where the namespace's own active plans or boosts include the feature, they decide alone; otherwise the
    /// customer's allowance does, which all namespaces share.
    /// </summary>
    /// <param name="terms">Of the customer.</param>
    /// <param name="catalog">Of the account.</param>
    /// <param name="feature">Which.</param>
    /// <param name="name">The namespace; empty: none.</param>
    /// <param name="now">The moment of decision.</param>
    public static Entitlement Of(Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant now)
    {
        var waived = terms.Profile is { Waived: true };
        if (name.Length > 0 && Active(name) is { } own) return WithTopUps(own);
        if (Active("") is { } shared) return WithTopUps(shared);

        var inactive = (name.Length > 0 ? Sum(terms, catalog, feature, name, now, NotReplaced, []) : null)
            ?? Sum(terms, catalog, feature, "", now, NotReplaced, []);
        if (inactive is not null && waived) return WithTopUps(inactive);
        if (WithTopUps(NothingButTopUps) is { TopUps.Count: > 0 } bought) return bought;
        return inactive is null ? None : Inactive;

        // A boost takes nothing away from what a waiver gives.
        Entitlement? Active(string scope)
        {
            Boost[] boosts = [.. terms.Boosts.Where(one => one.Namespace == scope && one.Type != BoostType.TopUp
                && one.Feature == feature.Id && one.IsActive(now))];
            var planned = Sum(terms, catalog, feature, scope, now, one => one.IsActive(now, catalog), []);
            if (boosts.Length == 0) return planned;
            return planned is null && waived
                ? Sum(terms, catalog, feature, scope, now, NotReplaced, boosts)
                : Sum(terms, catalog, feature, scope, now, one => one.IsActive(now, catalog), boosts);
        }

        // One of a namespace does not hide the customer's allowance: it is used after that.
        Entitlement WithTopUps(Entitlement given) => given with
        {
            TopUps = TopUpsOf(one => one.Namespace == name || (one.Namespace.Length == 0 && given.Scope.Length == 0)),
        };

        Boost[] TopUpsOf(Func<Boost, bool> counts) => [.. terms.Boosts
            .Where(one => one.Type == BoostType.TopUp && one.Feature == feature.Id && one.IsActive(now) && counts(one))
            .OrderBy(one => one.EndsAt ?? Instant.MaxValue).ThenBy(one => one.Id)];

        bool NotReplaced(Subscription one) => !one.IsReplaced(now);
    }

    static Entitlement? Sum(
        Terms terms, Catalog.Catalog catalog, Feature feature, string scope, Instant now,
        Func<Subscription, bool> counts, IReadOnlyList<Boost> boosts)
    {
        Overage? overage = null;
        var unlimited = false;
        List<SummedLimit>? limits = null;
        foreach (var subscription in terms.Subscriptions)
        {
            if (subscription.Namespace != scope || !counts(subscription)) continue;
            var inclusion = subscription.InclusionAt(now, catalog);
            if (inclusion.Of(feature) is not { } allowance) continue;
            if (overage is null || subscription.Base) overage = allowance.Overage;
            unlimited |= allowance.Unlimited;
            foreach (var limit in allowance.Limits)
                Add(limits ??= [], limit, new Source(inclusion.Plan.Code, null, limit.Quantity));
        }
        var planned = overage is not null;
        foreach (var boost in boosts)
        {
            overage ??= Overage.Deny;
            unlimited |= boost.Type == BoostType.Unlimited;
            if (boost.Type == BoostType.AddLimit) Raise(limits ??= [], boost, planned);
        }
        if (overage is null) return null;
        if (unlimited || limits is null)
            return new Entitlement(Standing.Included, scope, unlimited, [], overage.Value, []);
        limits.Sort(LimitOrder);
        return new Entitlement(Standing.Included, scope, false, limits, overage.Value, []);
    }

    static Entitlement None { get; } = new(Standing.NotIncluded, "", false, [], Overage.Deny, []);

    static Entitlement Inactive { get; } = new(Standing.Inactive, "", false, [], Overage.Deny, []);

    // A top-up alone includes its feature, with nothing but itself.
    static Entitlement NothingButTopUps { get; } =
        new(Standing.Included, "", false, [new SummedLimit(Per.Forever, 0, null, [])], Overage.Deny, []);

    // forever, minute .. month, cycle, then rolling windows by length.
    static int LimitOrder(SummedLimit left, SummedLimit right)
    {
        var byKind = left.Per.Kind.CompareTo(right.Per.Kind);
        return byKind != 0 ? byKind : left.Per.Length.CompareTo(right.Per.Length);
    }

    // Where plans give limits, those are raised and none is added, which would take away; else the boost's is the
    // limit.
    static void Raise(List<SummedLimit> limits, Boost boost, bool planned)
    {
        var source = new Source(null, boost.Id, boost.Quantity);
        if (!planned)
        {
            Add(limits, new Limit(
                boost.Per is null ? Per.Forever : Per.Parse(boost.Per), boost.Quantity, null), source);
            return;
        }
        foreach (var limit in limits.ToList())
            if (boost.Per is null || boost.Per == limit.Per.Text)
                Add(limits, new Limit(limit.Per, boost.Quantity, null), source);
    }

    static void Add(List<SummedLimit> limits, Limit limit, Source source)
    {
        var at = limits.FindIndex(sum => sum.Per == limit.Per);
        if (at < 0) limits.Add(new SummedLimit(limit.Per, limit.Quantity, limit.PerNamespace, [source]));
        else limits[at] = limits[at].Plus(limit, source);
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
/// <param name="Per">What it counts in.</param>
/// <param name="Quantity">All of it.</param>
/// <param name="PerNamespace">
/// The most that one namespace may take: of each source what it says, else all that it gives. Null where none says
/// anything.
/// </param>
/// <param name="Sources">Who gave how much.</param>
public sealed record SummedLimit(Per Per, long Quantity, long? PerNamespace, IReadOnlyList<Source> Sources)
{
    /// <summary>The same with what another source gives.</summary>
    public SummedLimit Plus(Limit limit, Source source)
    {
        long? cap = PerNamespace is null && limit.PerNamespace is null
            ? null
            : (PerNamespace ?? Quantity) + (limit.PerNamespace ?? limit.Quantity);
        return new SummedLimit(Per, Quantity + limit.Quantity, cap, [.. Sources, source]);
    }
}

/// <summary>What one plan, or one boost, gave to a limit.</summary>
public readonly record struct Source(string? Plan, long? Boost, long Quantity);
