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
    /// <summary>Nothing active includes the feature, but a subscription that no later base replaced would.</summary>
    SubscriptionInactive = 8,
    /// <summary>No plan or boost includes the feature.</summary>
    NotIncluded = 9,
    /// <summary>A gauge would fall below zero.</summary>
    BelowZero = 10,
    /// <summary>A limit would be passed.</summary>
    LimitExceeded = 11,
    /// <summary>It would be allowed, but another event of its atomic batch is not.</summary>
    BatchRefused = 15,
}

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
    /// <summary>No subscription was active, and the use was recorded as a fact.</summary>
    SubscriptionInactive = 32,
    /// <summary>Nothing included the feature, and the use was recorded as a fact.</summary>
    NotIncluded = 64,
    /// <summary>A gauge fell below zero, and the use was recorded as a fact.</summary>
    BelowZero = 128,
    /// <summary>A limit was passed, and the use was recorded as a fact.</summary>
    LimitExceeded = 256,
}


/// <summary>Whether a use asks, or states what has already happened.</summary>
public enum UsageMode
{
    /// <summary>It is recorded only if it is allowed.</summary>
    Enforce,
    /// <summary>It is recorded whatever its customer's terms say; flags list what was overridden.</summary>
    Record,
}
