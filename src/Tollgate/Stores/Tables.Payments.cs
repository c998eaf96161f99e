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

    /// <summary>Payment sessions.</summary>
    public static Table<PaymentSession> Payments { get; } = new("payment_session", ["customer_id", "id"],
        [
            Int64<PaymentSession>("customer_id", row => row.Customer.Value),
            Int64<PaymentSession>("id", row => row.Id),
            Text<PaymentSession>("plan", row => row.Plan),
            MaybeInt64<PaymentSession>("plan_version", row => row.PlanVersion),
            MaybeInt64<PaymentSession>("per", row => (long?)row.Per),
            Int64<PaymentSession>("amount", row => row.Amount.Micros),
            Text<PaymentSession>("currency", row => row.Currency.Code),
            Text<PaymentSession>("return_url", row => row.ReturnUrl),
            Text<PaymentSession>("actor", row => row.Actor),
            Time<PaymentSession>("created_at", row => row.CreatedAt),
            Time<PaymentSession>("expires_at", row => row.ExpiresAt),
            Int16<PaymentSession>("status", row => (short)row.Status),
            Text<PaymentSession>("provider", row => row.Provider),
            Text<PaymentSession>("checkout", row => row.Checkout),
            Text<PaymentSession>("checkout_url", row => row.CheckoutUrl),
            Text<PaymentSession>("payment", row => row.Payment),
            MaybeInt64<PaymentSession>("collected", row => row.Collected?.Amount.Micros),
            Text<PaymentSession>("collected_currency", row => row.Collected?.Currency.Code),
            Text<PaymentSession>("problem", row => row.Problem),
            Text<PaymentSession>("attempts", row => CoreJson.Write(row.Attempts)),
            MaybeTime<PaymentSession>("ended_at", row => row.EndedAt),
            MaybeInt64<PaymentSession>("quantity", row => row.Quantity),
        ],
        row => new PaymentSession(
            new CustomerId(row.Int64(0)), row.Int64(1), row.NullableText(2), (int?)row.NullableInt64(3),
            (PricePer?)row.NullableInt64(4), Amount(row, 5), Currency.Parse(row.Text(6)), row.Text(7), row.Text(8),
            row.Instant(9), row.Instant(10))
        {
            Status = (PaymentStatus)row.Int16(11),
            Provider = row.Text(12),
            Checkout = row.NullableText(13),
            CheckoutUrl = row.NullableText(14),
            Payment = row.NullableText(15),
            Collected = row.NullableInt64(16) is { } micros
                ? new CurrencyAmount(new Amount(micros), Currency.Parse(row.Text(17)))
                : null,
            Problem = row.NullableText(18),
            Attempts = CoreJson.Read<IReadOnlyList<FailedAttempt>>(row.Text(19)),
            EndedAt = row.NullableInstant(20),
            Quantity = (int?)row.NullableInt64(21),
        });
}
