namespace Tollgate.Core.Entitlements;

/// <summary>
/// Everything a use rests on: what the scope has of the feature itself, and of each pool that it draws from. A pool
/// that nothing includes is skipped. Immutable, thread-safe.
/// </summary>
public sealed class Basis
{
    readonly List<Footing> footings;

    /// <summary>The basis of a feature that draws on no pool.</summary>
    internal Basis(Feature feature, Footing footing) : this([new Share(feature, 1, footing)], [footing]) { }

    Basis(IReadOnlyList<Share> shares, List<Footing> footings)
    {
        this.footings = footings;
        Shares = shares;
        var included = shares.Where(share => share.IsIncluded).ToList();
        // A top-up takes nothing away: where more than one gives, those that only top-ups give set no limit.
        if (included.Exists(share => !share.Footing.Entitlement.IsOnlyTopUps))
            included.RemoveAll(share => share.Footing.Entitlement.IsOnlyTopUps);
        Standing = included.Count > 0 ? Standing.Included : Own.Standing;
        Unlimited = included.Count > 0 && included.TrueForAll(share => share.Footing.Entitlement.Unlimited);
        Limits = [.. included.SelectMany(share => share.Footing.Limits.Select(limit => new SharedLimit(limit, share)))];
        TopUps = [.. shares.SelectMany(TopUpsOf).OrderBy(topUp => topUp.Boost.EndsAt ?? Instant.MaxValue)];
    }

    /// <summary>The feature itself, then the pools that include it, the nearest first.</summary>
    public IReadOnlyList<Share> Shares { get; }

    /// <summary>What the scope has of the feature itself.</summary>
    public Entitlement Own => Shares[0].Footing.Entitlement;

    /// <summary>Whether the feature or a pool of it is included.</summary>
    public Standing Standing { get; private init; }

    /// <summary>Whether no limit holds.</summary>
    public bool Unlimited { get; }

    /// <summary>Every limit that holds, its own first.</summary>
    public IReadOnlyList<SharedLimit> Limits { get; }

    /// <summary>What is used after the limits: soonest end first, its own before a pool's.</summary>
    public IReadOnlyList<SharedTopUp> TopUps { get; }

    /// <summary>
    /// The basis of a use by a namespace (empty: none) dated <paramref name="at"/> and decided at
    /// <paramref name="now"/>.
    /// </summary>
    public static Basis Of(
        Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant at, Instant now)
    {
        var own = Footing.Of(terms, catalog, feature, name, at, now);
        if (feature.Definition.Pool is null) return own.Alone;
        if (at != now) return WithPools(own, terms, catalog, feature, name, at, now);
        if (own.Pooled is { } kept && kept.Holds(now)) return kept;
        return own.Pooled = WithPools(own, terms, catalog, feature, name, at, now);
    }

    static Basis WithPools(
        Footing own, Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant at, Instant now)
    {
        List<Share> shares = [new Share(feature, 1, own)];
        List<Footing> footings = [own];
        var standing = own.Entitlement.Standing;
        foreach (var (pool, factor) in Pools.Above(catalog, feature))
        {
            // Kept with this basis, not in a place where the footing of another use would be forgotten for it.
            var footing = Footing.Fresh(terms, catalog, pool, name, at, now);
            footings.Add(footing);
            var share = new Share(pool, factor, footing);
            if (share.IsIncluded) shares.Add(share);
            else if (share.Footing.Entitlement.Standing == Standing.Inactive) standing = Standing.Inactive;
        }
        var basis = new Basis(shares, footings);
        return basis.Standing == Standing.NotIncluded ? new Basis(shares, footings) { Standing = standing } : basis;
    }

    // Pools that are skipped count too: one of them may come to be included.
    bool Holds(Instant now)
    {
        foreach (var footing in footings) if (!footing.Valid.Contains(now)) return false;
        return true;
    }

    /// <summary>The same for a switch that the owner of the namespace lends.</summary>
    internal Basis Lent() => new(Shares, footings) { Standing = Standing.Included };

    /// <summary>Adds the key of every counter that the use reads or moves.</summary>
    public void AddKeys(ICollection<CounterKey> keys)
    {
        foreach (var share in Shares)
        {
            foreach (var key in share.Footing.Kept) keys.Add(key);
            foreach (var key in share.Footing.TopUps) keys.Add(key);
        }
    }

    static IEnumerable<SharedTopUp> TopUpsOf(Share share) => share.Footing.TopUps.Select(
        (key, i) => new SharedTopUp(key, share.Footing.Entitlement.TopUps[i], share));
}

/// <summary>A feature that a use draws on.</summary>
/// <param name="Feature">The feature used, or a pool above it.</param>
/// <param name="Factor">How many smallest units of it one smallest unit of the feature used draws.</param>
/// <param name="Footing">What the scope has of it.</param>
public sealed record Share(Feature Feature, long Factor, Footing Footing)
{
    /// <summary>Whether something active includes it.</summary>
    public bool IsIncluded => Footing.Entitlement.Standing == Standing.Included;
}

/// <summary>A limit, and the feature whose it is.</summary>
public readonly record struct SharedLimit(LimitWindow Limit, Share Share);

/// <summary>A top-up with the key of its counter, and the feature whose it is.</summary>
public readonly record struct SharedTopUp(CounterKey Key, Boost Boost, Share Share);
