namespace Tollgate.Core.Customers;

/// <summary>A customer as its operator knows it. A customer exists once it has a profile.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Key">The caller's id of it.</param>
/// <param name="Name">For people; at most 200 characters.</param>
/// <param name="Email">At most 320 characters.</param>
/// <param name="TimeZone">A TZDB id; the zone of its calendar windows and cycles.</param>
/// <param name="Currency">ISO 4217, or a custom unit.</param>
/// <param name="Waived">Whether inactive subscriptions still give what they include.</param>
/// <param name="SuspendedAt">Since when an operator has it suspended.</param>
/// <param name="SuspendedReason">Why.</param>
/// <param name="Metadata">Canonical JSON of the caller's own.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Epoch">
/// The sequence of the last change after which uses are counted in a window they were not counted in before. A stored
/// counter of an earlier epoch may lack uses, so it is computed again from the events; see <see cref="KeptWindows"/>.
/// </param>
public sealed record Profile(
    CustomerId Customer, string Key, string? Name, string? Email, string TimeZone, string Currency, bool Waived,
    Instant? SuspendedAt, string? SuspendedReason, string? Metadata, Instant CreatedAt, long Epoch)
{
    /// <summary>A TZDB id; the zone of its calendar windows and cycles.</summary>
    public string TimeZone
    {
        get;
        init => (field, Zone) = (value, ZoneOf(value));
    } = TimeZone;

    /// <summary>At which parts of its limits its use is told of; null: as the features and settings say.</summary>
    public FeatureThresholds? Thresholds { get; init; }

    /// <summary>What payment providers call it.</summary>
    public ProviderIds Providers { get; init; } = ProviderIds.None;

    /// <summary>The zone of its windows.</summary>
    public DateTimeZone Zone { get; private init; } = ZoneOf(TimeZone);

    static DateTimeZone ZoneOf(string id) => Zones.TryFind(id, out var zone) ? zone : DateTimeZone.Utc;
}
