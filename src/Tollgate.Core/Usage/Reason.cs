namespace Tollgate.Core.Usage;

/// <summary>
/// Why a use is refused, in order of precedence: the first that applies is the answer. The numbers are stored with
/// recorded decisions and never change.
/// </summary>
public enum Reason : byte
{
    /// <summary>It is allowed.</summary>
    None = 0,
    /// <summary>The event id was used before with other content.</summary>
    IdConflict = 1,
    /// <summary>There is no such customer.</summary>
    CustomerUnknown = 2,
    /// <summary>There is no such namespace.</summary>
    NamespaceUnknown = 3,
    /// <summary>There is no such feature.</summary>
    FeatureUnknown = 4,
    /// <summary>Older than the late limit, or more than five minutes ahead.</summary>
    AtOutOfRange = 5,
    /// <summary>An operator suspended the customer.</summary>
    CustomerSuspended = 6,
    /// <summary>An invoice for what was used is unpaid.</summary>
    PaymentBlocked = 7,
    /// <summary>Nothing active includes the feature, but a subscription that no later base replaced would.</summary>
    SubscriptionInactive = 8,
    /// <summary>No plan or boost includes the feature.</summary>
    NotIncluded = 9,
    /// <summary>A gauge would fall below zero.</summary>
    BelowZero = 10,
    /// <summary>A limit would be passed.</summary>
    LimitExceeded = 11,
    /// <summary>It would be charged, and nobody knows what it costs.</summary>
    PriceUnknown = 12,
    /// <summary>A budget that denies would be passed.</summary>
    BudgetExceeded = 13,
    /// <summary>The part to be charged is more than the wallet has available, or there is no such wallet.</summary>
    CreditInsufficient = 14,
    /// <summary>It would be allowed, but another event of its atomic batch is not.</summary>
    BatchRefused = 15,
}
