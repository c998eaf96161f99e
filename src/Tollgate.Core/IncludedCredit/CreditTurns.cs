namespace Tollgate.Core.IncludedCredit;

/// <summary>When subscriptions may be owed the credit of their plans: moments that follow from facts alone.</summary>
internal static class CreditTurns
{
    // Of each subscription the last so many turns count, however long nobody looked.
    const int MostTurns = 100;

    /// <summary>
    /// How far the turns of one cycle may lie apart in two zones: a customer that moves is given nothing twice.
    /// </summary>
    public static Duration Drift { get; } = Duration.FromHours(26);

    /// <summary>The next moment after <paramref name="now"/> of any subscription, or null.</summary>
    public static Instant? Next(Terms terms, Catalog.Catalog catalog, Instant now)
    {
        Instant? next = null;
        foreach (var one in terms.Subscriptions)
            if (Gives(one, catalog, now) && Next(terms, catalog, one, now) is { } at && !(next <= at)) next = at;
        return next;
    }

    /// <summary>
    /// The moments of all subscriptions from <paramref name="since"/> until <paramref name="now"/>, in order; without
    /// those from <paramref name="before"/> on.
    /// </summary>
    public static IReadOnlyList<(Instant At, long Subscription)> Passed(
        Terms terms, Catalog.Catalog catalog, Instant since, Instant now, Instant? before = null)
    {
        List<(Instant At, long Subscription)> passed = [];
        foreach (var one in terms.Subscriptions)
        {
            if (!Gives(one, catalog, since)) continue;
            var from = Instant.Max(since, now - (Longest(catalog, one) * MostTurns));
            for (Instant? at = from; at <= now && !(at >= before); at = Next(terms, catalog, one, at.Value))
                passed.Add((at.Value, one.Id));
        }
        passed.Sort();
        return passed;
    }

    /// <summary>The cycle that the credit of a subscription goes by: of an add-on, that of its scope.</summary>
    public static Window Cycle(Terms terms, Catalog.Catalog catalog, Subscription one, Instant at)
    {
        var cycle = one.Base
            ? Cycles.Of(terms, catalog, one, at)
            : Cycles.InForce(terms, catalog, one.Namespace, at);
        return cycle.At(at);
    }

    static bool Gives(Subscription one, Catalog.Catalog catalog, Instant now) =>
        !one.IsOver(now) && one.PlansFrom(now).Any(plan => catalog.Plan(plan).Definition.Credit is { Count: > 0 });

    // Who is shut out is given nothing before a command lets it in again, or another plan does.
    static Instant? Next(Terms terms, Catalog.Catalog catalog, Subscription one, Instant now)
    {
        if (one.StartsAt > now) return one.StartsAt;
        var next = one.ChangeAt > now ? one.ChangeAt : null;
        if (!one.IsActive(now, catalog)) return next;
        if (!one.Base) next = Instants.Earlier(next, Moment.Next(terms, now));
        return Instants.Earlier(next, Cycle(terms, catalog, one, now).End);
    }

    static Duration Longest(Catalog.Catalog catalog, Subscription one) => Duration.FromDays(
        !one.Base || one.NextPlan is not null ? 366 : catalog.Plan(one.Plan).Definition.Cycle switch
        {
            CycleLength.Week => 7,
            CycleLength.Month => 31,
            CycleLength.Quarter => 92,
            _ => 366,
        });
}
