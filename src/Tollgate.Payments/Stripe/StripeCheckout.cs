namespace Tollgate.Payments.Stripe;

/// <summary>Checkout sessions as Stripe wants them asked for.</summary>
internal static class StripeCheckout
{
    /// <summary>
    /// The form. The same request makes the same form: Stripe refuses a key that comes again with another one.
    /// </summary>
    public static Form Form(CheckoutRequest request)
    {
        var form = new Form()
            .Add("mode", request.Price is null ? "payment" : "subscription")
            .Add("client_reference_id", request.Session)
            .Add("success_url", request.SuccessUrl.AbsoluteUri)
            .Add("cancel_url", request.CancelUrl.AbsoluteUri)
            .Add("customer", request.ProviderCustomer)
            .Add("customer_email", request.ProviderCustomer is null ? request.Email : null)
            .Add("expires_at", request.ExpiresAt?.ToUnixTimeSeconds())
            // Else a customer could pay in another currency than was asked for.
            .Add("adaptive_pricing[enabled]", "false")
            .AddAll("metadata", request.Metadata);
        AddItem(form, request);
        var child = request.Price is null ? "payment_intent_data[metadata]" : "subscription_data[metadata]";
        return form.AddAll(child, request.Metadata);
    }

    /// <summary>What came of it.</summary>
    public static Checkout Read(Node session)
    {
        var fits = Uri.TryCreate(session["url"].Text(), UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http";
        return new Checkout(session["id"].Id(), fits ? url! : throw session["url"].Missing("is no address"));
    }

    static void AddItem(Form form, CheckoutRequest request)
    {
        form.Add("line_items[0][quantity]", request.Quantity);
        if (request.Price is not null)
        {
            form.Add("line_items[0][price]", request.Price);
            return;
        }
        if (request.Amount is not { } amount)
            throw ProviderErrors.Refused(StripeApi.Provider, "amount_missing", "there is neither amount nor price");
        if (!StripeMoney.TryToMinor(amount, out var minor) || minor == 0)
        {
            throw ProviderErrors.Refused(
                StripeApi.Provider, "amount_unchargeable", "the amount cannot be charged exactly in its currency");
        }
        form.Add("line_items[0][price_data][currency]", amount.Currency.Code.ToLowerInvariant())
            .Add("line_items[0][price_data][unit_amount]", minor)
            .Add("line_items[0][price_data][product_data][name]", request.Description);
    }
}
