namespace Tollgate.Stores;

// What is paid, and what is not.
public static partial class Tables
{
    /// <summary>Invoices whose payment failed. Only those that are not paid are loaded.</summary>
    public static Table<Invoice> Invoices { get; } = new("invoice", ["customer_id", "id"],
        [
            Int64<Invoice>("customer_id", row => row.Customer.Value),
            Text<Invoice>("id", row => row.Id),
            Bool<Invoice>("plan", row => row.Plan),
            Bool<Invoice>("metered", row => row.Metered),
            MaybeInt64<Invoice>("subscription_id", row => row.Subscription),
            Time<Invoice>("failed_at", row => row.FailedAt),
            MaybeTime<Invoice>("falls_at", row => row.FallsAt),
            MaybeTime<Invoice>("paid_at", row => row.PaidAt),
        ],
        row => new Invoice(
            new CustomerId(row.Int64(0)), row.Text(1), row.Bool(2), row.Bool(3), row.NullableInt64(4), row.Instant(5),
            row.NullableInstant(6), row.NullableInstant(7)));
}
