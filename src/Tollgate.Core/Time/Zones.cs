namespace Tollgate.Core.Time;

/// <summary>Time zones by their TZDB id, for example <c>Europe/Berlin</c>.</summary>
public static class Zones
{
    /// <summary>Finds a zone by its exact id; false where there is none. Thread-safe.</summary>
    public static bool TryFind(string? id, [NotNullWhen(true)] out DateTimeZone? zone)
    {
        zone = id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        return zone is not null;
    }
}
