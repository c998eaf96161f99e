namespace Tollgate.Server;

/// <summary>Customers between the wire and the engine.</summary>
internal static class CustomerWire
{
    public static PutCustomer Command(string id, Wire.CustomerRequest request) => new(
        id, request.Name, request.Email, request.TimeZone ?? "UTC", request.Currency ?? "USD", request.Waived ?? false,
        Attached.Text(request.Metadata))
    {
        Thresholds = FeatureThresholds.Of(
            request.Thresholds?.ToDictionary(one => one.Key, one => Percentages.Of(one.Value))),
        Providers = request.Providers is { } providers ? ProviderIds.Of(providers) : null,
    };

    public static Wire.Customer Of(Profile profile) => new()
    {
        Id = profile.Key,
        Name = profile.Name,
        Email = profile.Email,
        TimeZone = profile.TimeZone,
        Currency = profile.Currency,
        Waived = profile.Waived,
        Suspended = profile.SuspendedAt is not null,
        SuspendedReason = profile.SuspendedReason,
        SuspendedAt = Times.Write(profile.SuspendedAt),
        Metadata = Attached.Members(profile.Metadata),
        Thresholds = Thresholds(profile.Thresholds),
        Providers = profile.Providers.All,
        CreatedAt = Times.Write(profile.CreatedAt),
    };

    static Dictionary<string, IReadOnlyList<int>> Thresholds(FeatureThresholds? thresholds)
    {
        Dictionary<string, IReadOnlyList<int>> shown = new(StringComparer.Ordinal);
        if (thresholds is null) return shown;
        foreach (var (code, parts) in thresholds.Features) shown[code] = [.. parts.Select(part => (int)part)];
        return shown;
    }
}
