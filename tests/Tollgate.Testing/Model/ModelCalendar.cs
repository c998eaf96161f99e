using NodaTime;
using NodaTime.Text;

namespace Tollgate.Testing.Model;

/// <summary>Calendar windows, found by stepping and looking.</summary>
public static class ModelCalendar
{
    static readonly string[] Kinds = ["forever", "minute", "hour", "day", "week", "month", "cycle"];

    /// <summary>The calendar window of an instant: <c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c> or
    /// <c>month</c> in a zone.</summary>
    public static (Instant Start, Instant End) Window(string per, Instant at, DateTimeZone zone) => per switch
    {
        "minute" => Clock(Duration.FromMinutes(1), at, zone),
        "hour" => Clock(Duration.FromHours(1), at, zone),
        "day" => Days(at, zone, date => date, date => date.PlusDays(1)),
        "week" => Days(at, zone, Monday, date => date.PlusWeeks(1)),
        "month" => Days(at, zone, date => new LocalDate(date.Year, date.Month, 1), date => date.PlusMonths(1)),
        _ => throw new ArgumentException($"{per} is not a calendar window."),
    };

    /// <summary>The cycle of an instant, each boundary stepped from the anchor's local time, before it too.</summary>
    public static (Instant Start, Instant End) Cycle(string cycle, Instant anchor, Instant at, DateTimeZone zone)
    {
        var step = StepOf(cycle, anchor, at, zone);
        return (Boundary(cycle, anchor, step, zone), Boundary(cycle, anchor, step + 1, zone));
    }

    /// <summary>
    /// What tells a cycle from all others wherever the customer lives: its boundary as many steps from the anchor, by
    /// the calendar of UTC.
    /// </summary>
    public static Instant NameOf(string cycle, Instant anchor, Instant at, DateTimeZone zone) =>
        Boundary(cycle, anchor, StepOf(cycle, anchor, at, zone), DateTimeZone.Utc);

    /// <summary>The same of a month of the calendar.</summary>
    public static Instant NameOfMonth(Instant at, DateTimeZone zone)
    {
        var date = at.InZone(zone).Date;
        return Instant.FromUtc(date.Year, date.Month, 1, 0, 0);
    }

    /// <summary>The length of a rolling window; null for the other kinds.</summary>
    public static Duration? Rolling(string per)
    {
        if (Kinds.Contains(per))
            return null;
        var length = PeriodPattern.Roundtrip.Parse(per).GetValueOrThrow();
        if (length.Years != 0 || length.Months != 0)
            throw new ArgumentException($"{per} has months.");
        return length.ToDuration();
    }

    /// <summary>The place of a limit among equals: the kinds in order, then rolling ones by length.</summary>
    public static (int Kind, Duration Length) Rank(string per) =>
        Rolling(per) is { } length ? (Kinds.Length, length) : (Array.IndexOf(Kinds, per), Duration.Zero);

    static int StepOf(string cycle, Instant anchor, Instant at, DateTimeZone zone)
    {
        var step = 0;
        while (Boundary(cycle, anchor, step, zone) > at)
            step--;
        while (Boundary(cycle, anchor, step + 1, zone) <= at)
            step++;
        return step;
    }

    // Cycle 0 starts at the anchor itself, also where its local time comes twice.
    static Instant Boundary(string cycle, Instant anchor, int n, DateTimeZone zone)
    {
        var local = anchor.InZone(zone).LocalDateTime;
        return n == 0 ? anchor : (cycle switch
        {
            "week" => local.PlusWeeks(n),
            "month" => local.PlusMonths(n),
            "quarter" => local.PlusMonths(3 * n),
            "year" => local.PlusYears(n),
            _ => throw new ArgumentException($"{cycle} is not a cycle."),
        }).InZoneLeniently(zone).ToInstant();
    }

    static (Instant Start, Instant End) Clock(Duration unit, Instant at, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(at);
        var sinceMidnight = at.WithOffset(interval.WallOffset).TickOfDay;
        var start = at.Minus(Duration.FromTicks(sinceMidnight % unit.BclCompatibleTicks));
        start = Instant.FromUnixTimeTicks(start.ToUnixTimeTicks());
        var end = start.Plus(unit);
        if (interval.HasStart && interval.Start > start)
            start = interval.Start;
        if (interval.HasEnd && interval.End < end)
            end = interval.End;
        return (start, end);
    }

    static (Instant Start, Instant End) Days(
        Instant at, DateTimeZone zone, Func<LocalDate, LocalDate> first, Func<LocalDate, LocalDate> next)
    {
        var date = first(at.InZone(zone).Date);
        while (StartOf(next(date)) <= at)
            date = next(date);
        return (StartOf(date), StartOf(next(date)));

        Instant StartOf(LocalDate day) => zone.AtStartOfDay(day).ToInstant();
    }

    static LocalDate Monday(LocalDate date)
    {
        while (date.DayOfWeek != IsoDayOfWeek.Monday)
            date = date.PlusDays(-1);
        return date;
    }
}
