using System.Buffers;

namespace Tollgate.Payments.Flutterwave;

/// <summary>Payments as Flutterwave Standard wants them asked for.</summary>
internal static class FlutterwaveCheckout
{
    const int MostMinutes = 1_440;

    /// <summary>The body, with the amount as an exact number.</summary>
    public static byte[] Body(CheckoutRequest request, Instant now)
    {
        if (request.Amount is not { } money)
            throw ProviderErrors.Refused(FlutterwaveApi.Provider, "amount_missing", "there is no amount");
        if (request.Email is null)
            throw ProviderErrors.Refused(FlutterwaveApi.Provider, "email_missing", "the customer has no e-mail");
        if (money.Currency.IsOwn || money.Amount <= Amount.Zero || money.Amount.Rounded(money.Currency) != money.Amount)
        {
            throw ProviderErrors.Refused(
                FlutterwaveApi.Provider, "amount_unchargeable", "the amount cannot be charged exactly in its currency");
        }
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("tx_ref", request.Session);
            json.WritePropertyName("amount");
            json.WriteRawValue(money.Amount.ToString());
            json.WriteString("currency", money.Currency.Code);
            json.WriteString("redirect_url", request.SuccessUrl.AbsoluteUri);
            if (request.Price is not null) json.WriteString("payment_plan", request.Price);
            if (request.ExpiresAt is { } end) json.WriteNumber("session_duration", Minutes(end - now));
            json.WriteStartObject("customer");
            json.WriteString("email", request.Email);
            json.WriteEndObject();
            json.WriteStartObject("meta");
            foreach (var (key, value) in request.Metadata) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartObject("customizations");
            json.WriteString("title", request.Description);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return body.WrittenSpan.ToArray();
    }

    /// <summary>What came of it. The reference is the id: Flutterwave gives none before somebody pays.</summary>
    public static Checkout Read(Node answer, CheckoutRequest request)
    {
        var link = answer["data"]["link"];
        var fits = Uri.TryCreate(link.Text(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http";
        return new Checkout(request.Session, fits ? url! : throw link.Missing("is no address"));
    }

    static int Minutes(Duration left) => (int)Math.Clamp(left / Duration.FromMinutes(1), 1, MostMinutes);
}
