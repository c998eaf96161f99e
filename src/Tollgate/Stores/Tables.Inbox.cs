namespace Tollgate.Stores;

// Events of payment providers.
public static partial class Tables
{
    /// <summary>How far things of providers were followed.</summary>
    public static Table<ProviderObject> ProviderObjects { get; } = new("provider_object", ["customer_id", "name"],
        [
            Int64<ProviderObject>("customer_id", row => row.Customer.Value),
            Text<ProviderObject>("name", row => row.Name),
            Time<ProviderObject>("at", row => row.At),
            Text<ProviderObject>("event", row => row.Event),
            Int64<ProviderObject>("sequence", row => row.Sequence),
            MaybeTime<ProviderObject>("asked_at", row => row.AskedAt),
            MaybeTime<ProviderObject>("cancel_at", row => row.CancelAt),
            Bool<ProviderObject>("paused", row => row.IsPaused),
            MaybeTime<ProviderObject>("change_at", row => row.ChangeAt),
        ],
        row => new ProviderObject(
            new CustomerId(row.Int64(0)), row.Text(1), row.Instant(2), row.Text(3), row.Int64(4),
            row.NullableInstant(5))
        {
            CancelAt = row.NullableInstant(6),
            IsPaused = row.Bool(7),
            ChangeAt = row.NullableInstant(8),
        });

    /// <summary>Messages of providers.</summary>
    public static Table<InboxMessage> Inbox { get; } = new("webhook_event", ["provider", "event"],
        [
            Text<InboxMessage>("provider", row => row.Provider),
            Text<InboxMessage>("event", row => row.Event),
            Text<InboxMessage>("type", row => row.Type),
            Time<InboxMessage>("at", row => row.At),
            Bytes<InboxMessage>("body", row => row.Body),
            Text<InboxMessage>("object", row => row.Object),
            Time<InboxMessage>("received_at", row => row.ReceivedAt),
            Int16<InboxMessage>("outcome", row => (short)row.Outcome),
            Text<InboxMessage>("problem", row => row.Problem),
            Text<InboxMessage>("awaits", row => row.Awaits),
            MaybeInt64<InboxMessage>("customer_id", row => row.Customer?.Value),
            Text<InboxMessage>("customer", row => row.CustomerKey),
            Int32<InboxMessage>("tries", row => row.Tries),
            MaybeTime<InboxMessage>("next_at", row => row.NextAt),
        ],
        row => new InboxMessage(row.Text(0), row.Text(1), row.Text(2), row.Instant(3), row.Bytes(4))
        {
            Object = row.NullableText(5),
            ReceivedAt = row.Instant(6),
            Outcome = (InboxOutcome)row.Int16(7),
            Problem = row.NullableText(8),
            Awaits = row.NullableText(9),
            Customer = row.NullableInt64(10) is { } customer ? new CustomerId(customer) : null,
            CustomerKey = row.NullableText(11),
            Tries = row.Int32(12),
            NextAt = row.NullableInstant(13),
        });
}
