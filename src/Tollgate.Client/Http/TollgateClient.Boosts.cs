namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Gives the customer an extra on one feature. With an <see cref="BoostRequest.ExternalId"/> that was used before,
    /// the first one comes back, or 409 where it asked for something else.
    /// </summary>
    public Task<Boost> CreateBoostAsync(
        string customer, BoostRequest request, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"{CustomerPath(customer)}/boosts", request);
        return SendAsync<Boost>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>The customer's boosts, page by page as they are read.</summary>
    public IAsyncEnumerable<Boost> ListBoostsAsync(string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Boost>($"{CustomerPath(customer)}/boosts", new Query(), cancellation);

    /// <summary>Ends a boost at once; what was used of it stays used. 404 <c>boost_not_found</c>.</summary>
    public Task<Boost> CancelBoostAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Boost>(Call.Post($"v1/boosts/{Segment.Of(id)}/cancel").Keyed(idempotencyKey), cancellation);
}
