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
            AddOnce(keys, Key(profile, feature, scope, "", per, window));
            if (byNamespace && scope.Length == 0 && name.Length > 0)
                AddOnce(keys, Key(profile, feature, scope, name, per, window));
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
    /// command.
    /// </summary>
    public static Profile WithEpoch(
        CustomerState customer, Terms before, Catalog.Catalog catalog, Profile after, Instant now)
    {
        var counted = Definitions(before, catalog, now);
        var gains = Definitions(customer.Terms with { Profile = after }, catalog, now).Except(counted).Any();
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
        Terms terms, Catalog.Catalog catalog, Feature feature, string scope, Instant now)
    {
        var endless = false;
        foreach (var subscription in terms.Subscriptions)
        {
            if (subscription.Namespace != scope || !IsKept(subscription, terms.Profile!, now)) continue;
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
        foreach (var boost in terms.Boosts)
        {
            if (boost.Feature != feature.Id || boost.IsOver(now)) continue;
            if (boost.Type is BoostType.Enable or BoostType.Unlimited) continue;
            // The customer's own allowance takes the top-ups of namespaces too, and counts the uses of all.
            if (boost.Namespace != scope && !(boost.Type == BoostType.TopUp && scope.Length == 0)) continue;
            yield return (boost.Per is null ? Per.Forever : Per.Parse(boost.Per), false);
        }
    }

    static bool IsKept(Subscription subscription, Profile profile, Instant now) =>
        !subscription.IsOver(now) || (profile.Waived && !subscription.IsReplaced(now));

    static IReadOnlyList<Cycle> KeptCycles(Terms terms, Catalog.Catalog catalog, string scope, Instant now)
    {
        List<Cycle> cycles = [];
        var endless = false;
        foreach (var subscription in terms.Subscriptions)
        {
            if (!subscription.Base || subscription.Namespace != scope || subscription.IsOver(now)) continue;
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

    static HashSet<Definition> Definitions(Terms terms, Catalog.Catalog catalog, Instant now)
    {
        HashSet<Definition> definitions = [];
        if (terms.Profile is not { } profile) return definitions;
        var scopes = terms.Subscriptions.Select(one => one.Namespace).Concat(terms.Boosts.Select(one => one.Namespace))
            .Append("").Distinct().ToList();
        var features = terms.Subscriptions.SelectMany(one => one.InclusionsFrom(now, catalog))
            .SelectMany(inclusion => inclusion.Features(catalog))
            .Concat(terms.Boosts.Select(one => one.Feature)).Distinct()
            .Select(id => catalog.Feature(id)!).Where(one => one.Type != FeatureType.Gauge).ToList();
        foreach (var scope in scopes)
        {
            var cycles = KeptCycles(terms, catalog, scope, now);
            foreach (var feature in features)
                foreach (var (per, byNamespace) in Kept(terms, catalog, feature, scope, now))
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

    static void AddOnce(ICollection<CounterKey> keys, CounterKey key)
    {
        if (!keys.Contains(key)) keys.Add(key);
    }

    readonly record struct Definition(
        string Scope, int Feature, Per Per, bool ByNamespace, DateTimeZone Zone, Cycle? Cycle);
}
