namespace Tollgate.Payments.Stripe;

/// <summary>How a payment stands, by Stripe's checkout sessions and payment intents.</summary>
internal static class StripePayments
{
    /// <summary>Of a session, with its payment intent and its invoice in it where it has them.</summary>
    /// <param name="session">The checkout session.</param>
    /// <param name="other">The payment intent of its invoice, where it has none of its own.</param>
    public static ProviderPayment OfCheckout(Node session, Node? other = null)
    {
        var intent = other ?? session["payment_intent"];
        var payment = new ProviderPayment(ProviderPaymentStatus.Open)
        {
            Checkout = session["id"].Id(),
            Session = session["client_reference_id"].OptionalText()
                ?? StripeObjects.Metadata(session).GetValueOrDefault(CheckoutRequest.SessionKey),
            Customer = session["customer"].OptionalId(),
            Subscription = session["subscription"].OptionalId(),
            Payment = intent.OptionalId(),
        };
        var paid = session["payment_status"].Text() is "paid" or "no_payment_required";
        var tried = intent.IsObject ? intent["status"].Text() : null;
        return session["status"].Text() switch
        {
            "expired" => payment with { Status = ProviderPaymentStatus.Expired },
            "open" when tried == "processing" => payment with { Status = ProviderPaymentStatus.Processing },
            "open" => payment,
            "complete" when paid => Came(payment, session, intent),
            "complete" when tried is "requires_payment_method" or "canceled" =>
                payment with { Status = ProviderPaymentStatus.Failed },
            "complete" => payment with { Status = ProviderPaymentStatus.Processing },
            _ => throw session["status"].Missing("is none that is known"),
        };
    }

    /// <summary>Of a payment intent with its latest charge in it.</summary>
    public static ProviderPayment OfIntent(Node intent)
    {
        var metadata = StripeObjects.Metadata(intent);
        var payment = new ProviderPayment(ProviderPaymentStatus.Open)
        {
            Payment = intent["id"].Id(),
            Session = metadata.GetValueOrDefault(CheckoutRequest.SessionKey),
            Customer = intent["customer"].OptionalId(),
        };
        return intent["status"].Text() switch
        {
            "succeeded" => Came(payment, default, intent),
            "processing" or "requires_capture" => payment with { Status = ProviderPaymentStatus.Processing },
            "canceled" => payment with { Status = ProviderPaymentStatus.Cancelled },
            "requires_payment_method" when !intent["last_payment_error"].IsMissing =>
                payment with { Status = ProviderPaymentStatus.Failed },
            "requires_payment_method" or "requires_action" or "requires_confirmation" => payment,
            _ => throw intent["status"].Missing("is none that is known"),
        };
    }

    /// <summary>Of a charge that has no payment intent.</summary>
    public static ProviderPayment OfCharge(Node charge)
    {
        var payment = new ProviderPayment(ProviderPaymentStatus.Processing)
        {
            Payment = charge["id"].Id(),
            Session = StripeObjects.Metadata(charge).GetValueOrDefault(CheckoutRequest.SessionKey),
            Customer = charge["customer"].OptionalId(),
        };
        return charge["status"].Text() switch
        {
            "succeeded" when charge["captured"].Flag() => Collected(
                payment, StripeObjects.Money(charge["amount_captured"], charge["currency"]), charge),
            "succeeded" or "pending" => payment,
            "failed" => payment with { Status = ProviderPaymentStatus.Failed },
            _ => throw charge["status"].Missing("is none that is known"),
        };
    }

    // What a payment intent received is what came. An invoice may be paid from a balance as well; a session that had
    // nothing to collect has neither.
    static ProviderPayment Came(ProviderPayment payment, Node session, Node intent)
    {
        var invoice = session["invoice"];
        var collected = intent.IsObject ? StripeObjects.Money(intent["amount_received"], intent["currency"])
            : invoice.IsObject ? StripeObjects.Money(invoice["amount_paid"], invoice["currency"])
            : StripeObjects.Money(session["amount_total"], session["currency"]);
        return Collected(payment, collected, intent["latest_charge"]);
    }

    static ProviderPayment Collected(ProviderPayment payment, CurrencyAmount collected, Node charge)
    {
        var refunded = charge.IsObject
            ? StripeObjects.Money(charge["amount_refunded"], charge["currency"]).Amount
            : Amount.Zero;
        var gone = refunded > Amount.Zero && refunded >= collected.Amount;
        return payment with
        {
            Status = gone ? ProviderPaymentStatus.Refunded : ProviderPaymentStatus.Succeeded,
            Collected = collected,
            Refunded = refunded,
        };
    }
}
