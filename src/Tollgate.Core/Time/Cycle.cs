namespace Tollgate.Core.Time;

/// <summary>How long the cycles of a base plan are.</summary>
public enum CycleLength
{
    /// <summary>Seven days.</summary>
    Week,
    /// <summary>A month.</summary>
    Month,
    /// <summary>Three months.</summary>
    Quarter,
    /// <summary>Twelve months.</summary>
    Year,
}

/// <summary>
/// The cycles of a scope. Each begins at the anchor's local date and time plus a whole number of lengths, counted from the
/// anchor and never from the cycle before: Jan 31 gives Feb 28 or 29, then Mar 31. A local time that is skipped moves on by
/// the length of the gap; of one that comes twice the first counts. Immutable and thread-safe.
/// </summary>
/// <param name="Anchor">Where cycles are counted from, in both directions; <see cref="Instant.MinValue"/>: calendar months.</param>
/// <param name="Length">How long one is.</param>
/// <param name="Zone">Whose local time it is.</param>
public sealed record Cycle(Instant Anchor, CycleLength Length, DateTimeZone Zone)
{
    /// <summary>The cycle of a scope without a base plan: the calendar month of its zone.</summary>
    public static Cycle CalendarMonth(DateTimeZone zone) => new(Instant.MinValue, CycleLength.Month, zone);

    /// <summary>The cycle that holds <paramref name="at"/>, an instant of the years 1 to 9998, also before the anchor.</summary>
    public Window At(Instant at)
    {
        if (Anchor == Instant.MinValue) return Windows.Month(at, Zone);
        var anchor = Anchor.InZone(Zone).LocalDateTime;
        var n = Estimate(anchor, at.InZone(Zone).LocalDateTime);
        var start = Start(anchor, n);
        while (start > at) start = Start(anchor, --n);
        var end = Start(anchor, n + 1);
        while (end <= at) (start, end) = (end, Start(anchor, ++n + 1));
        return new Window(start, end);
    }

    // At most one cycle off: month ends and clock changes move a start by days at the most.
    int Estimate(LocalDateTime anchor, LocalDateTime at)
    {
        if (Length == CycleLength.Week) return Floor(Period.DaysBetween(anchor.Date, at.Date), 7);
        return Floor(((at.Year - anchor.Year) * 12) + at.Month - anchor.Month, Months);
    }

    int Months => Length switch { CycleLength.Month => 1, CycleLength.Quarter => 3, _ => 12 };

    Instant Start(LocalDateTime anchor, int n)
    {
        var local = Length == CycleLength.Week ? anchor.PlusWeeks(n) : anchor.PlusMonths(n * Months);
        return local.InZoneLeniently(Zone).ToInstant();
    }

    static int Floor(int value, int by) => (value - (((value % by) + by) % by)) / by;
}
