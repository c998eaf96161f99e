namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Puts the customer on a plan. A base plan replaces the one before it; a second add-on of one plan that is not
    /// stackable is 409. 404 <c>customer_not_found</c>; a plan that does not exist is 400 <c>invalid</c>.
    /// </summary>
    public Task<Subscription> CreateSubscriptionAsync(
        string customer,
        SubscriptionRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var call = Call.Post($"{CustomerPath(customer)}/subscriptions", request);
        return SendAsync<Subscription>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>The customer's subscriptions, page by page as they are read.</summary>
    public IAsyncEnumerable<Subscription> ListSubscriptionsAsync(
        string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<Subscription>($"{CustomerPath(customer)}/subscriptions", new Query(), cancellation);

    /// <summary>Cancels now, at the end of the cycle, or at a time. 404 <c>subscription_not_found</c>.</summary>
    /// <param name="id">The subscription's id.</param>
    /// <param name="at">See <see cref="CancelRequest.At"/>. Now unless given.</param>
    /// <param name="idempotencyKey">Made unless given.</param>
    /// <param name="cancellation">Gives the call up, whatever becomes of it on the server.</param>
    public Task<Subscription> CancelSubscriptionAsync(
        string id, string? at = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"v1/subscriptions/{Segment.Of(id)}/cancel", new CancelRequest { At = at });
        return SendAsync<Subscription>(call.Keyed(idempotencyKey), cancellation);
    }
}
