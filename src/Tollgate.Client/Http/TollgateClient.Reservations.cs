namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Sets a quantity aside, if it is allowed. Counts once however often it is sent: without an id one is made, for
    /// this call alone.
    /// </summary>
    public Task<Decision> ReserveAsync(ReservationRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var named = request.Id is null ? request with { Id = NewId() } : request;
        return SendAsync<Decision>(Call.Post("v1/reservations", named), cancellation);
    }

    /// <summary>Ends a reservation with what was really used; again it answers as the first time.</summary>
    public Task<Decision> SettleAsync(string id, SettleRequest request, CancellationToken cancellation = default) =>
        SendAsync<Decision>(Call.Post($"v1/reservations/{Uri.EscapeDataString(id)}/settle", request), cancellation);

    /// <summary>Ends a reservation with nothing used; again it answers as the first time.</summary>
    public Task<Decision> ReleaseAsync(string id, string customer, CancellationToken cancellation = default) =>
        SendAsync<Decision>(
            Call.Post(
                $"v1/reservations/{Uri.EscapeDataString(id)}/release", new ReleaseRequest { Customer = customer }),
            cancellation);

    /// <summary>Sets a gauge.</summary>
    public Task<Decision> SetGaugeAsync(
        string feature, GaugeRequest request, CancellationToken cancellation = default) =>
        SendAsync<Decision>(Call.Put($"v1/gauges/{Uri.EscapeDataString(feature)}", request), cancellation);

    /// <summary>Gives a recorded use back, once; again it answers as the first time.</summary>
    public Task<Reversal> ReverseAsync(string id, ReverseRequest request, CancellationToken cancellation = default) =>
        SendAsync<Reversal>(Call.Post($"v1/usage/{Uri.EscapeDataString(id)}/reverse", request), cancellation);
}
