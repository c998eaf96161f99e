namespace Tollgate.Core.Time;

/// <summary>
/// Instants as microseconds since 1970-01-01T00:00Z, the finest that every store keeps; and which of two comes first.
/// Thread-safe.
/// </summary>
public static class Instants
{
    const long TicksPerMicrosecond = NodaConstants.TicksPerMillisecond / 1000;

    /// <summary>Whole microseconds since the Unix epoch, rounded towards the past.</summary>
    public static long ToMicroseconds(this Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return ticks >= 0 ? ticks / TicksPerMicrosecond : (ticks - TicksPerMicrosecond + 1) / TicksPerMicrosecond;
    }

    /// <summary>The instant so many microseconds after the Unix epoch.</summary>
    public static Instant FromMicroseconds(long microseconds) =>
        Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);

    /// <summary>The same instant without what is finer than a microsecond.</summary>
    public static Instant Cut(this Instant instant) => FromMicroseconds(instant.ToMicroseconds());

    /// <summary>The earlier of two, of which null is never.</summary>
    public static Instant? Earlier(Instant? left, Instant? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
