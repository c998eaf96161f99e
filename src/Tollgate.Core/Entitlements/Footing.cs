namespace Tollgate.Core.Entitlements;

/// <summary>
/// What a use of one feature by one scope rests on as long as nothing turns: the entitlement, the window and counter of
/// each limit, the counters of the top-ups, and every counter that the use moves. Reading and deciding both take it
/// from here, so they agree. Immutable, thread-safe.
/// </summary>
public sealed class Footing
{
    readonly Catalog.Catalog catalog;
    readonly Feature feature;
    readonly string name;
    Basis? pooled;

    Footing(Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant at, Instant now)
    {
        (this.catalog, this.feature, this.name) = (catalog, feature, name);
        Entitlement = Entitlement.Of(terms, catalog, feature, name, now);
        if (feature.Type == FeatureType.Switch || terms.Profile is not { } profile) return;

        var scope = Entitlement.Scope;
        var cycle = Cycles.InForce(terms, catalog, scope, now);
        List<LimitWindow> limits = [];
        foreach (var limit in Entitlement.Limits)
        {
            var window = Windows.Containing(limit.Per, at, profile.Zone, cycle);
            var whole = KeptWindows.Key(profile, feature, scope, "", limit.Per, window);
            var own = scope.Length > 0;
            var most = own && limit.PerNamespace < limit.Quantity ? limit.PerNamespace.Value : limit.Quantity;
            limits.Add(new LimitWindow(limit, most, own ? LimitScope.Namespace : LimitScope.Customer, window, whole));
            if (own || name.Length == 0 || limit.PerNamespace is not { } cap) continue;
            limits.Add(new LimitWindow(limit, cap, LimitScope.Namespace, window, whole with { Namespace = name }));
        }
        Limits = limits;
        TopUps = [.. Entitlement.TopUps.Select(topUp => KeptWindows.Pot(profile, topUp.Feature, topUp.Pot))];
        List<CounterKey> kept = [];
        KeptWindows.AddKeys(kept, terms, catalog, feature, scope, name, at, now);
        Kept = kept;
        if (Entitlement.Overage.Price is not { By: RatedBy.Cycle } price) return;
        var (cycleName, inForce) = Cycles.Named(terms, catalog, scope, at, now);
        Rated = new RatedCycle(cycleName, inForce, Tariff.HashOf(price));
    }

    /// <summary>What the scope has of the feature.</summary>
    public Entitlement Entitlement { get; }

    /// <summary>The basis of a use that draws on no pool.</summary>
    internal Basis Alone => field ??= new Basis(feature, this);

    /// <summary>The last basis of a use that draws on pools as well.</summary>
    internal Basis? Pooled
    {
        get => Volatile.Read(ref pooled);
        set => Volatile.Write(ref pooled, value);
    }

    /// <summary>When an undated use rests on it.</summary>
    internal Window Valid { get; private set; }

    /// <summary>Its limits, each with its window and the key of its counter.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; } = [];

    /// <summary>The counters of what was used of each top-up, in the order of the entitlement's.</summary>
    public IReadOnlyList<CounterKey> TopUps { get; } = [];

    /// <summary>The counters that a use moves; see <see cref="KeptWindows"/>.</summary>
    public IReadOnlyList<CounterKey> Kept { get; } = [];

    /// <summary>Where its price goes by cycles, that of the use.</summary>
    internal RatedCycle? Rated { get; }

    /// <summary>
    /// The footing of a use by a namespace (empty: none) dated <paramref name="at"/> and decided at
    /// <paramref name="now"/>. That of an undated use is kept with the terms until one of its windows or subscriptions
    /// turns.
    /// </summary>
    public static Footing Of(
        Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant at, Instant now)
    {
        if (at != now) return new Footing(terms, catalog, feature, name, at, now);
        if (terms.Footings.Find(feature, name) is { } kept && kept.Holds(catalog, feature, name, now)) return kept;
        var footing = Fresh(terms, catalog, feature, name, at, now);
        terms.Footings.Keep(feature, name, footing);
        return footing;
    }

    /// <summary>The same, neither found with the terms nor kept there.</summary>
    internal static Footing Fresh(
        Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant at, Instant now)
    {
        var footing = new Footing(terms, catalog, feature, name, at, now);
        if (at == now) footing.Valid = Validity(footing, terms, now);
        return footing;
    }

    bool Holds(Catalog.Catalog current, Feature asked, string by, Instant now) =>
        ReferenceEquals(catalog, current) && ReferenceEquals(feature, asked) && name == by && Valid.Contains(now);

    // From the last moment at which something turned to the next.
    static Window Validity(Footing footing, Terms terms, Instant now)
    {
        var (start, end) = (Instant.MinValue, Instant.MaxValue);
        foreach (var limit in footing.Limits) Narrow(limit.Key.From, limit.Key.To);
        foreach (var key in footing.Kept) Narrow(key.From, key.To);
        if (footing.Rated is { Window: var cycle }) Narrow(cycle.Start, cycle.End ?? Instant.MaxValue);
        foreach (var one in terms.Subscriptions)
        {
            Turn(one.StartsAt);
            Turn(one.EndsAt);
            Turn(one.TrialEndsAt);
            Turn(one.ChangeAt);
            Turn(one.CanceledAt);
            Turn(one.ReplacedAt);
            Turn(one.LapsesAt);
        }
        foreach (var one in terms.Boosts)
        {
            Turn(one.StartsAt);
            Turn(one.EndsAt);
            Turn(one.CanceledAt);
        }
        return new Window(start, end);

        void Narrow(Instant from, Instant to) => (start, end) = (Instant.Max(start, from), Instant.Min(end, to));

        void Turn(Instant? at)
        {
            if (at is not { } moment) return;
            if (moment <= now) start = Instant.Max(start, moment);
            else end = Instant.Min(end, moment);
        }
    }
}

/// <summary>Who a limit holds for.</summary>
public enum LimitScope : byte
{
    /// <summary>The customer, with all namespaces that share its allowance.</summary>
    Customer,
    /// <summary>One namespace: of its own allowance, or of the customer's.</summary>
    Namespace,
}

/// <summary>
/// A limit, who it holds for and how much that is, the window it counts in, and the key of its counter.
/// </summary>
public sealed record LimitWindow(SummedLimit Limit, long Quantity, LimitScope Scope, Window Window, CounterKey Key);

/// <summary>
/// The last footings of a customer's terms, of a few features and namespaces. Forgetting costs time, never meaning.
/// Thread-safe.
/// </summary>
public sealed class Footings
{
    const int Most = 8;

    Footing?[]? kept;

    /// <summary>The footing that may be of <paramref name="feature"/>.</summary>
    public Footing? Find(Feature feature, string name) =>
        Volatile.Read(ref kept) is { } slots ? Volatile.Read(ref slots[Slot(feature, name)]) : null;

    /// <summary>Keeps a footing in place of another.</summary>
    public void Keep(Feature feature, string name, Footing footing)
    {
        var slots = Volatile.Read(ref kept);
        if (slots is null) Volatile.Write(ref kept, slots = new Footing?[Most]);
        Volatile.Write(ref slots[Slot(feature, name)], footing);
    }

    // Names of one kind differ at their end, and features that are used together in their numbers.
    static int Slot(Feature feature, string name) => (feature.Id * 3 + (name.Length == 0 ? 0 : name[^1])) % Most;
}
