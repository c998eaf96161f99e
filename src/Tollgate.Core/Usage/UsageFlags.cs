namespace Tollgate.Core.Usage;

/// <summary>What is worth saying of a use that was recorded. Stored with the event; the numbers never change.</summary>
[Flags]
public enum UsageFlags : short
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Part of it is past a limit.</summary>
    Overage = 1,
    /// <summary>That part is to be billed.</summary>
    Billable = 2,
    /// <summary>The customer was suspended, and the use was recorded as a fact.</summary>
    CustomerSuspended = 8,
    /// <summary>An invoice for what was used was unpaid, and the use was recorded as a fact.</summary>
    PaymentBlocked = 16,
    /// <summary>No subscription was active, and the use was recorded as a fact.</summary>
    SubscriptionInactive = 32,
    /// <summary>Nothing included the feature, and the use was recorded as a fact.</summary>
    NotIncluded = 64,
    /// <summary>A gauge fell below zero, and the use was recorded as a fact.</summary>
    BelowZero = 128,
    /// <summary>A limit was passed, and the use was recorded as a fact.</summary>
    LimitExceeded = 256,
    /// <summary>Nobody knew what it costs, and the use was recorded as a fact and not charged.</summary>
    PriceUnknown = 512,
    /// <summary>A budget that denies was passed, and the use was recorded as a fact.</summary>
    BudgetExceeded = 1024,
    /// <summary>
    /// The wallet could not pay, and the use was recorded as a fact: charged below zero, or where there is no wallet
    /// not at all.
    /// </summary>
    CreditInsufficient = 2048,
}
