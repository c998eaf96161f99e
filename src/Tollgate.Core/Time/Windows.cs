using NodaTime.TimeZones;

namespace Tollgate.Core.Time;

/// <summary>
/// Calendar windows in a customer's zone. Those of one kind part the time line: none overlap, none leave a gap, also where
/// clocks change. Pure and thread-safe.
/// </summary>
public static class Windows
{
    // The first of two equal midnights; where midnight, or the whole day, is skipped, the moment of the change.
    static readonly ZoneLocalMappingResolver StartOfDay =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>
    /// The window of <paramref name="per"/> that holds <paramref name="at"/>, an instant of the years 1 to 9998. Forever and
    /// rolling windows have no bounds.
    /// </summary>
    public static Window Containing(Per per, Instant at, DateTimeZone zone, Cycle cycle) => per.Kind switch
    {
        PerKind.Minute => OfClock(Duration.FromMinutes(1), at, zone),
        PerKind.Hour => OfClock(Duration.FromHours(1), at, zone),
        PerKind.Day => OfCalendar(at, zone, date => date, (date, n) => date.PlusDays(n)),
        PerKind.Week => OfCalendar(at, zone, Monday, (date, n) => date.PlusWeeks(n)),
        PerKind.Month => Month(at, zone),
        PerKind.Cycle => cycle.At(at),
        _ => Window.Always,
    };

    /// <summary>The calendar month that holds <paramref name="at"/>.</summary>
    public static Window Month(Instant at, DateTimeZone zone) =>
        OfCalendar(at, zone, DateAdjusters.StartOfMonth, (date, n) => date.PlusMonths(n));

    // Cut at a change of the clock: an hour that comes twice is two windows, and a change of half an hour leaves no overlap.
    static Window OfClock(Duration unit, Instant at, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(at);
        var local = at.WithOffset(interval.WallOffset).LocalDateTime.NanosecondOfDay;
        var start = at - Duration.FromNanoseconds(local % unit.ToInt64Nanoseconds());
        var end = start + unit;
        if (interval.HasStart) start = Instant.Max(start, interval.Start);
        if (interval.HasEnd) end = Instant.Min(end, interval.End);
        return new Window(start, end);
    }

    // Where clocks go back over midnight, a date can come twice; the window is told by its bounds, not by the date.
    static Window OfCalendar(Instant at, DateTimeZone zone, Func<LocalDate, LocalDate> first, Func<LocalDate, int, LocalDate> plus)
    {
        var date = first(at.InZone(zone).Date);
        var (start, end) = (Start(date), Start(plus(date, 1)));
        if (at < start) (start, end) = (Start(plus(date, -1)), start);
        else if (at >= end) (start, end) = (end, Start(plus(date, 2)));
        return new Window(start, end);

        Instant Start(LocalDate day) => zone.ResolveLocal(day.AtMidnight(), StartOfDay).ToInstant();
    }

    static LocalDate Monday(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);
}
