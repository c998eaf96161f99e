namespace Tollgate.Core.Entitlements;

/// <summary>
/// What a use of one feature rests on as long as nothing turns: the entitlement, the window and counter of each limit,
/// and every counter that the use moves. Reading and deciding both take it from here, so they agree. Immutable,
/// thread-safe.
/// </summary>
public sealed class Footing
{
    readonly Catalog.Catalog catalog;
    readonly Feature feature;
    Window valid;

    Footing(Terms terms, Catalog.Catalog catalog, Feature feature, Instant at, Instant now)
    {
        (this.catalog, this.feature) = (catalog, feature);
        Entitlement = Entitlement.Of(terms, catalog, feature, now);
        if (feature.Type == FeatureType.Switch || terms.Profile is not { } profile) return;

        var cycle = Cycles.InForce(terms, catalog, now);
        Limits = [.. Entitlement.Limits.Select(limit =>
        {
            var window = Windows.Containing(limit.Per, at, profile.Zone, cycle);
            return new LimitWindow(limit, window, KeptWindows.Key(profile, feature, limit.Per, window));
        })];
        List<CounterKey> kept = [];
        KeptWindows.AddKeys(kept, terms, catalog, feature, at, now);
        Kept = kept;
    }

    /// <summary>What the scope has of the feature.</summary>
    public Entitlement Entitlement { get; }

    /// <summary>Its limits, each with its window and the key of its counter.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; } = [];

    /// <summary>The counters that a use moves; see <see cref="KeptWindows"/>.</summary>
    public IReadOnlyList<CounterKey> Kept { get; } = [];

    /// <summary>
    /// The footing of a use dated <paramref name="at"/> and decided at <paramref name="now"/>. That of an undated use
    /// is kept with the terms until one of its windows or subscriptions turns.
    /// </summary>
    public static Footing Of(Terms terms, Catalog.Catalog catalog, Feature feature, Instant at, Instant now)
    {
        if (at != now) return new Footing(terms, catalog, feature, at, now);
        if (terms.Footings.Find(feature) is { } kept && kept.Holds(catalog, feature, now)) return kept;
        var footing = new Footing(terms, catalog, feature, at, now);
        footing.valid = Validity(footing, terms, now);
        terms.Footings.Keep(feature, footing);
        return footing;
    }

    bool Holds(Catalog.Catalog current, Feature asked, Instant now) =>
        ReferenceEquals(catalog, current) && ReferenceEquals(feature, asked) && valid.Contains(now);

    // From the last moment at which something turned to the next.
    static Window Validity(Footing footing, Terms terms, Instant now)
    {
        var (start, end) = (Instant.MinValue, Instant.MaxValue);
        foreach (var limit in footing.Limits) Narrow(limit.Key.From, limit.Key.To);
        foreach (var key in footing.Kept) Narrow(key.From, key.To);
        foreach (var one in terms.Subscriptions)
        {
            Turn(one.StartsAt);
            Turn(one.EndsAt);
            Turn(one.TrialEndsAt);
            Turn(one.CanceledAt);
            Turn(one.ReplacedAt);
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

/// <summary>A limit, the window it counts in, and the key of its counter.</summary>
public sealed record LimitWindow(SummedLimit Limit, Window Window, CounterKey Key);

/// <summary>
/// The last footings of a customer's terms, a few features of them. Forgetting costs time, never meaning. Thread-safe.
/// </summary>
public sealed class Footings
{
    const int Most = 4;

    Footing?[]? kept;

    /// <summary>The footing that may be of <paramref name="feature"/>.</summary>
    public Footing? Find(Feature feature) =>
        Volatile.Read(ref kept) is { } slots ? Volatile.Read(ref slots[feature.Id % Most]) : null;

    /// <summary>Keeps a footing in place of another.</summary>
    public void Keep(Feature feature, Footing footing)
    {
        var slots = Volatile.Read(ref kept);
        if (slots is null) Volatile.Write(ref kept, slots = new Footing?[Most]);
        Volatile.Write(ref slots[feature.Id % Most], footing);
    }
}
