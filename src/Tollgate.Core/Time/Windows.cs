namespace Tollgate.Core.Time;

/// <summary>
/// Which window an instant falls in. For one <see cref="Per"/>, zone and cycle the windows cover all of time without
/// gap or overlap: the end of one is the start of the next. Pure and thread-safe.
/// </summary>
public static class Windows
{
    /// <summary>The window of <paramref name="per"/> that holds <paramref name="at"/>.</summary>
    /// <param name="per">What the limit counts in.</param>
    /// <param name="at">An instant in the years 1 to 9998, UTC.</param>
    /// <param name="zone">The customer's zone; decides minutes to months.</param>
    /// <param name="cycle">The scope's cycle; decides <see cref="Per.Cycle"/>.</param>
    /// <returns>
    /// The window; its start names it. For <see cref="Per.Forever"/> and rolling, all of time: the latter is counted
    /// from the moment of decision.
    /// </returns>
    public static Window Containing(Per per, Instant at, DateTimeZone zone, Cycle cycle) => per.Kind switch
    {
        PerKind.Minute => OnTheClock(at, zone, NodaConstants.TicksPerMinute),
        PerKind.Hour => OnTheClock(at, zone, NodaConstants.TicksPerHour),
        PerKind.Day or PerKind.Week or PerKind.Month => OnTheCalendar(per.Kind, at, zone),
        PerKind.Cycle => cycle.At(at),
        PerKind.Forever or PerKind.Rolling => new(Instant.MinValue, null),
        _ => throw new ArgumentOutOfRangeException(nameof(per), per, "No such kind."),
    };

    /// <summary>
    /// Truncated at the offset in force and clipped to where it is in force: an hour that the clock shows twice is two
    /// windows, and a change by half an hour leaves two shorter ones that do not overlap.
    /// </summary>
    static Window OnTheClock(Instant at, DateTimeZone zone, long unit)
    {
        var interval = zone.GetZoneInterval(at);
        var local = at.ToUnixTimeTicks() + interval.WallOffset.Ticks;
        var start = Instant.FromUnixTimeTicks(at.ToUnixTimeTicks() - Modulo(local, unit));
        var end = start.PlusTicks(unit);
        if (interval.HasStart) start = Instant.Max(start, interval.Start);
        if (interval.HasEnd) end = Instant.Min(end, interval.End);
        return new(start, end);
    }

    /// <summary>
    /// From the start of one local day to that of another. Where the clock goes back over midnight, the hours before it
    /// are shown again after the new day has begun; they belong to the new day, hence the steps.
    /// </summary>
    static Window OnTheCalendar(PerKind kind, Instant at, DateTimeZone zone)
    {
        var first = FirstDay(kind, at.InZone(zone).Date);
        var start = LocalTimes.StartOfDay(first, zone);
        var next = Plus(kind, first, 1);
        var end = LocalTimes.StartOfDay(next, zone);
        while (at >= end)
        {
            start = end;
            next = Plus(kind, next, 1);
            end = LocalTimes.StartOfDay(next, zone);
        }
        while (at < start)
        {
            end = start;
            first = Plus(kind, first, -1);
            start = LocalTimes.StartOfDay(first, zone);
        }
        return new(start, end);
    }

    static LocalDate FirstDay(PerKind kind, LocalDate date) => kind switch
    {
        PerKind.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        PerKind.Month => date.PlusDays(1 - date.Day),
        _ => date,
    };

    static LocalDate Plus(PerKind kind, LocalDate date, int count) => kind switch
    {
        PerKind.Week => date.PlusWeeks(count),
        PerKind.Month => date.PlusMonths(count),
        _ => date.PlusDays(count),
    };

    static long Modulo(long number, long by)
    {
        var rest = number % by;
        return rest < 0 ? rest + by : rest;
    }
}
