namespace Tollgate.Payments.Facts;

/// <summary>A checkout went on. How much came is to be asked: a message is a reason to look.</summary>
public sealed record CheckoutFact : ProviderFact
{
    /// <summary>What happened to it.</summary>
    public required CheckoutStep Step { get; init; }

    /// <summary>Whether nothing is left to be paid: collected, or there was nothing to collect.</summary>
    public required bool Paid { get; init; }

    /// <summary>What it comes to; of one that is paid, what was collected by the message's word.</summary>
    public CurrencyAmount? Total { get; init; }

    /// <summary>The reference it was opened with: Tollgate's session.</summary>
    public string? Reference { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public string? Payment { get; init; }

    /// <summary>The provider's id of the subscription that it began.</summary>
    public string? Subscription { get; init; }

    /// <summary>The provider's id of its first invoice.</summary>
    public string? Invoice { get; init; }
}

/// <summary>What happened to a checkout.</summary>
public enum CheckoutStep
{
    /// <summary>The customer went through it; some ways of paying take days from here.</summary>
    Completed,
    /// <summary>A payment that took its time has come.</summary>
    AsyncSucceeded,
    /// <summary>A payment failed.</summary>
    AsyncFailed,
    /// <summary>It closed unpaid.</summary>
    Expired,
}
