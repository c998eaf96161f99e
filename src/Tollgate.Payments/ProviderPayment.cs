namespace Tollgate.Payments;

/// <summary>How a payment stands, as its provider says.</summary>
/// <param name="Status">Where it is.</param>
public sealed record ProviderPayment(ProviderPaymentStatus Status)
{
    /// <summary>What was collected, in the currency it was collected in; null where nothing was.</summary>
    public CurrencyAmount? Collected { get; init; }

    /// <summary>What was returned of it so far, in the same currency. Disputes are told by events.</summary>
    public Amount Refunded { get; init; }

    /// <summary>The provider's id of the payment, by which refunds and disputes name it.</summary>
    public string? Payment { get; init; }

    /// <summary>The provider's id of the checkout, where it came by one.</summary>
    public string? Checkout { get; init; }

    /// <summary>Tollgate's session, as the provider was told.</summary>
    public string? Session { get; init; }

    /// <summary>The provider's id of the customer.</summary>
    public string? Customer { get; init; }

    /// <summary>The provider's id of the subscription that it began.</summary>
    public string? Subscription { get; init; }
}

/// <summary>Where a payment is.</summary>
public enum ProviderPaymentStatus
{
    /// <summary>It may still be paid, and nothing was tried that is not over.</summary>
    Open,
    /// <summary>It was tried; whether it comes is not known yet.</summary>
    Processing,
    /// <summary>It was collected, or there was nothing to collect.</summary>
    Succeeded,
    /// <summary>The last try failed.</summary>
    Failed,
    /// <summary>It was called off.</summary>
    Cancelled,
    /// <summary>Its page has closed unpaid.</summary>
    Expired,
    /// <summary>It was collected and returned, whole.</summary>
    Refunded,
}
