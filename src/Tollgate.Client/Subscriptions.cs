using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/customers/{id}/subscriptions</c>. A base plan replaces the one before it.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>A plan's code.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan's latest unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    /// <summary>The part of the customer whose own it is; the customer's unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>Seats, which multiply the price and no limit; the fewest that the plan allows unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Quantity { get; init; }

    /// <summary>Now unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Open-ended unless given. Exclusive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>After the plan's days of trial unless given. Exclusive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? TrialEndsAt { get; init; }

    /// <summary>
    /// From which every cycle is computed: that of the last base subscription, else <see cref="StartsAt"/>, unless
    /// given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>What holds in place of the plan's; nothing unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Overrides? Overrides { get; init; }

    /// <summary>Unique per customer, for ever: the same again gives the first, other content is 409.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }

    /// <summary>Kept and given back, never read. Empty unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>What payment providers call it, one id of each: <c>{"stripe": "sub_1"}</c>. None unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Providers { get; init; }
}

/// <summary><c>POST /v1/subscriptions/{sid}/cancel</c>.</summary>
public sealed record CancelRequest
{
    /// <summary><c>now</c>, at once.</summary>
    public const string Now = "now";

    /// <summary><c>period_end</c>, at the end of the current cycle.</summary>
    public const string PeriodEnd = "period_end";

    /// <summary>
    /// <see cref="Now"/>, <see cref="PeriodEnd"/>, or a time as <see cref="WireTime.Write"/> gives it. Now unless
    /// given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? At { get; init; }
}

/// <summary>A subscription as the server holds it.</summary>
public sealed record Subscription
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <summary>Null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>The plan's code.</summary>
    public required string Plan { get; init; }

    /// <summary>The version of the plan it keeps.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// <c>canceled</c>, <c>expired</c>, <c>scheduled</c>, <c>paused</c>, <c>trialing</c>, <c>past_due</c> or
    /// <c>active</c>; the last three give access.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Inclusive.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Exclusive; null for no end.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Exclusive; null for no trial.</summary>
    public DateTimeOffset? TrialEndsAt { get; init; }

    /// <summary>From which every cycle is computed.</summary>
    public required DateTimeOffset Anchor { get; init; }

    /// <summary>When a cancellation takes effect; null for none.</summary>
    public DateTimeOffset? CancelAt { get; init; }

    /// <summary>The current cycle; null for an add-on, and where it has not begun or has ended.</summary>
    public Period? Period { get; init; }

    /// <summary>As it was given.</summary>
    public string? ExternalId { get; init; }

    /// <summary>As it was given; empty if it was not.</summary>
    public required Dictionary<string, JsonElement> Metadata { get; init; }

    /// <summary>What payment providers call it; empty where none does.</summary>
    public required IReadOnlyDictionary<string, string> Providers { get; init; }

    /// <summary>Seats.</summary>
    public required int Quantity { get; init; }

    /// <summary>Since when it is paused; null: it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it was recorded as paid; null: it was not.</summary>
    public DateTimeOffset? ActivatedAt { get; init; }

    /// <summary>Since when an invoice for it is unpaid; null: none is.</summary>
    public DateTimeOffset? PastDueAt { get; init; }

    /// <summary>What holds in place of the plan's; null: nothing.</summary>
    public Overrides? Overrides { get; init; }

    /// <summary>The plan it is to change to; null: none.</summary>
    public NextPlan? NextPlan { get; init; }
}

/// <summary>A half-open stretch of time.</summary>
public sealed record Period
{
    /// <summary>Inclusive.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset EndsAt { get; init; }
}
