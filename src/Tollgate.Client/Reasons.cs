namespace Tollgate.Client;

/// <summary>
/// Why a use is refused, in order of precedence: the first that applies is the answer. The set may grow, so treat one
/// that is not listed here as a refusal like any other.
/// </summary>
public static class Reasons
{
    /// <summary>The event id was used before with other content.</summary>
    public const string IdConflict = "id_conflict";

    /// <summary>No such customer.</summary>
    public const string CustomerUnknown = "customer_unknown";

    /// <summary>The customer has no such namespace.</summary>
    public const string NamespaceUnknown = "namespace_unknown";

    /// <summary>No such feature.</summary>
    public const string FeatureUnknown = "feature_unknown";

    /// <summary>Older than the late limit, or more than 5 minutes ahead.</summary>
    public const string AtOutOfRange = "at_out_of_range";

    /// <summary>An operator suspended the customer.</summary>
    public const string CustomerSuspended = "customer_suspended";

    /// <summary>A metered payment failed and has not been made good.</summary>
    public const string PaymentBlocked = "payment_blocked";

    /// <summary>Nothing active includes the feature, but a subscription that is not in effect would.</summary>
    public const string SubscriptionInactive = "subscription_inactive";

    /// <summary>No plan or boost includes the feature.</summary>
    public const string NotIncluded = "not_included";

    /// <summary>A gauge would fall below zero.</summary>
    public const string BelowZero = "below_zero";

    /// <summary>A limit would be passed and overage is denied, or the overage limit is reached.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>It would be charged and the rate card has no price for its properties.</summary>
    public const string PriceUnknown = "price_unknown";

    /// <summary>A budget that denies would be passed.</summary>
    public const string BudgetExceeded = "budget_exceeded";

    /// <summary>The part to be charged is more than the wallet has available.</summary>
    public const string CreditInsufficient = "credit_insufficient";

    /// <summary>It would be allowed, but another event of its atomic batch is not.</summary>
    public const string BatchRefused = "batch_refused";
}
