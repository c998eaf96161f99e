namespace Tollgate.Server;

/// <summary>An HTTP status that is an error, with its stable code and the title that goes with it.</summary>
internal sealed record Status(int Number, string Code, string Title);

/// <summary>Every HTTP status this server answers with, and what leads to it.</summary>
internal static class Statuses
{
    public const int Ok = StatusCodes.Status200OK;
    public const int Created = StatusCodes.Status201Created;

    public static Status Malformed { get; } = new(400, "malformed", "The request is not of the shape asked for.");
    public static Status Invalid { get; } = new(400, "invalid", "A field's value is not allowed.");
    public static Status IdempotencyKeyRequired { get; } =
        new(400, "idempotency_key_required", "What moves money is asked for with an Idempotency-Key.");
    public static Status TooManyGroups { get; } =
        new(400, "too_many_groups", "There are more than 10,000 groups: ask for a shorter time, or by less.");
    public static Status Unauthenticated { get; } = new(401, "unauthenticated", "A valid API key is needed.");
    public static Status BadSignature { get; } =
        new(401, "bad_signature", "The message is not signed by the provider, or not now.");
    public static Status InsufficientScope { get; } = new(403, "insufficient_scope", "The API key may not do this.");
    public static Status NotFound { get; } = new(404, "not_found", "There is nothing here.");
    public static Status FeatureNotFound { get; } = new(404, "feature_not_found", "There is no such feature.");
    public static Status PlanNotFound { get; } = new(404, "plan_not_found", "There is no such plan.");
    public static Status RateCardNotFound { get; } = new(404, "rate_card_not_found", "There is no such rate card.");
    public static Status NamespaceNotFound { get; } = new(404, "namespace_not_found", "There is no such namespace.");
    public static Status WebhookEventNotFound { get; } =
        new(404, "webhook_event_not_found", "There is no such event of a provider.");
    public static Status MethodNotAllowed { get; } = new(405, "method_not_allowed", "This cannot be done here.");
    public static Status Timeout { get; } = new(408, "request_timeout", "The request came too slowly.");
    public static Status TooLarge { get; } = new(413, "too_large", "The request is too large.");
    public static Status UnsupportedMediaType { get; } =
        new(415, "unsupported_media_type", "This kind of content is not read here.");
    public static Status RateLimited { get; } = new(429, "rate_limited", "The API key has made too many requests.");
    public static Status ProviderFailed { get; } =
        new(502, "provider_failed", "The payment provider did not do it, or did not answer.");
    public static Status Internal { get; } = new(500, "internal_error", "The server has failed.");

    static readonly Status[] ByNumber =
        [Malformed, NotFound, MethodNotAllowed, Timeout, TooLarge, UnsupportedMediaType];

    /// <summary>What a thing is answered with that was put: new or not.</summary>
    public static int Of<T>(Put<T> put) where T : class => put.Created ? Created : Ok;

    /// <summary>What a rejection is answered with.</summary>
    public static Status Of(Rejection rejection) => rejection switch
    {
        Rejection.Invalid => Invalid,
        Rejection.Unauthenticated => Unauthenticated,
        Rejection.InsufficientScope => InsufficientScope,
        Rejection.CustomerNotFound => Missing("customer_not_found", "There is no such customer."),
        Rejection.NamespaceNotFound => NamespaceNotFound,
        Rejection.BoostNotFound => Missing("boost_not_found", "There is no such boost."),
        Rejection.SubscriptionNotFound => Missing("subscription_not_found", "There is no such subscription."),
        Rejection.ScheduledChangeNotFound =>
            Missing("scheduled_change_not_found", "There is no such scheduled change."),
        Rejection.ApiKeyNotFound => Missing("api_key_not_found", "There is no such API key."),
        Rejection.ReservationNotFound => Missing("reservation_not_found", "There is no such reservation."),
        Rejection.EventNotFound => Missing("event_not_found", "There is no such recorded use."),
        Rejection.ReservationExpired => Conflict("reservation_expired"),
        Rejection.ReservationClosed => Conflict("reservation_closed"),
        Rejection.NotReversible => Conflict("not_reversible"),
        Rejection.ApiKeyEnded => Conflict("api_key_ended"),
        Rejection.TooManyApiKeys => Conflict("too_many_api_keys"),
        Rejection.ExternalIdConflict => Conflict("external_id_conflict"),
        Rejection.SubscriptionExists => Conflict("subscription_exists"),
        Rejection.TooManySubscriptions => Conflict("too_many_subscriptions"),
        Rejection.TooManyNamespaces => Conflict("too_many_namespaces"),
        Rejection.TooManyBoosts => Conflict("too_many_boosts"),
        Rejection.BoostEnded => Conflict("boost_ended"),
        Rejection.SubscriptionEnded => Conflict("subscription_ended"),
        Rejection.FeatureInUse => Conflict("feature_in_use"),
        Rejection.CatalogFull => Conflict("catalog_full"),
        Rejection.PlanKindFixed => Conflict("plan_kind_fixed"),
        Rejection.WebhookEndpointNotFound =>
            Missing("webhook_endpoint_not_found", "There is no such webhook endpoint."),
        Rejection.TooManyWebhookEndpoints => Conflict("too_many_webhook_endpoints"),
        Rejection.WebhookEndpointDisabled => Conflict("webhook_endpoint_disabled"),
        Rejection.DeliveryNotFound => Missing("delivery_not_found", "There is no such delivery."),
        Rejection.FeatureNotFound => FeatureNotFound,
        Rejection.PlanNotFound => PlanNotFound,
        Rejection.FeatureArchived => Conflict("feature_archived"),
        Rejection.PlanArchived => Conflict("plan_archived"),
        Rejection.WalletNotFound => Missing("wallet_not_found", "There is no such wallet."),
        Rejection.TooManyWallets => Conflict("too_many_wallets"),
        Rejection.TooManyGrants => Conflict("too_many_grants"),
        Rejection.RateCardCurrencyFixed => Conflict("rate_card_currency_fixed"),
        Rejection.BudgetNotFound => Missing("budget_not_found", "There is no such budget."),
        Rejection.TooManyInvoices => Conflict("too_many_invoices"),
        Rejection.PaymentPastDue => Conflict("payment_past_due"),
        Rejection.DowngradeNotAllowed => Conflict("downgrade_not_allowed"),
        Rejection.DiscountNotFound => Missing("discount_not_found", "There is no such discount."),
        Rejection.DiscountFixed => Conflict("discount_fixed"),
        Rejection.DiscountOver => Conflict("discount_over"),
        Rejection.DiscountUsedUp => Conflict("discount_used_up"),
        Rejection.TooManyBudgets => Conflict("too_many_budgets"),
        Rejection.PaymentNotFound => Missing("payment_not_found", "There is no such payment."),
        Rejection.DisputeClosed => Conflict("dispute_closed"),
        Rejection.TooManyDisputes => Conflict("too_many_disputes"),
        Rejection.WithdrawalNotFound => Missing("withdrawal_not_found", "There is no such withdrawal."),
        Rejection.WithdrawalClosed => Conflict("withdrawal_closed"),
        Rejection.WithdrawalNotApproved => Conflict("withdrawal_not_approved"),
        Rejection.PayoutUnderWay => Conflict("payout_under_way"),
        Rejection.SameActor => Conflict("same_actor"),
        Rejection.CreditInsufficient => Conflict("credit_insufficient"),
        Rejection.ReconciliationOverlaps => Conflict("reconciliation_overlaps"),
        Rejection.PropertiesErased => Conflict("properties_erased"),
        Rejection.CustomerSuspended => new Status(403, "customer_suspended", "The customer is suspended."),
        Rejection.PaymentSessionNotFound => Missing("payment_session_not_found", "There is no such payment session."),
        Rejection.UsageReportNotFound =>
            Missing("usage_report_not_found", "There is no such usage report."),
        Rejection.UsageReportTaken => Conflict("usage_report_taken"),
        Rejection.UsageReportClosed => Conflict("usage_report_closed"),
        Rejection.PaymentSessionClosed => Conflict("payment_session_closed"),
        Rejection.PaymentUnderWay => Conflict("payment_under_way"),
        Rejection.IdempotencyKeyReused =>
            new Status(422, "idempotency_key_reused", "The Idempotency-Key belongs to another request."),
        _ => throw new ArgumentOutOfRangeException(nameof(rejection)),
    };

    /// <summary>What a request is answered with that was not decided.</summary>
    public static Status Of(Unavailability why) => why switch
    {
        Unavailability.Overloaded => Unavailable("overloaded", "The server takes no more requests at the moment."),
        Unavailability.CustomerBusy => Unavailable("customer_busy", "The customer is held by another operation."),
        Unavailability.DatabaseUnavailable => Unavailable("database_unavailable", "The database cannot be reached."),
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    /// <summary>What stands behind a bare status of the web server.</summary>
    public static Status Of(int number) => Array.Find(ByNumber, status => status.Number == number) ?? Malformed;

    static Status Missing(string code, string title) => new(404, code, title);

    static Status Conflict(string code) => new(409, code, "Things as they stand do not allow it.");

    static Status Unavailable(string code, string title) => new(503, code, title);
}
