namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Requests that several tests make.</summary>
internal static class StripeRequests
{
    public static CheckoutRequest TopUp(string? amount = "12.5", string currency = "USD") => new()
    {
        Session = "ps_acme_7",
        Customer = "acme",
        Amount = amount is not null && Amount.TryParse(amount, out var value)
            ? new CurrencyAmount(value, Currency.Parse(currency))
            : null,
        Description = "Credit & more: 50 %",
        SuccessUrl = new Uri("https://example.com/done?a=1&b=2"),
        CancelUrl = new Uri("https://example.com/back"),
        Email = "jenny@example.com",
        ExpiresAt = Instant.FromUnixTimeSeconds(1_782_000_000),
    };

    /// <summary>The form of a request, decoded, in its order.</summary>
    public static IEnumerable<string> Fields(Asked asked) => asked.Body.Split('&')
        .Select(field => Uri.UnescapeDataString(field.Replace('+', ' ')));
}
