namespace Tollgate.Core.Accruals;

/// <summary>A slice of time that is over, in which the level of a gauge was above what is included.</summary>
/// <param name="Key">Whose level.</param>
/// <param name="End">When it ended; its charge is dated a microsecond before, so that it is of the slice's day.</param>
/// <param name="Area">What came together; see <see cref="Accrual.Area"/>.</param>
/// <param name="Rate">What that costs.</param>
internal sealed record Slice(AccrualKey Key, Instant End, Exact Area, AccrualRate Rate)
{
    /// <summary>The moment that its charge is dated.</summary>
    public Instant At => Instants.FromMicroseconds(End.ToMicroseconds() - 1);
}

/// <summary>
/// Where slices end: at each midnight of the customer's zone, and where by time alone another rate holds. It follows
/// from facts and the time, so it makes no difference when somebody looks.
/// </summary>
/// <param name="Closed">Those that ended, in order.</param>
/// <param name="Open">The area of the one that has not.</param>
/// <param name="Rate">What holds now.</param>
internal sealed record Slices(IReadOnlyList<Slice> Closed, Exact Open, AccrualRate? Rate)
{
    // However long nobody looked: what came before is one slice, up to where the rate changes.
    const int MostMidnights = 400;

    /// <summary>Those of a level from <see cref="Accrual.Since"/> until <paramref name="now"/>.</summary>
    public static Slices Of(Accrual row, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        if (row.Level <= 0 && row.Area.Sign == 0)
            return new Slices([], Exact.Zero, AccrualRate.Of(terms, catalog, row.Key, now));
        var rate = AccrualRate.Of(terms, catalog, row.Key, row.Since);
        var (at, area) = (row.Since, row.Area);
        List<Slice> closed = [];
        foreach (var (end, isTurn) in Ends(terms, row.Since, now))
        {
            area += rate?.Area(row.Level, at, end) ?? Exact.Zero;
            var next = isTurn ? AccrualRate.Of(terms, catalog, row.Key, end) : rate;
            if (!isTurn || next != rate)
            {
                if (rate is { } held && area.Sign > 0) closed.Add(new Slice(row.Key, end, area, held));
                area = Exact.Zero;
            }
            (at, rate) = (end, next);
        }
        return new Slices(closed, area + (rate?.Area(row.Level, at, now) ?? Exact.Zero), rate);
    }

    /// <summary>When a slice that is open now will end, if nothing else turns before; null: none is.</summary>
    public static Instant? Next(Accrual row, AccrualRate? rate, Terms terms, Instant now)
    {
        if (rate is not { } held || row.Level <= held.Included) return null;
        var zone = terms.Profile!.Zone;
        var day = now.InZone(zone).Date;
        // Where the clock goes back over midnight, a day may have begun that it does not show.
        while (LocalTimes.StartOfDay(day, zone) <= now) day = day.PlusDays(1);
        return LocalTimes.StartOfDay(day, zone);
    }

    // A midnight that is a turn too counts as a midnight, with what holds from then on.
    static IEnumerable<(Instant At, bool IsTurn)> Ends(Terms terms, Instant since, Instant now)
    {
        SortedSet<(Instant At, bool IsTurn)> ends = [];
        foreach (var turn in Turns(terms))
            if (turn > since && turn <= now) ends.Add((turn, true));
        var zone = terms.Profile!.Zone;
        var today = now.InZone(zone).Date;
        var first = LocalDate.Max(since.InZone(zone).Date, today.PlusDays(-MostMidnights));
        for (var day = first.PlusDays(1); day <= today.PlusDays(1); day = day.PlusDays(1))
        {
            var midnight = LocalTimes.StartOfDay(day, zone);
            if (midnight > since && midnight <= now) ends.Add((midnight, false));
        }
        return ends;
    }

    static IEnumerable<Instant> Turns(Terms terms)
    {
        foreach (var one in terms.Subscriptions)
        {
            yield return one.StartsAt;
            if (one.EndsAt is { } end) yield return end;
            if (one.TrialEndsAt is { } trial) yield return trial;
            if (one.ChangeAt is { } change) yield return change;
            if (one.CanceledAt is { } canceled) yield return canceled;
            if (one.ReplacedAt is { } replaced) yield return replaced;
        }
        foreach (var one in terms.Boosts)
        {
            yield return one.StartsAt;
            if (one.EndsAt is { } end) yield return end;
            if (one.CanceledAt is { } canceled) yield return canceled;
        }
    }
}
