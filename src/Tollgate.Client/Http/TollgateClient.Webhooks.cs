namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>Makes a webhook endpoint. Its secret is in this answer and never again.</summary>
    public Task<WebhookEndpointSecret> CreateWebhookEndpointAsync(
        WebhookEndpointRequest request, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpointSecret>(
            Call.Post("v1/webhook-endpoints", request).Keyed(idempotencyKey), cancellation);

    /// <summary>Every webhook endpoint, page by page as it is read.</summary>
    public IAsyncEnumerable<WebhookEndpoint> ListWebhookEndpointsAsync(CancellationToken cancellation = default) =>
        SendPagesAsync<WebhookEndpoint>("v1/webhook-endpoints", new Query(), cancellation);

    /// <summary>A webhook endpoint. 404 <c>webhook_endpoint_not_found</c>.</summary>
    public Task<WebhookEndpoint> GetWebhookEndpointAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpoint>(Call.Get(EndpointPath(id)), cancellation);

    /// <summary>Gives it another secret; the one it has signs too for 24 hours.</summary>
    public Task<WebhookEndpointSecret> RotateWebhookSecretAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpointSecret>(
            Call.Post($"{EndpointPath(id)}/rotate").Keyed(idempotencyKey), cancellation);

    /// <summary>Sends it a message of type <c>webhook_endpoint.test</c>.</summary>
    public Task<WebhookDelivery> TestWebhookEndpointAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<WebhookDelivery>(Call.Post($"{EndpointPath(id)}/test").Keyed(idempotencyKey), cancellation);

    /// <summary>Enables it; what waited is sent.</summary>
    public Task<WebhookEndpoint> EnableWebhookEndpointAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpoint>(Call.Post($"{EndpointPath(id)}/enable").Keyed(idempotencyKey), cancellation);

    /// <summary>Disables it: nothing is sent to it, and what happens meanwhile is not told later.</summary>
    public Task<WebhookEndpoint> DisableWebhookEndpointAsync(
        string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpoint>(Call.Post($"{EndpointPath(id)}/disable").Keyed(idempotencyKey), cancellation);

    /// <summary>Deletes it with its secrets, for good.</summary>
    public Task<WebhookEndpoint> DeleteWebhookEndpointAsync(string id, CancellationToken cancellation = default) =>
        SendAsync<WebhookEndpoint>(Call.Delete(EndpointPath(id)), cancellation);

    /// <summary>Its deliveries, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<WebhookDelivery> ListDeliveriesAsync(
        string id, CancellationToken cancellation = default) =>
        SendPagesAsync<WebhookDelivery>($"{EndpointPath(id)}/deliveries", new Query(), cancellation);

    /// <summary>Sends a message again, whatever became of it. 404 <c>delivery_not_found</c>.</summary>
    public Task<WebhookDelivery> RetryDeliveryAsync(
        string id, string delivery, CancellationToken cancellation = default) =>
        SendAsync<WebhookDelivery>(
            Call.Post($"{EndpointPath(id)}/deliveries/{Segment.Of(delivery)}/retry"), cancellation);

    static string EndpointPath(string id) => $"v1/webhook-endpoints/{Segment.Of(id)}";
}
