namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Takes it out of force until it is resumed. 409 <c>subscription_ended</c>.</summary>
    public Task<Subscription> PauseSubscriptionAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(
            Call.Post($"v1/subscriptions/{Segment.Of(id)}/pause").Keyed(idempotencyKey), cancellation);

    /// <summary>Ends a pause. 409 <c>subscription_ended</c>.</summary>
    public Task<Subscription> ResumeSubscriptionAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(
            Call.Post($"v1/subscriptions/{Segment.Of(id)}/resume").Keyed(idempotencyKey), cancellation);

    /// <summary>Records it as paid: a trial ends, a scheduled one starts. 409 <c>subscription_ended</c>.</summary>
    public Task<Subscription> ActivateSubscriptionAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(
            Call.Post($"v1/subscriptions/{Segment.Of(id)}/activate").Keyed(idempotencyKey), cancellation);

    /// <summary>Gives it another end. 409 <c>subscription_ended</c> if cancelled, or another base took over.</summary>
    public Task<Subscription> RenewSubscriptionAsync(
        string id, RenewRequest? request = null, string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var call = Call.Post($"v1/subscriptions/{Segment.Of(id)}/renew", request ?? new RenewRequest());
        return SendAsync<Subscription>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>
    /// Has it renewed by the wallet or by invoice. 409 <c>payment_past_due</c> where what is due is to be put off.
    /// </summary>
    public Task<Subscription> PutRenewalAsync(
        string id, RenewalRequest request, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(Call.Put($"v1/subscriptions/{Segment.Of(id)}/renewal", request), cancellation);

    /// <summary>
    /// Has it renewed no more: it ends when what is paid is over. 409 <c>payment_past_due</c> while something is due.
    /// </summary>
    public Task<Subscription> DeleteRenewalAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(Call.Delete($"v1/subscriptions/{Segment.Of(id)}/renewal"), cancellation);

    /// <summary>Puts it on another plan version, now or later. A change that was scheduled is replaced.</summary>
    public Task<Subscription> ChangeSubscriptionAsync(
        string id, ChangeRequest request, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = Call.Post($"v1/subscriptions/{Segment.Of(id)}/change", request);
        return SendAsync<Subscription>(call.Keyed(idempotencyKey), cancellation);
    }

    /// <summary>What <see cref="ChangeSubscriptionAsync"/> would do. Nothing is changed.</summary>
    public Task<ChangePreview> PreviewSubscriptionAsync(
        string id, PreviewRequest request, CancellationToken cancellation = default) =>
        SendAsync<ChangePreview>(Call.Post($"v1/subscriptions/{Segment.Of(id)}/preview", request), cancellation);

    /// <summary>What is still to happen to the customer's subscriptions, page by page as it is read.</summary>
    public IAsyncEnumerable<ScheduledChange> ListScheduledChangesAsync(
        string customer, CancellationToken cancellation = default) =>
        SendPagesAsync<ScheduledChange>($"{CustomerPath(customer)}/scheduled-changes", new Query(), cancellation);

    /// <summary>
    /// Takes a change back before it takes effect. 404 <c>scheduled_change_not_found</c> where there is none, or none
    /// any more.
    /// </summary>
    public Task<Subscription> TakeBackChangeAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<Subscription>(Call.Delete($"v1/scheduled-changes/{Segment.Of(id)}"), cancellation);
}
