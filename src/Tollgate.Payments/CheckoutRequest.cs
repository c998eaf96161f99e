namespace Tollgate.Payments;

/// <summary>What to collect, and of whom. Immutable; it may hold personal data and has no text form.</summary>
public sealed class CheckoutRequest
{
    /// <summary>The metadata that names Tollgate's session.</summary>
    public const string SessionKey = "tollgate_session";

    /// <summary>The metadata that names Tollgate's customer.</summary>
    public const string CustomerKey = "tollgate_customer";

    /// <summary>Tollgate's session: 1 to 128 characters. It travels as reference and as metadata.</summary>
    public required string Session { get; init; }

    /// <summary>Tollgate's customer, sent as metadata.</summary>
    public required string Customer { get; init; }

    /// <summary>The idempotency key, at most 255 characters: the session unless set.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>How much, above 0; not needed beside a <see cref="Price"/> that the provider knows.</summary>
    public CurrencyAmount? Amount { get; init; }

    /// <summary>The provider's price or payment plan, for a subscription; null for a single payment.</summary>
    public string? Price { get; init; }

    /// <summary>How many of the price, 1 or more.</summary>
    public int Quantity { get; init; } = 1;

    /// <summary>What the customer reads on the page, 1 to 127 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Where the customer goes after paying.</summary>
    public required Uri SuccessUrl { get; init; }

    /// <summary>Where the customer goes after giving up; a provider that has but one address takes the other.</summary>
    public required Uri CancelUrl { get; init; }

    /// <summary>The provider's id of the customer, if there is one.</summary>
    public string? ProviderCustomer { get; init; }

    /// <summary>The customer's e-mail; some providers need it.</summary>
    public string? Email { get; init; }

    /// <summary>When the page closes. Providers bound it: Stripe 30 minutes to 24 hours from now.</summary>
    public Instant? ExpiresAt { get; init; }

    internal string Key => IdempotencyKey ?? Session;

    internal IEnumerable<KeyValuePair<string, string>> Metadata =>
        [new(SessionKey, Session), new(CustomerKey, Customer)];
}

/// <summary>A page where a customer pays.</summary>
/// <param name="Id">The provider's id of it, by which it is asked for.</param>
/// <param name="Url">Where to send the customer.</param>
public sealed record Checkout(string Id, Uri Url);
