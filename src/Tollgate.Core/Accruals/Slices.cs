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

    /// <summary>
    /// Those of a level from <see cref="Accrual.Since"/> until <paramref name="now"/>, which somebody looks at
    /// <paramref name="seenAt"/>, or then.
    /// </summary>
    public static Slices Of(
        Accrual row, Terms terms, Catalog.Catalog catalog, Instant now, Instant? seenAt = null)
    {
        var rate = AccrualRate.Of(terms, catalog, row.Key, row.Since);
        var (at, area) = (row.Since, row.Area);
        List<Slice> closed = [];
        foreach (var turn in Turns(terms).Where(one => one > row.Since && one <= now).Distinct().Order())
        {
            CountUntil(turn);
            var next = AccrualRate.Of(terms, catalog, row.Key, turn);
            if (next != rate) Close(turn);
            rate = next;
        }
        CountUntil(now);
        return new Slices(closed, area, rate);

        void CountUntil(Instant end)
        {
            // Days in which nothing comes together are not even counted.
            if (rate is { } held && (row.Level > held.Included || area.Sign > 0))
                foreach (var midnight in Midnights(terms.Profile!.Zone, at, end, seenAt ?? now))
                {
                    area += held.Area(row.Level, at, midnight);
                    at = midnight;
                    Close(midnight);
                }
            area += rate?.Area(row.Level, at, end) ?? Exact.Zero;
            at = end;
        }

        void Close(Instant end)
        {
            if (rate is { } held && area.Sign > 0) closed.Add(new Slice(row.Key, end, area, held));
            area = Exact.Zero;
        }
    }

    /// <summary>When a slice that is open now will end, if nothing else turns before; null: none is.</summary>
    public static Instant? Next(Accrual row, AccrualRate? rate, Terms terms, Instant now)
    {
        if (rate is not { } held || (row.Level <= held.Included && row.Area.Sign == 0)) return null;
        var zone = terms.Profile!.Zone;
        var day = now.InZone(zone).Date;
        // Where the clock goes back over midnight, a day may have begun that it does not show.
        while (LocalTimes.StartOfDay(day, zone) <= now) day = day.PlusDays(1);
        return LocalTimes.StartOfDay(day, zone);
    }

    // Those after the one instant, up to and with the other.
    static IEnumerable<Instant> Midnights(DateTimeZone zone, Instant after, Instant until, Instant now)
    {
        var last = until.InZone(zone).Date.PlusDays(1);
        var first = LocalDate.Max(after.InZone(zone).Date, now.InZone(zone).Date.PlusDays(-MostMidnights));
        for (var day = first.PlusDays(1); day <= last; day = day.PlusDays(1))
        {
            var midnight = LocalTimes.StartOfDay(day, zone);
            if (midnight > after && midnight <= until) yield return midnight;
        }
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
            if (one.LapsesAt is { } lapse) yield return lapse;
        }
        foreach (var one in terms.Boosts)
        {
            yield return one.StartsAt;
            if (one.EndsAt is { } end) yield return end;
            if (one.CanceledAt is { } canceled) yield return canceled;
        }
    }
}
