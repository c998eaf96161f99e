using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What a boost gives.</summary>
[JsonConverter(typeof(WireEnumConverter<BoostType>))]
public enum BoostType
{
    /// <summary>Raises a limit in each window while it is active.</summary>
    AddLimit,

    /// <summary>A one-off quantity, used after the limits.</summary>
    TopUp,

    /// <summary>Turns a switch on.</summary>
    Enable,

    /// <summary>Lifts every limit.</summary>
    Unlimited,
}

/// <summary><c>POST /v1/customers/{id}/boosts</c>.</summary>
public sealed record BoostRequest
{
    /// <summary><c>cycle_end</c>, at the end of the cycle in which it begins.</summary>
    public const string CycleEnd = "cycle_end";

    /// <summary>A feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>What it gives.</summary>
    public required BoostType Type { get; init; }

    /// <summary>Of <c>add_limit</c> and <c>top_up</c>: how much, above 0 and at most 10^15, in its units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Quantity { get; init; }

    /// <summary>
    /// Of <c>add_limit</c>: which limit it raises, see <see cref="PlanLimit.Per"/>; every one unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Per { get; init; }

    /// <summary><see cref="CycleEnd"/>, a time as <see cref="WireTime.Write"/> gives it, or null: for good.</summary>
    public required string? Until { get; init; }

    /// <summary>Now unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The part of the customer whose own it is; the customer's unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>
    /// 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>, unique per customer for ever: the same again gives the first, other
    /// content is 409.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }

    /// <summary>Kept and given back, never read; at most 16,384 characters of JSON. Empty unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Metadata { get; init; }
}

/// <summary>A boost as the server holds it.</summary>
public sealed record Boost
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <summary>Null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <inheritdoc cref="BoostRequest.Type"/>
    public required BoostType Type { get; init; }

    /// <inheritdoc cref="BoostRequest.Quantity"/>
    public decimal? Quantity { get; init; }

    /// <inheritdoc cref="BoostRequest.Per"/>
    public string? Per { get; init; }

    /// <summary><c>scheduled</c>, <c>active</c>, <c>expired</c> or <c>canceled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Inclusive.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Exclusive; null for good.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>As it was given.</summary>
    public string? ExternalId { get; init; }

    /// <summary>As it was given; empty if it was not.</summary>
    public required Dictionary<string, JsonElement> Metadata { get; init; }
}
