namespace Tollgate.Core.Periods;

/// <summary>
/// When periods end: where a cycle of the customer's begins, from facts and the time alone, so that it makes no
/// difference when somebody looks.
/// </summary>
internal static class PeriodTurns
{
    /// <summary>The ends of the open period and of those behind it, in order.</summary>
    /// <param name="terms">Whose.</param>
    /// <param name="catalog">What its plans are.</param>
    /// <param name="since">Everything before was closed: what a command has changed since is of no matter then.</param>
    /// <param name="now">Until when.</param>
    public static IReadOnlyList<Instant> Passed(Terms terms, Catalog.Catalog catalog, Instant since, Instant now)
    {
        if (terms.Profile?.Period is not { } open) return [];
        List<Instant> turns = [];
        var from = open.From;
        for (Instant? at = Instant.Max(from, since); at <= now; at = Next(terms, catalog, at.Value))
        {
            // The last subscription has ended, or a cycle begins: that of another plan or anchor may have begun before,
            // but what was recorded until then is of the old one. Another zone moves the turn of one by some hours.
            if (Cycle(terms, catalog, at.Value) is not { } cycle)
            {
                if (LastEnd(terms, from, at.Value) is { } end) turns.Add(from = end);
            }
            else if (cycle.Start - from > CreditTurns.Drift) turns.Add(from = at.Value);
        }
        return turns;
    }

    /// <summary>The next moment after <paramref name="at"/> at which a period may end, or null.</summary>
    public static Instant? Next(Terms terms, Catalog.Catalog catalog, Instant at)
    {
        if (terms.Profile?.Period is null) return null;
        var next = Cycle(terms, catalog, at)?.End;
        foreach (var one in terms.Subscriptions)
        {
            next = Sooner(next, one.StartsAt);
            next = Sooner(next, one.ChangeAt);
            next = Sooner(next, one.Over);
        }
        return next;

        Instant? Sooner(Instant? known, Instant? other) => other > at ? Instants.Earlier(known, other) : known;
    }

    /// <summary>Where the first period of a customer starts that has subscribed now.</summary>
    public static Instant First(Terms terms, Catalog.Catalog catalog, Instant now)
    {
        var started = terms.Subscriptions.Where(one => IsOn(one, now)).Select(one => one.StartsAt).ToList();
        if (started.Count == 0 || Cycle(terms, catalog, now) is not { } cycle) return now;
        return Instant.Max(cycle.Start, started.Min());
    }

    // Whoever subscribes to nothing has no cycle that anybody waits for.
    static Window? Cycle(Terms terms, Catalog.Catalog catalog, Instant at) =>
        terms.Subscriptions.Any(one => IsOn(one, at)) ? Cycles.InForce(terms, catalog, "", at).At(at) : null;

    // When the last subscription ended that there was after the period's start; null: there was none.
    static Instant? LastEnd(Terms terms, Instant from, Instant at)
    {
        Instant? last = null;
        foreach (var one in terms.Subscriptions)
            if (one.Over is { } over && over <= at && over > from && one.StartsAt < over)
                last = last > over ? last : over;
        return last;
    }

    static bool IsOn(Subscription one, Instant at) => one.StartsAt <= at && !one.IsOver(at);
}
