using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/reservations</c>: sets a quantity aside for a use whose size is not known yet.</summary>
public sealed record ReservationRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <inheritdoc cref="UsageRequest.Feature"/>
    public required string Feature { get; init; }

    /// <summary>
    /// The most that the use will be; above 0 and at most 10^15, with at most the feature's decimal places.
    /// </summary>
    public required decimal Quantity { get; init; }

    /// <summary>For how long, in seconds, 1 to 86,400. 300 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TtlSeconds { get; init; }

    /// <inheritdoc cref="UsageRequest.Namespace"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>
    /// Shares one space with the ids of events, and becomes that of its use; made unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <inheritdoc cref="UsageRequest.Properties"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary><c>POST /v1/reservations/{id}/settle</c>: what was really used.</summary>
public sealed record SettleRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <summary>At most 10^15. Less frees the rest, more is recorded as a fact, 0 releases.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Those of the use; those of the reservation unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary><c>POST /v1/reservations/{id}/release</c>: nothing was used.</summary>
public sealed record ReleaseRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }
}

/// <summary><c>PUT /v1/gauges/{feature}</c>: sets a level.</summary>
public sealed record GaugeRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <inheritdoc cref="UsageRequest.Namespace"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>The level from now on, 0 to 10^15, with at most the feature's decimal places.</summary>
    public required decimal Value { get; init; }
}

/// <summary><c>POST /v1/usage/{id}/reverse</c>: gives a recorded use back.</summary>
public sealed record ReverseRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A use that was given back.</summary>
public sealed record Reversal
{
    /// <summary>The event's id.</summary>
    public required string Id { get; init; }

    /// <summary>Always true.</summary>
    public required bool Reversed { get; init; }

    /// <summary>What was given back to the wallet; null: it was not charged.</summary>
    public Money? Refund { get; init; }

    /// <summary>Whether it had been given back before.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Whose it was.</summary>
    public required string Customer { get; init; }

    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>What was given back, in the feature's units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The number of the reversal in the customer's sequence.</summary>
    public required long Sequence { get; init; }
}
