namespace Tollgate.Server;

/// <summary>Customers between the wire and the engine.</summary>
internal static class CustomerWire
{
    public static PutCustomer Command(string id, Wire.CustomerRequest request) => new(
        id, request.Name, request.Email, request.TimeZone ?? "UTC", request.Currency ?? "USD", request.Waived ?? false,
        Attached.Text(request.Metadata));

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
        CreatedAt = Times.Write(profile.CreatedAt),
    };
}
