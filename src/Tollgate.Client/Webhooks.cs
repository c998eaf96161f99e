using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/webhook-endpoints</c>.</summary>
public sealed record WebhookEndpointRequest
{
    /// <summary>Where messages are sent, by https.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Which events: <c>*</c> for all, a type as <c>boost.created</c>, or its beginning as <c>subscription.*</c>. At
    /// most 50; all unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Events { get; init; }
}

/// <summary>A webhook endpoint without its secret.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="WebhookEndpointRequest.Url"/>
    public required string Url { get; init; }

    /// <inheritdoc cref="WebhookEndpointRequest.Events"/>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary><c>enabled</c> or <c>disabled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Null while it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Null while it is enabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A webhook endpoint with its new secret, which is never shown again.</summary>
public sealed record WebhookEndpointSecret
{
    /// <inheritdoc cref="WebhookEndpoint.Id"/>
    public required string Id { get; init; }

    /// <summary>
    /// What messages are signed with, <c>whsec_</c> and base64. Null where the answer is a replay by
    /// <c>Idempotency-Key</c>: if the first answer was lost, rotate.
    /// </summary>
    public required string? Secret { get; init; }

    /// <inheritdoc cref="WebhookEndpointRequest.Url"/>
    public required string Url { get; init; }

    /// <inheritdoc cref="WebhookEndpointRequest.Events"/>
    public required IReadOnlyList<string> Events { get; init; }

    /// <inheritdoc cref="WebhookEndpoint.Status"/>
    public required string Status { get; init; }

    /// <summary>Until when the secret before it signs too; null where there was none.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <inheritdoc cref="WebhookEndpoint.CreatedAt"/>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Leaves the secret out, also from logs.</summary>
    public override string ToString() => $"{nameof(WebhookEndpointSecret)} {{ Id = {Id} }}";
}

/// <summary>A message to an endpoint, and what became of it.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Made by the server; opaque. One among the deliveries of its endpoint.</summary>
    public required string Id { get; init; }

    /// <summary>The message's id, as in the header <c>webhook-id</c>: the same for every endpoint.</summary>
    public required string Message { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>Null for the account's own.</summary>
    public string? Customer { get; init; }

    /// <summary><c>waiting</c>, <c>delivered</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was tried since it last began to wait.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null where it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Null where it was not tried.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>The beginning of the last answer, or why there was none.</summary>
    public string? Response { get; init; }

    /// <summary>How long the last attempt took.</summary>
    public int? DurationMilliseconds { get; init; }

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
