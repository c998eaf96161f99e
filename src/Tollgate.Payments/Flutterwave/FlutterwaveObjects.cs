namespace Tollgate.Payments.Flutterwave;

/// <summary>Flutterwave's objects as facts.</summary>
internal static class FlutterwaveObjects
{
    public static CheckoutFact Charge(Node charge, Node message)
    {
        var state = State(charge["status"]);
        return new CheckoutFact
        {
            ObjectId = charge["tx_ref"].Text(),
            Step = state == ProviderPaymentStatus.Failed ? CheckoutStep.AsyncFailed : CheckoutStep.Completed,
            Paid = state is ProviderPaymentStatus.Succeeded or ProviderPaymentStatus.Refunded,
            Total = Money(charge["amount"], charge["currency"]),
            Reference = charge["tx_ref"].Text(),
            Payment = charge["id"].Id(),
            Customer = charge["customer"]["id"].OptionalId(),
            Metadata = Metadata(charge, message),
        };
    }

    public static ProviderPayment Payment(Node charge, Amount refunded)
    {
        var state = State(charge["status"]);
        var money = Money(charge["amount"], charge["currency"]);
        var came = state is ProviderPaymentStatus.Succeeded or ProviderPaymentStatus.Refunded;
        var gone = state == ProviderPaymentStatus.Refunded || (came && refunded >= money.Amount);
        return new ProviderPayment(came && gone ? ProviderPaymentStatus.Refunded : state)
        {
            Collected = came ? money : null,
            Refunded = gone ? money.Amount : refunded,
            Payment = charge["id"].Id(),
            Checkout = charge["tx_ref"].Text(),
            Session = charge["tx_ref"].Text(),
            Customer = charge["customer"]["id"].OptionalId(),
        };
    }

    /// <summary>One refund; what all of them come to is to be asked for.</summary>
    public static ProviderFact Refund(Node refund)
    {
        var payment = refund["tx_id"].OptionalId() ?? refund["TransactionId"].OptionalId();
        if (payment is null) return new UnknownFact { ObjectId = refund["id"].OptionalId() ?? "" };
        return new RefundFact { ObjectId = payment, Payment = payment, Complete = false };
    }

    /// <summary>A subscription that ended. Messages of it name plan and e-mail and may name no subscription.</summary>
    public static SubscriptionFact Cancelled(Node subscription) => new()
    {
        ObjectId = subscription["id"].OptionalId() ?? "",
        Complete = !subscription["id"].IsMissing,
        State = SubscriptionState.Canceled,
        Deleted = true,
        Items = [new SubscriptionItem(subscription["plan"].Id(), false, 1)],
        Customer = subscription["customer"]["id"].OptionalId(),
        Email = subscription["customer"]["email"].OptionalText(),
    };

    public static TransferFact Transfer(Node transfer) => new()
    {
        ObjectId = transfer["id"].Id(),
        Arrived = transfer["status"].Text().ToUpperInvariant() switch
        {
            "SUCCESSFUL" => true,
            "FAILED" => false,
            "NEW" or "PENDING" => null,
            _ => throw transfer["status"].Missing("is none that is known"),
        },
        Reference = transfer["reference"].OptionalText(),
        Amount = Money(transfer["amount"], transfer["currency"]),
    };

    public static ProviderPaymentStatus State(Node status) => status.Text().ToLowerInvariant() switch
    {
        "successful" => ProviderPaymentStatus.Succeeded,
        "failed" => ProviderPaymentStatus.Failed,
        "pending" => ProviderPaymentStatus.Processing,
        "cancelled" => ProviderPaymentStatus.Cancelled,
        "reversed" or "refunded" => ProviderPaymentStatus.Refunded,
        _ => throw status.Missing("is none that is known"),
    };

    /// <summary>An amount in main units, exactly as it is written.</summary>
    public static CurrencyAmount Money(Node amount, Node currency)
    {
        return Currency.TryParse(currency.Text(), out var code)
            ? new CurrencyAmount(Quantity(amount), code)
            : throw currency.Missing("is no currency");
    }

    /// <summary>A decimal of at most six places, as a number or a text, without exponent.</summary>
    public static Amount Quantity(Node amount)
    {
        var digits = amount.IsNumber ? amount.Digits() : amount.Text();
        if (!Exact.TryParse(digits, out var value)) throw amount.Missing("is no amount");
        var micros = value.Shifted(6);
        var fits = Exact.Of(Amount.Most) >= micros && micros >= Exact.Of(-Amount.Most);
        if (!fits || Amount.Floor(value).ToExact() != value) throw amount.Missing("is no amount");
        return Amount.Floor(value);
    }

    /// <summary>When a thing was made, cut to seconds; 0 of 1970 where it does not say.</summary>
    public static Instant MadeAt(Node thing)
    {
        var at = thing["created_at"].IsMissing ? thing["date_created"] : thing["created_at"];
        return at.OptionalTime() ?? Instant.FromUnixTimeSeconds(0);
    }

    // The third API sends them as "meta" in answers and as "meta_data" beside the data of messages.
    static IReadOnlyDictionary<string, string> Metadata(Node charge, Node message)
    {
        var meta = charge["meta"].Texts(50, 500);
        return meta.Count > 0 ? meta : message["meta_data"].Texts(50, 500);
    }
}
