namespace Tollgate.Core;

/// <summary>Why a command could not be carried out. The wire name of each is its snake_case form.</summary>
public enum Rejection
{
    /// <summary>A field is malformed or names something that does not exist.</summary>
    Invalid,
    /// <summary>No key, or one that is unknown, expired or revoked.</summary>
    Unauthenticated,
    /// <summary>The key lacks the scope.</summary>
    InsufficientScope,
    /// <summary>No such customer.</summary>
    CustomerNotFound,
    /// <summary>No such namespace.</summary>
    NamespaceNotFound,
    /// <summary>No such boost.</summary>
    BoostNotFound,
    /// <summary>No such subscription.</summary>
    SubscriptionNotFound,
    /// <summary>No such API key.</summary>
    ApiKeyNotFound,
    /// <summary>No such reservation.</summary>
    ReservationNotFound,
    /// <summary>No such recorded use.</summary>
    EventNotFound,
    /// <summary>The reservation's time is over.</summary>
    ReservationExpired,
    /// <summary>The reservation has ended otherwise.</summary>
    ReservationClosed,
    /// <summary>A use of a gauge is not reversed.</summary>
    NotReversible,
    /// <summary>The API key has expired or was revoked.</summary>
    ApiKeyEnded,
    /// <summary>The account has as many live API keys as it can have.</summary>
    TooManyApiKeys,
    /// <summary>The external id was used before with other content.</summary>
    ExternalIdConflict,
    /// <summary>A second add-on of a plan that is not stackable.</summary>
    SubscriptionExists,
    /// <summary>The customer has as many subscriptions as it can have.</summary>
    TooManySubscriptions,
    /// <summary>The customer has as many namespaces as it can have.</summary>
    TooManyNamespaces,
    /// <summary>The customer has as many boosts as it can have.</summary>
    TooManyBoosts,
    /// <summary>The boost is over.</summary>
    BoostEnded,
    /// <summary>The subscription is over.</summary>
    SubscriptionEnded,
    /// <summary>Type and scale of a feature cannot change.</summary>
    FeatureInUse,
    /// <summary>The catalogue has as many features or plan versions as it can have.</summary>
    CatalogFull,
    /// <summary>The kind of a plan cannot change between versions.</summary>
    PlanKindFixed,
    /// <summary>No such webhook endpoint.</summary>
    WebhookEndpointNotFound,
    /// <summary>There are as many webhook endpoints as there can be.</summary>
    TooManyWebhookEndpoints,
    /// <summary>The webhook endpoint is disabled.</summary>
    WebhookEndpointDisabled,
    /// <summary>No such delivery.</summary>
    DeliveryNotFound,
    /// <summary>The Idempotency-Key was used before with another request.</summary>
    IdempotencyKeyReused,
    /// <summary>No such scheduled change, or it has taken effect.</summary>
    ScheduledChangeNotFound,
    /// <summary>No such feature.</summary>
    FeatureNotFound,
    /// <summary>No such plan.</summary>
    PlanNotFound,
    /// <summary>The feature is archived, and does not change any more.</summary>
    FeatureArchived,
    /// <summary>The plan is archived: it takes no new subscriptions, and no new versions.</summary>
    PlanArchived,
    /// <summary>No such wallet.</summary>
    WalletNotFound,
    /// <summary>The customer has as many wallets as it can have.</summary>
    TooManyWallets,
    /// <summary>The customer has as many live credit grants as it can have.</summary>
    TooManyGrants,
    /// <summary>The currency of a rate card cannot change between versions.</summary>
    RateCardCurrencyFixed,
    /// <summary>No such budget.</summary>
    BudgetNotFound,
    /// <summary>The customer has as many budgets as it can have.</summary>
    TooManyBudgets,
    /// <summary>No credit of the wallet was paid for by that payment.</summary>
    PaymentNotFound,
    /// <summary>The dispute was decided otherwise.</summary>
    DisputeClosed,
    /// <summary>The payment has as many disputes as it can have.</summary>
    TooManyDisputes,
    /// <summary>No such withdrawal.</summary>
    WithdrawalNotFound,
    /// <summary>The withdrawal has ended otherwise.</summary>
    WithdrawalClosed,
    /// <summary>The withdrawal is not approved.</summary>
    WithdrawalNotApproved,
    /// <summary>The withdrawal is being paid out.</summary>
    PayoutUnderWay,
    /// <summary>Whoever asked for a withdrawal does not approve it.</summary>
    SameActor,
    /// <summary>So much is not in the wallet, or it is held.</summary>
    CreditInsufficient,
    /// <summary>Differences were posted for another match or period that may hold the same uses.</summary>
    ReconciliationOverlaps,
    /// <summary>What a match goes by was erased.</summary>
    PropertiesErased,
    /// <summary>An operator suspended the customer.</summary>
    CustomerSuspended,
    /// <summary>The customer has as many unpaid invoices as are kept.</summary>
    TooManyInvoices,
    /// <summary>An invoice for a plan is unpaid, which only its payment ends.</summary>
    PaymentPastDue,
    /// <summary>No such payment session.</summary>
    PaymentSessionNotFound,
    /// <summary>The payment session has ended, or has no problem to resolve.</summary>
    PaymentSessionClosed,
    /// <summary>The payment session is being paid, or waits to be resolved.</summary>
    PaymentUnderWay,
    /// <summary>The plan is less than the one before, and none of those to which a customer may go down.</summary>
    DowngradeNotAllowed,
    /// <summary>No such discount.</summary>
    DiscountNotFound,
    /// <summary>What a discount takes off cannot change.</summary>
    DiscountFixed,
    /// <summary>The discount is archived, or its time is over.</summary>
    DiscountOver,
    /// <summary>The discount was given as often as it may be.</summary>
    DiscountUsedUp,
    /// <summary>No such usage report.</summary>
    UsageReportNotFound,
    /// <summary>Another has begun to report it since.</summary>
    UsageReportTaken,
    /// <summary>The provider has it already.</summary>
    UsageReportClosed,
}
