namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>
    /// Opens a session and gets a page for it. The same key again answers how the same session stands. 502
    /// <c>provider_failed</c> where no provider could.
    /// </summary>
    public Task<PaymentSession> OpenPaymentSessionAsync(
        PaymentSessionRequest request, string idempotencyKey, CancellationToken cancellation = default) =>
        SendAsync<PaymentSession>(Call.Post("v1/payment-sessions", request).Keyed(idempotencyKey), cancellation);

    /// <summary>The customer's sessions, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<PaymentSession> ListPaymentSessionsAsync(
        string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<PaymentSession>($"{CustomerPath(customer)}/payment-sessions", new Query(), cancellation);

    /// <summary>One session. 404 <c>payment_session_not_found</c>.</summary>
    public Task<PaymentSession> GetPaymentSessionAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<PaymentSession>(Call.Get(SessionPath(id)), cancellation);

    /// <summary>Asks the provider how it stands. 502 <c>provider_failed</c> where it does not say.</summary>
    public Task<PaymentSession> RefreshPaymentSessionAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<PaymentSession>(Call.Post($"{SessionPath(id)}/refresh"), cancellation);

    /// <summary>Calls it off. 409 <c>payment_under_way</c> or <c>payment_session_closed</c>.</summary>
    public Task<PaymentSession> CancelPaymentSessionAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<PaymentSession>(Call.Post($"{SessionPath(id)}/cancel"), cancellation);

    /// <summary>An operator's word on one with a problem. 409 <c>payment_session_closed</c> if none.</summary>
    public Task<PaymentSession> ResolvePaymentSessionAsync(
        string id, ResolveRequest request, CancellationToken cancellation = default) =>
        SendAsync<PaymentSession>(Call.Post($"{SessionPath(id)}/resolve", request), cancellation);

    static string SessionPath(string id) => $"v1/payment-sessions/{Segment.Of(id)}";
}
