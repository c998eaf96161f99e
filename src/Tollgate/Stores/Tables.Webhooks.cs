namespace Tollgate.Stores;

// Endpoints, and what is told to them.
public static partial class Tables
{
    /// <summary>Webhook endpoints.</summary>
    public static Table<WebhookEndpoint> Webhooks { get; } = new("webhook_endpoint", ["id"],
        [
            Int64<WebhookEndpoint>("id", row => row.Id),
            Text<WebhookEndpoint>("url", row => row.Url),
            Text<WebhookEndpoint>("events", row => string.Join(' ', row.Events)),
            Text<WebhookEndpoint>("secret", row => row.Secret),
            Text<WebhookEndpoint>("previous_secret", row => row.PreviousSecret),
            MaybeTime<WebhookEndpoint>("previous_until", row => row.PreviousUntil),
            Time<WebhookEndpoint>("created_at", row => row.CreatedAt),
            MaybeTime<WebhookEndpoint>("disabled_at", row => row.DisabledAt),
            Text<WebhookEndpoint>("disabled_reason", row => row.DisabledReason),
            MaybeTime<WebhookEndpoint>("deleted_at", row => row.DeletedAt),
        ],
        row => new WebhookEndpoint(
            row.Int64(0), row.Text(1), row.Text(2).Split(' '), row.Text(3), row.NullableText(4),
            row.NullableInstant(5), row.Instant(6), row.NullableInstant(7), row.NullableText(8),
            row.NullableInstant(9)));

    /// <summary>
    /// Messages as the loop writes them: the other columns of <see cref="Deliveries"/> have defaults.
    /// </summary>
    public static Table<OutboxEntry> Outbox { get; } = new(
        "outbox", ["customer_id", "sequence", "ordinal", "endpoint_id"],
        [
            Int64<OutboxEntry>("customer_id", row => row.Customer.Value),
            Int64<OutboxEntry>("sequence", row => row.Sequence),
            Int32<OutboxEntry>("ordinal", row => row.Ordinal),
            Int64<OutboxEntry>("endpoint_id", row => row.Endpoint),
            Text<OutboxEntry>("customer", row => row.Key),
            Text<OutboxEntry>("type", row => row.Type),
            Text<OutboxEntry>("payload", row => row.Payload),
            Time<OutboxEntry>("at", row => row.At),
            Time<OutboxEntry>("next_at", row => row.NextAt),
        ],
        row => new OutboxEntry(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int32(2), row.Int64(3), row.Text(4), row.Text(5),
            row.Text(6), row.Instant(7)),
        AppendOnly: true);

    /// <summary>The same rows with what became of them, as they are read.</summary>
    public static Table<Delivery> Deliveries { get; } = new(
        Outbox.Name, Outbox.Key,
        [
            .. Outbox.Columns.Select(column => new Column<Delivery, object?>(
                column.Name, column.Type, row => column.Name == "next_at" ? row.NextAt : column.Value(row.Entry))),
            Int16<Delivery>("state", row => (short)row.State),
            Int32<Delivery>("attempts", row => row.Attempts),
            MaybeTime<Delivery>("retried_at", row => row.RetriedAt),
            MaybeTime<Delivery>("attempted_at", row => row.AttemptedAt),
            MaybeInt64<Delivery>("status", row => row.Status),
            Text<Delivery>("detail", row => row.Detail),
            MaybeInt64<Delivery>("milliseconds", row => row.Milliseconds),
            MaybeTime<Delivery>("finished_at", row => row.FinishedAt),
        ],
        row => new Delivery(
            Outbox.Read(row), (DeliveryState)row.Int16(9), row.Int32(10), row.Instant(8), row.NullableInstant(11),
            row.NullableInstant(12), (int?)row.NullableInt64(13), row.NullableText(14), (int?)row.NullableInt64(15),
            row.NullableInstant(16)),
        AppendOnly: true);
}
