namespace Tollgate.Core.Subscriptions;

/// <summary>Which cycle a scope has.</summary>
public static class Cycles
{
    /// <summary>
    /// The cycle of a scope (a namespace, or empty the customer) in force at <paramref name="now"/>: that of the base
    /// subscription which has started and is not over; without one, the calendar month of the customer's zone.
    /// </summary>
    public static Cycle InForce(Terms terms, Catalog.Catalog catalog, string scope, Instant now)
    {
        var current = Current(terms, scope, now);
        return current is null ? Cycle.CalendarMonth(Zone(terms)) : Of(terms, catalog, current, now);
    }

    /// <summary>
    /// The cycle of a scope that holds <paramref name="at"/>, and a name for it that no change of the customer's zone
    /// changes: when it would start in UTC.
    /// </summary>
    public static (Instant Name, Window Window) Named(
        Terms terms, Catalog.Catalog catalog, string scope, Instant at, Instant now)
    {
        var cycle = InForce(terms, catalog, scope, now);
        // A calendar is anchored at a local time, a subscription at an instant.
        var anchor = Current(terms, scope, now) is null
            ? cycle.Anchor.InZone(cycle.Zone).LocalDateTime.InUtc().ToInstant()
            : cycle.Anchor;
        return (new Cycle(anchor, cycle.Length, DateTimeZone.Utc).Start(cycle.NumberAt(at)), cycle.At(at));
    }

    /// <summary>The base subscription of a scope that has started and is not over, or null.</summary>
    public static Subscription? Current(Terms terms, string scope, Instant now) =>
        terms.Subscriptions.LastOrDefault(subscription =>
            subscription.Base && subscription.Namespace == scope && subscription.StartsAt <= now
                && !subscription.IsOver(now));

    /// <summary>The cycle that a base subscription gives to its scope at <paramref name="now"/>.</summary>
    public static Cycle Of(Terms terms, Catalog.Catalog catalog, Subscription subscription, Instant now) =>
        new(subscription.AnchorAt(now), catalog.Plan(subscription.PlanAt(now)).Definition.Cycle, Zone(terms));

    static DateTimeZone Zone(Terms terms) => terms.Profile?.Zone ?? DateTimeZone.Utc;
}
