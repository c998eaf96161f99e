using System.Security.Cryptography;

namespace Tollgate.Server;

/// <summary>Webhook endpoints and deliveries between the wire and the engine.</summary>
internal static class WebhookWire
{
    const int SecretBytes = 32;

    /// <summary>A new secret.</summary>
    public static string Draw() => WebhookSecret.Of(RandomNumberGenerator.GetBytes(SecretBytes));

    public static Wire.WebhookEndpoint Of(WebhookEndpoint endpoint) => new()
    {
        Id = WebhookEndpointId.Format(endpoint.Id),
        Url = endpoint.Url,
        Events = endpoint.Events,
        Status = Status(endpoint),
        DisabledAt = Times.Write(endpoint.DisabledAt),
        DisabledReason = endpoint.DisabledReason,
        CreatedAt = Times.Write(endpoint.CreatedAt),
    };

    /// <summary>The same with its secret; null where it is not to be shown again.</summary>
    public static Wire.WebhookEndpointSecret Of(WebhookEndpoint endpoint, string? secret) => new()
    {
        Id = WebhookEndpointId.Format(endpoint.Id),
        Secret = secret,
        Url = endpoint.Url,
        Events = endpoint.Events,
        Status = Status(endpoint),
        PreviousSecretUntil = Times.Write(endpoint.PreviousUntil),
        CreatedAt = Times.Write(endpoint.CreatedAt),
    };

    public static Wire.WebhookDelivery Of(Delivery delivery)
    {
        var entry = delivery.Entry;
        return new Wire.WebhookDelivery
        {
            Id = DeliveryId.Format(entry.Key, entry.Sequence, entry.Ordinal),
            Message = entry.MessageId,
            Type = entry.Type,
            Customer = entry.Key.Length == 0 ? null : entry.Key,
            Status = Status(delivery.State),
            Attempts = delivery.Attempts,
            NextAttemptAt = delivery.State == DeliveryState.Waiting ? Times.Write(delivery.NextAt) : null,
            LastAttemptAt = Times.Write(delivery.AttemptedAt),
            ResponseStatus = delivery.Status,
            Response = delivery.Detail,
            DurationMilliseconds = delivery.Milliseconds,
            CreatedAt = Times.Write(entry.At),
        };
    }

    static string Status(WebhookEndpoint endpoint) => endpoint.IsEnabled ? "enabled" : "disabled";

    static string Status(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => "waiting",
        DeliveryState.Delivered => "delivered",
        _ => "failed",
    };
}
