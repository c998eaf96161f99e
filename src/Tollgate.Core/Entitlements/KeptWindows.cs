namespace Tollgate.Core.Entitlements;

/// <summary>
/// The windows in which a use is counted: those of every subscription that is not over, whether or not it is active, so
/// that no window comes into force by the mere passing of time without having been counted. Where a command adds one
/// that was not counted before, the customer's epoch moves on, and counters of an earlier epoch are computed anew.
/// </summary>
public static class KeptWindows
{
    /// <summary>
    /// Adds the key of every counter that a use of <paramref name="feature"/> dated <paramref name="at"/> moves.
    /// </summary>
    public static void AddKeys(
        ICollection<CounterKey> keys, Terms terms, Catalog.Catalog catalog, Feature feature, Instant at, Instant now)
    {
        if (terms.Profile is not { } profile) return;
        IReadOnlyList<Cycle>? cycles = null;
        foreach (var subscription in terms.Subscriptions)
        {
            if (!IsKept(subscription, profile, now)) continue;
            if (catalog.Plan(subscription.Plan).Of(feature.Id) is not { Limits: { Count: > 0 } limits }) continue;
            foreach (var limit in limits)
            {
                if (limit.Per.Kind != PerKind.Cycle)
                {
                    var window = Windows.Containing(limit.Per, at, profile.Zone, AnyCycle);
                    AddOnce(keys, Key(profile, feature, limit.Per, window));
                    continue;
                }
                foreach (var cycle in cycles ??= KeptCycles(terms, catalog, now))
                    AddOnce(keys, Key(profile, feature, limit.Per, cycle.At(at)));
            }
        }
    }

    /// <summary>The key of the counter of one limit.</summary>
    public static CounterKey Key(Profile profile, Feature feature, Per per, Window window) => new(
        profile.Customer, feature.Id, "", "", per.Text, window.Start, window.End ?? Instant.MaxValue, profile.Epoch);

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

    static readonly Cycle AnyCycle = Cycle.CalendarMonth(DateTimeZone.Utc);

    static bool IsKept(Subscription subscription, Profile profile, Instant now) =>
        !subscription.IsOver(now) || (profile.Waived && !subscription.IsReplaced(now));

    static IReadOnlyList<Cycle> KeptCycles(Terms terms, Catalog.Catalog catalog, Instant now)
    {
        List<Cycle> cycles = [];
        var endless = false;
        foreach (var subscription in terms.Subscriptions)
        {
            if (!subscription.Base || subscription.IsOver(now)) continue;
            var cycle = Cycles.Of(terms, catalog, subscription);
            if (!cycles.Contains(cycle)) cycles.Add(cycle);
            endless |= subscription.StartsAt <= now && subscription.Over is null;
        }
        if (!endless) cycles.Add(Cycle.CalendarMonth(terms.Profile!.Zone));
        return cycles;
    }

    static HashSet<Definition> Definitions(Terms terms, Catalog.Catalog catalog, Instant now)
    {
        HashSet<Definition> definitions = [];
        if (terms.Profile is not { } profile) return definitions;
        var cycles = KeptCycles(terms, catalog, now);
        foreach (var subscription in terms.Subscriptions)
        {
            if (!IsKept(subscription, profile, now)) continue;
            foreach (var (feature, allowance) in catalog.Plan(subscription.Plan).Allowances)
            {
                foreach (var limit in allowance.Limits)
                {
                    if (limit.Per.Kind != PerKind.Cycle)
                        definitions.Add(new Definition(feature, limit.Per, profile.Zone, null));
                    else
                        foreach (var cycle in cycles)
                            definitions.Add(new Definition(feature, limit.Per, profile.Zone, cycle));
                }
            }
        }
        return definitions;
    }

    static void AddOnce(ICollection<CounterKey> keys, CounterKey key)
    {
        if (!keys.Contains(key)) keys.Add(key);
    }

    readonly record struct Definition(int Feature, Per Per, DateTimeZone Zone, Cycle? Cycle);
}
