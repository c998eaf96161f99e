namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>What payment providers told, what came in last first, page by page as they are read.</summary>
    public IAsyncEnumerable<WebhookEvent> ListWebhookEventsAsync(CancellationToken cancellation = default) =>
        SendPagesAsync<WebhookEvent>("v1/webhook-events", new Query(), cancellation);

    /// <summary>
    /// Follows what was told once more; what was applied stays applied once. 404 <c>webhook_event_not_found</c>.
    /// </summary>
    public Task<WebhookEvent> ReplayWebhookEventAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<WebhookEvent>(Call.Post($"v1/webhook-events/{Segment.Of(id)}/replay"), cancellation);
}
