namespace Tollgate.Core.Time;

/// <summary>The time zones a customer can have: those of the IANA database that comes with Noda Time.</summary>
public static class Zones
{
    /// <summary>Finds a zone by its IANA id, such as <c>Europe/Berlin</c> or <c>UTC</c>. Thread-safe.</summary>
    /// <param name="id">The id; case counts, aliases are known.</param>
    /// <param name="zone">The zone, the same object every time; null if the answer is false.</param>
    /// <returns>False for an unknown id, and for the <c>UTC+05:30</c> that Noda Time would know too.</returns>
    public static bool TryFind(string id, [NotNullWhen(true)] out DateTimeZone? zone)
    {
        zone = id is null || IsFixedOffset(id) ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        return zone is not null;
    }

    static bool IsFixedOffset(string id) => id.Length > 3 && id.StartsWith("UTC", StringComparison.Ordinal);
}
