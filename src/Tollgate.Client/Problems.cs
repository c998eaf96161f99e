using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>An error, as <c>application/problem+json</c> (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>A URI of the kind of error; <c>about:blank</c> for none.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The kind of error, for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>This error, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>Stable, for programs: one of <see cref="ProblemCodes"/>. The set may grow.</summary>
    public required string Code { get; init; }

    /// <summary>As in <c>X-Request-Id</c>.</summary>
    public string? RequestId { get; init; }

    /// <summary>One for each bad field of the input; left out where the error is no field's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }
}

/// <summary>What is wrong with one field.</summary>
public sealed record FieldError
{
    /// <summary>Its path, as <c>events[1].quantity</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>For people.</summary>
    public string? Detail { get; init; }
}

/// <summary>The codes of <see cref="Problem"/> that a caller may want to tell apart.</summary>
public static class ProblemCodes
{
    /// <summary>400: not JSON, or not of the shape asked for.</summary>
    public const string Malformed = "malformed";

    /// <summary>400: a field's value is not allowed.</summary>
    public const string Invalid = "invalid";

    /// <summary>400: a summary would have more than 10,000 groups.</summary>
    public const string TooManyGroups = "too_many_groups";

    /// <summary>401: no key, or one that does not hold.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>403: the key lacks the scope.</summary>
    public const string InsufficientScope = "insufficient_scope";

    /// <summary>404: no such path.</summary>
    public const string NotFound = "not_found";

    /// <summary>404.</summary>
    public const string CustomerNotFound = "customer_not_found";

    /// <summary>404.</summary>
    public const string FeatureNotFound = "feature_not_found";

    /// <summary>404.</summary>
    public const string PlanNotFound = "plan_not_found";

    /// <summary>404.</summary>
    public const string SubscriptionNotFound = "subscription_not_found";

    /// <summary>404.</summary>
    public const string BoostNotFound = "boost_not_found";

    /// <summary>404.</summary>
    public const string ReservationNotFound = "reservation_not_found";

    /// <summary>404: no such recorded use.</summary>
    public const string EventNotFound = "event_not_found";

    /// <summary>404: no such scheduled change, or it has taken effect.</summary>
    public const string ScheduledChangeNotFound = "scheduled_change_not_found";

    /// <summary>404.</summary>
    public const string ApiKeyNotFound = "api_key_not_found";

    /// <summary>404.</summary>
    public const string WebhookEndpointNotFound = "webhook_endpoint_not_found";

    /// <summary>404.</summary>
    public const string DeliveryNotFound = "delivery_not_found";

    /// <summary>404.</summary>
    public const string BudgetNotFound = "budget_not_found";

    /// <summary>404.</summary>
    public const string NamespaceNotFound = "namespace_not_found";

    /// <summary>405: the path is right, the method is not.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>408: the body did not come in time. Tried again.</summary>
    public const string RequestTimeout = "request_timeout";

    /// <summary>409: the reservation's time is over.</summary>
    public const string ReservationExpired = "reservation_expired";

    /// <summary>409: the reservation has ended otherwise.</summary>
    public const string ReservationClosed = "reservation_closed";

    /// <summary>409: a gauge is set, raised or lowered again, not reversed.</summary>
    public const string NotReversible = "not_reversible";

    /// <summary>409: the customer has as many budgets as it can have.</summary>
    public const string TooManyBudgets = "too_many_budgets";

    /// <summary>409: a customer has at most 100 unpaid invoices.</summary>
    public const string TooManyInvoices = "too_many_invoices";

    /// <summary>409: the settings name the plans to which a customer may go down, and this is none.</summary>
    public const string DowngradeNotAllowed = "downgrade_not_allowed";

    /// <summary>409: an invoice for a plan is unpaid, which only its payment ends.</summary>
    public const string PaymentPastDue = "payment_past_due";

    /// <summary>409: the boost is over.</summary>
    public const string BoostEnded = "boost_ended";

    /// <summary>409: the external id was used before with other content.</summary>
    public const string ExternalIdConflict = "external_id_conflict";

    /// <summary>409: a second add-on of a plan that is not stackable.</summary>
    public const string SubscriptionExists = "subscription_exists";

    /// <summary>409: the customer has as many subscriptions as it can have.</summary>
    public const string TooManySubscriptions = "too_many_subscriptions";

    /// <summary>409: the subscription is over.</summary>
    public const string SubscriptionEnded = "subscription_ended";

    /// <summary>409: type and scale of a feature never change.</summary>
    public const string FeatureInUse = "feature_in_use";

    /// <summary>409: the feature is archived, and does not change any more.</summary>
    public const string FeatureArchived = "feature_archived";

    /// <summary>409: the plan is archived: it takes no new subscriptions, and no new versions.</summary>
    public const string PlanArchived = "plan_archived";

    /// <summary>409: the kind of a plan never changes.</summary>
    public const string PlanKindFixed = "plan_kind_fixed";

    /// <summary>409: there are as many webhook endpoints as there can be.</summary>
    public const string TooManyWebhookEndpoints = "too_many_webhook_endpoints";

    /// <summary>409: the webhook endpoint is disabled.</summary>
    public const string WebhookEndpointDisabled = "webhook_endpoint_disabled";

    /// <summary>409: the state does not allow it.</summary>
    public const string Conflict = "conflict";

    /// <summary>409: the first request with this key still runs. Tried again.</summary>
    public const string IdempotencyKeyInUse = "idempotency_key_in_use";

    /// <summary>413: the body. A list that is too long is <see cref="Invalid"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>415: the body is not of a kind that is read.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>422: this key was used for another request.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>429, with <c>Retry-After</c>. Tried again.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>500: a defect; the server's log has it under the request's id.</summary>
    public const string Internal = "internal_error";

    /// <summary>503: queues are full. Tried again.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>503: the customer's lock is held elsewhere. Tried again.</summary>
    public const string CustomerBusy = "customer_busy";

    /// <summary>503. Tried again.</summary>
    public const string DatabaseUnavailable = "database_unavailable";
}
