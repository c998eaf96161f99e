namespace Tollgate.Core.Entitlements;

/// <summary>
/// The windows in which a use is counted: those of every subscription and boost that is not over, whether or not it is
/// active, so that no window comes into force by the mere passing of time without having been counted. Where a command
/// adds one that was not counted before, the customer's epoch moves on, and counters of an earlier epoch are computed
/// anew.
/// </summary>
public static class KeptWindows
{
    /// <summary>The epoch of what is counted from the first use on, whatever the terms: the levels of gauges, and
    /// the pots of top-ups, whose counters begin with their boosts.</summary>
    internal const long AllTime = -1;

    /// <summary>
    /// Adds the key of every counter that a use of <paramref name="feature"/> moves which counts in
    /// <paramref name="scope"/> and is dated <paramref name="at"/>.
    /// </summary>
    public static void AddKeys(
        ICollection<CounterKey> keys, Terms terms, Catalog.Catalog catalog, Feature feature, string scope, string name,
        Instant at, Instant now)
    {
        if (terms.Profile is not { } profile) return;
        if (feature.Type == FeatureType.Gauge)
        {
            AddLevels(keys, profile, feature, name);
            return;
        }
        HashSet<CounterKey> added = [];
        IReadOnlyList<Cycle>? cycles = null;
        foreach (var (per, byNamespace) in Kept(terms, catalog, feature, scope, now))
        {
            if (per.Kind != PerKind.Cycle)
            {
                Add(per, Windows.Containing(per, at, profile.Zone, AnyCycle), byNamespace);
                continue;
            }
            foreach (var cycle in cycles ??= KeptCycles(terms, catalog, scope, now))
                Add(per, cycle.At(at), byNamespace);
        }

        void Add(Per per, Window window, bool byNamespace)
        {
            AddOnce(Key(profile, feature, scope, "", per, window));
            if (byNamespace && scope.Length == 0 && name.Length > 0)
                AddOnce(Key(profile, feature, scope, name, per, window));
        }

        // Thousands of subscriptions and boosts may share a few windows, or have as many of their own.
        void AddOnce(CounterKey key)
        {
            if (added.Add(key)) keys.Add(key);
        }
    }

    /// <summary>The key of the counter of one limit.</summary>
    public static CounterKey Key(
        Profile profile, Feature feature, string scope, string name, Per per, Window window) => new(
        profile.Customer, feature.Id, scope, name, per.Text, window.Start, window.End ?? Instant.MaxValue,
        feature.Type == FeatureType.Gauge ? AllTime : profile.Epoch);

    /// <summary>The key of the level of a gauge: of an allowance, or of a part of it.</summary>
    public static CounterKey Level(Profile profile, Feature gauge, string scope, string part) =>
        Key(profile, gauge, scope, part, Per.Forever, new Window(Instant.MinValue, null));

    /// <summary>The key of the counter of what is used of a top-up.</summary>
    public static CounterKey Pot(Profile profile, int feature, string pot) => new(
        profile.Customer, feature, pot, "", Per.Forever.Text, Instant.MinValue, Instant.MaxValue, AllTime);

    /// <summary>
    /// <paramref name="after"/> with its epoch moved on to the customer's next sequence if, with the terms as the
    /// customer's draft holds them, uses are counted in a window they were not counted in <paramref name="before"/> the
    /// command. Only the scopes that the command changed are looked at.
    /// </summary>
    public static Profile WithEpoch(
        CustomerState customer, Terms before, Catalog.Catalog catalog, Profile after, Instant now)
    {
        var terms = customer.Terms with { Profile = after };
        if (SpendWindows.Gains(before, terms, catalog, now)) return after with { Epoch = customer.NextSequence };
        var scopes = Changed(before, terms);
        if (scopes.Count == 0) return after;
        var counted = Definitions(before, scopes, catalog, now);
        var gains = Definitions(terms, scopes, catalog, now).Except(counted).Any();
        return gains ? after with { Epoch = customer.NextSequence } : after;
    }

    // A level moves with the first change, and a namespace's may have to come over from another allowance.
    static void AddLevels(ICollection<CounterKey> keys, Profile profile, Feature gauge, string name)
    {
        keys.Add(Level(profile, gauge, "", ""));
        keys.Add(Level(profile, gauge, "", name.Length == 0 ? CounterKey.Nameless : name));
        if (name.Length > 0) keys.Add(Level(profile, gauge, name, ""));
    }

    static readonly Cycle AnyCycle = Cycle.CalendarMonth(DateTimeZone.Utc);

    static IEnumerable<(Per Per, bool ByNamespace)> Kept(
        Terms terms, Catalog.Catalog catalog, Feature feature, string scope, Instant now) => Kept(
        terms.Profile!, terms.Subscriptions.Where(one => one.Namespace == scope),
        terms.Boosts.Where(one => one.Feature == feature.Id && IsOf(one, scope)), catalog, feature, now);

    static IEnumerable<(Per Per, bool ByNamespace)> Kept(
        Profile profile, IEnumerable<Subscription> subscriptions, IEnumerable<Boost> boosts, Catalog.Catalog catalog,
        Feature feature, Instant now)
    {
        var endless = false;
        foreach (var subscription in subscriptions)
        {
            if (!IsKept(subscription, profile, now)) continue;
            var always = true;
            foreach (var inclusion in subscription.InclusionsFrom(now, catalog))
            {
                var allowance = inclusion.Of(feature);
                always &= allowance is not null;
                if (allowance is null) continue;
                foreach (var limit in allowance.Limits) yield return (limit.Per, limit.PerNamespace is not null);
            }
            endless |= always && subscription.IsLasting(now, catalog);
        }
        // A boost has limits of its own only where no plan includes the feature; while one does so without an end, only
        // a command can change that.
        if (endless) yield break;
        foreach (var boost in boosts)
        {
            if (boost.IsOver(now) || boost.Type is BoostType.Enable or BoostType.Unlimited) continue;
            yield return (boost.Per is null ? Per.Forever : Per.Parse(boost.Per), false);
        }
    }

    // The customer's own allowance takes the top-ups of namespaces too, and counts the uses of all.
    static bool IsOf(Boost boost, string scope) =>
        boost.Namespace == scope || (boost.Type == BoostType.TopUp && scope.Length == 0);

    static bool IsKept(Subscription subscription, Profile profile, Instant now) =>
        !subscription.IsOver(now) || (profile.Waived && !subscription.IsReplaced(now));

    /// <summary>The cycles that a scope has, or may come to have by the passing of time alone.</summary>
    internal static IReadOnlyList<Cycle> KeptCycles(
        Terms terms, Catalog.Catalog catalog, string scope, Instant now) =>
        KeptCycles(terms, terms.Subscriptions.Where(one => one.Namespace == scope), catalog, now);

    static IReadOnlyList<Cycle> KeptCycles(
        Terms terms, IEnumerable<Subscription> subscriptions, Catalog.Catalog catalog, Instant now)
    {
        List<Cycle> cycles = [];
        var endless = false;
        foreach (var subscription in subscriptions)
        {
            if (!subscription.Base || subscription.IsOver(now)) continue;
            Add(Cycles.Of(terms, catalog, subscription, now));
            if (subscription.IsChanging(now))
                Add(Cycles.Of(terms, catalog, subscription, subscription.ChangeAt!.Value));
            endless |= subscription.StartsAt <= now && subscription.Over is null;
        }
        if (!endless) cycles.Add(Cycle.CalendarMonth(terms.Profile!.Zone));
        return cycles;

        void Add(Cycle cycle)
        {
            if (!cycles.Contains(cycle)) cycles.Add(cycle);
        }
    }

    // Those of the subscriptions and boosts that are others now; all of them, where the calendar or a waiver changed.
    static HashSet<string> Changed(Terms before, Terms after)
    {
        var all = before.Profile is not { } old || old.TimeZone != after.Profile!.TimeZone
            || old.Waived != after.Profile.Waived;
        object[] known = all ? [] : [.. before.Subscriptions, .. before.Boosts];
        HashSet<object> same = new(known, ReferenceEqualityComparer.Instance);
        HashSet<string> scopes = new(StringComparer.Ordinal);
        foreach (var one in after.Subscriptions)
            if (!same.Contains(one)) scopes.Add(one.Namespace);
        foreach (var one in after.Boosts)
        {
            if (same.Contains(one)) continue;
            scopes.Add(one.Namespace);
            if (one.Type == BoostType.TopUp) scopes.Add("");
        }
        return scopes;
    }

    static HashSet<Definition> Definitions(
        Terms terms, IReadOnlySet<string> scopes, Catalog.Catalog catalog, Instant now)
    {
        HashSet<Definition> definitions = [];
        if (terms.Profile is not { } profile) return definitions;
        var subscriptions = terms.Subscriptions.ToLookup(one => one.Namespace, StringComparer.Ordinal);
        var boosts = terms.Boosts.ToLookup(one => one.Namespace, StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            var planned = subscriptions[scope].ToList();
            var boosted = (scope.Length > 0 ? boosts[scope] : terms.Boosts.Where(one => IsOf(one, scope)))
                .ToLookup(one => one.Feature);
            var cycles = KeptCycles(terms, planned, catalog, now);
            var features = planned.SelectMany(one => one.InclusionsFrom(now, catalog))
                .SelectMany(inclusion => inclusion.Features(catalog))
                .Concat(boosted.Select(one => one.Key)).Distinct()
                .Select(id => catalog.Feature(id)!).Where(one => one.Type != FeatureType.Gauge);
            foreach (var feature in features)
                foreach (var (per, byNamespace) in Kept(profile, planned, boosted[feature.Id], catalog, feature, now))
                    AddDefinitions(scope, feature.Id, per, byNamespace, cycles);
        }
        return definitions;

        void AddDefinitions(string scope, int feature, Per per, bool byNamespace, IReadOnlyList<Cycle> cycles)
        {
            if (per.Kind != PerKind.Cycle)
                definitions.Add(new Definition(scope, feature, per, byNamespace, profile.Zone, null));
            else foreach (var cycle in cycles) definitions.Add(
                new Definition(scope, feature, per, byNamespace, profile.Zone, cycle));
        }
    }

    readonly record struct Definition(
        string Scope, int Feature, Per Per, bool ByNamespace, DateTimeZone Zone, Cycle? Cycle);
}
