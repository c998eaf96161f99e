using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/payment-sessions</c>.</summary>
public sealed record PaymentSessionRequest
{
    /// <summary>Who pays.</summary>
    public required string Customer { get; init; }

    /// <summary>What for.</summary>
    public required PaymentPurpose Purpose { get; init; }

    /// <summary>The provider to try first: one that the server has; null: its first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provider { get; init; }

    /// <summary>Where the customer goes after paying: http or https, at most 2,048 characters.</summary>
    public required string ReturnUrl { get; init; }
}

/// <summary>What a payment is for: a plan, or credit.</summary>
public sealed record PaymentPurpose
{
    /// <summary>The plan's code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }

    /// <summary>How long the plan is paid for: <c>month</c> unless set, or <c>year</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PricePer? Per { get; init; }

    /// <summary>What to put into the wallet of its currency.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? TopUp { get; init; }
}

/// <summary><c>POST /v1/payment-sessions/{id}/resolve</c>.</summary>
public sealed record ResolveRequest
{
    /// <summary>What is to become of it.</summary>
    public required ResolveAction Action { get; init; }

    /// <summary>Why, for people; at most 500 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>What is to become of a session with a problem.</summary>
[JsonConverter(typeof(WireEnumConverter<ResolveAction>))]
public enum ResolveAction
{
    /// <summary>What was collected is taken for what was asked.</summary>
    Accept,

    /// <summary>It failed.</summary>
    GiveUp,
}

/// <summary>One attempt to collect money through a provider.</summary>
public sealed record PaymentSession
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Who pays.</summary>
    public required string Customer { get; init; }

    /// <summary>
    /// <c>pending</c>, <c>redirected</c>, <c>processing</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>,
    /// <c>expired</c> or <c>refunded</c>. A success may still come after the three ends without money.
    /// </summary>
    public required string Status { get; init; }

    /// <inheritdoc cref="PaymentSessionRequest.Purpose"/>
    public required PaymentPurpose Purpose { get; init; }

    /// <summary>What is asked for.</summary>
    public required Money Amount { get; init; }

    /// <summary>Whom it is tried with, or was last.</summary>
    public required string Provider { get; init; }

    /// <summary>Where the customer pays; null: there is no page.</summary>
    public string? CheckoutUrl { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public string? Payment { get; init; }

    /// <summary>What the provider collected.</summary>
    public Money? Collected { get; init; }

    /// <summary>
    /// What an operator has to look at: <c>amount_mismatch</c>, <c>fulfilment_refused</c> or <c>paid_twice</c>.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>The providers that could not open it.</summary>
    public required IReadOnlyList<PaymentAttempt> Attempts { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be paid.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A provider that could not open a session.</summary>
public sealed record PaymentAttempt
{
    /// <summary>Its name.</summary>
    public required string Provider { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
