namespace Tollgate.Core.Time;

/// <summary>
/// The cycle of a scope, each one computed from the anchor and never from the one before: Jan 31 gives Feb 28 or 29,
/// then Mar 31. Immutable, compared by value and safe to share between threads.
/// </summary>
/// <param name="Anchor">A moment at which a cycle starts, in the years 1 to 9998; cycles go on before it too.</param>
/// <param name="Length">The length of every cycle.</param>
/// <param name="Zone">The zone in whose calendar weeks and months are added.</param>
/// <remarks>
/// The n-th cycle starts at the anchor's local date and time plus n lengths, a day the month lacks becoming its last.
/// Where the zone repeats that time it is the earlier one, where it skips it the time moves on by what was skipped; a
/// cycle anchored at local midnight starts with the local day instead, so that it keeps step with <c>day</c> and
/// <c>month</c> windows. Cycle 0 starts at the anchor itself.
/// </remarks>
public sealed record Cycle(Instant Anchor, CycleLength Length, DateTimeZone Zone)
{
    /// <summary>
    /// The cycle of a scope without a base plan: the calendar month of the zone, window for window the same as
    /// <see cref="Per.Month"/>.
    /// </summary>
    public static Cycle CalendarMonth(DateTimeZone zone)
    {
        var month = new LocalDate(2000, 1, 1);
        while (LocalTimes.InstantOf(month.AtMidnight(), zone) is null) month = month.PlusMonths(1);
        return new(LocalTimes.StartOfDay(month, zone), CycleLength.Month, zone);
    }

    /// <summary>The cycle that holds the instant, before the anchor as well as after it.</summary>
    /// <param name="at">An instant in the years 1 to 9998, UTC.</param>
    /// <returns>
    /// <c>Start &lt;= at &lt; End</c>. A cycle that would end in December 9999 or later has no end: the calendar stops
    /// there.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is none of the enum.</exception>
    public Window At(Instant at)
    {
        var (_, start, end) = Around(at);
        return new(start, end == Instant.MaxValue ? null : end);
    }

    /// <summary>
    /// The number of the cycle that holds the instant, 0 that which starts at the anchor. Within a cycle it is the same
    /// in every zone, but for the hours by which zones differ at its start and end.
    /// </summary>
    /// <inheritdoc cref="At"/>
    public int NumberAt(Instant at) => Around(at).Number;

    /// <summary>When the cycle of a number starts.</summary>
    public Instant Start(int number) => StartOf(number, Anchor.InZone(Zone).LocalDateTime);

    (int Number, Instant Start, Instant End) Around(Instant at)
    {
        var anchor = Anchor.InZone(Zone).LocalDateTime;
        var n = Estimate(anchor.Date, at.InZone(Zone).Date);
        var start = StartOf(n, anchor);
        while (at < start) start = StartOf(--n, anchor);
        var end = StartOf(n + 1, anchor);
        while (at >= end)
        {
            start = end;
            end = StartOf(++n + 1, anchor);
        }
        return (n, start, end);
    }

    int Months => Length switch
    {
        CycleLength.Month => 1,
        CycleLength.Quarter => 3,
        CycleLength.Year => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(Length), Length, "No such cycle length."),
    };

    /// <summary>The cycle that starts in the week or month of the date; at most one off.</summary>
    int Estimate(LocalDate anchor, LocalDate date) => Length == CycleLength.Week
        ? FloorDivide(Period.DaysBetween(anchor, date), 7)
        : FloorDivide(MonthNumber(date) - MonthNumber(anchor), Months);

    Instant StartOf(int n, LocalDateTime anchor)
    {
        if (n == 0) return Anchor;
        if (Length == CycleLength.Week) return InstantOf(anchor.PlusWeeks(n));

        var months = n * Months;
        return MonthNumber(anchor.Date) + months >= LastMonth ? Instant.MaxValue : InstantOf(anchor.PlusMonths(months));
    }

    Instant InstantOf(LocalDateTime local) => local.TimeOfDay == LocalTime.Midnight
        ? LocalTimes.StartOfDay(local.Date, Zone)
        : Zone.AtLeniently(local).ToInstant();

    const int LastMonth = (9999 * 12) + 11;

    static int MonthNumber(LocalDate date) => (date.Year * 12) + date.Month - 1;

    static int FloorDivide(int number, int by) => (number / by) - (number % by < 0 ? 1 : 0);
}
