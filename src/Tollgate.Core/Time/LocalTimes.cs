namespace Tollgate.Core.Time;

/// <summary>From a zone's wall clock to instants. Pure and thread-safe.</summary>
static class LocalTimes
{
    /// <summary>
    /// The first instant of the local day. A day that the zone skips as a whole starts, empty, where the next one does,
    /// for which <see cref="DateTimeZone.AtStartOfDay"/> would throw.
    /// </summary>
    public static Instant StartOfDay(LocalDate date, DateTimeZone zone)
    {
        var midnight = zone.MapLocal(date.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }

    /// <summary>The first instant at which the wall clock shows this; null if it is skipped.</summary>
    public static Instant? InstantOf(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? null : mapping.First().ToInstant();
    }
}
