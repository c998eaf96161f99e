namespace Tollgate.Server;

/// <summary>Times between the wire and the engine; both are exact to the microsecond.</summary>
internal static class Times
{
    public static Instant? Read(DateTimeOffset? time) =>
        time is { } given ? Instant.FromDateTimeOffset(given).Cut() : null;

    /// <summary>The instant so many microseconds after 1970; false where no event can be.</summary>
    public static bool TryRead(long microseconds, out Instant time)
    {
        time = default;
        if (microseconds < FieldErrors.Earliest.ToMicroseconds() || microseconds >= FieldErrors.Latest.ToMicroseconds())
            return false;
        time = Instants.FromMicroseconds(microseconds);
        return true;
    }

    public static DateTimeOffset Write(Instant time) => time.ToDateTimeOffset();

    public static DateTimeOffset? Write(Instant? time) => time is { } given ? given.ToDateTimeOffset() : null;
}
