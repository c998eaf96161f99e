using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>Whether a use may be refused.</summary>
[JsonConverter(typeof(WireEnumConverter<UsageMode>))]
public enum UsageMode
{
    /// <summary>It may; the default.</summary>
    Enforce,

    /// <summary>
    /// It has already happened: recorded whatever stands against it, which <see cref="Decision.Flags"/> then lists.
    /// </summary>
    Record,
}

/// <summary><c>POST /v1/check</c>: would this use be allowed? Nothing is recorded.</summary>
public sealed record CheckRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <inheritdoc cref="UsageRequest.Feature"/>
    public required string Feature { get; init; }

    /// <inheritdoc cref="UsageRequest.Quantity"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Quantity { get; init; }

    /// <inheritdoc cref="UsageRequest.Namespace"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <inheritdoc cref="UsageRequest.At"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <inheritdoc cref="UsageRequest.Properties"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary><c>POST /v1/check/batch</c>: each check is answered as things stand, as if it were alone.</summary>
public sealed record CheckBatchRequest
{
    /// <summary>1 to 10,000, of one customer or several.</summary>
    public required IReadOnlyList<CheckRequest> Checks { get; init; }
}

/// <summary>The answer to a batch of checks.</summary>
public sealed record CheckBatchResult
{
    /// <summary>One for each check, in the order they were sent.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }
}

/// <summary><c>POST /v1/usage</c>, and one event of a batch.</summary>
public sealed record UsageRequest
{
    /// <summary>The customer's id, 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Customer { get; init; }

    /// <summary>The feature's code, of the same form.</summary>
    public required string Feature { get; init; }

    /// <summary>
    /// Above 0, of a gauge a rise or a fall; at most 10^15, with at most the feature's decimal places. 1 unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Quantity { get; init; }

    /// <summary>The part of the customer that uses; the customer itself unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>
    /// Counts once per customer, for ever; of the customer's form, made unless given. Other content under a known id is
    /// refused with <c>id_conflict</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>
    /// When it happened; chooses windows only. Now unless given; not older than the late limit, not over 5 minutes
    /// ahead.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>Who did it, for the record; at most 128 characters, and not beginning with <c>sha256:</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    /// <summary>Part of the event's content; at most 16,384 characters of JSON. Empty unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Properties { get; init; }

    /// <summary>
    /// Kept beside the event, no part of its content; at most 16,384 characters of JSON. Empty unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Enforce unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsageMode? Mode { get; init; }
}

/// <summary><c>POST /v1/usage/batch</c>: one transaction, decided in order.</summary>
public sealed record UsageBatchRequest
{
    /// <summary>1 to 10,000, of one customer or several.</summary>
    public required IReadOnlyList<UsageRequest> Events { get; init; }

    /// <summary>All or none. False unless given: each event has its own decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Atomic { get; init; }

    /// <summary>
    /// Lifts the late limit, for history from elsewhere; needs the scope <c>admin</c>. False unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Backfill { get; init; }
}

/// <summary>The answer to a batch.</summary>
public sealed record UsageBatchResult
{
    /// <summary>How many were recorded now.</summary>
    public required int Accepted { get; init; }

    /// <summary>How many were refused.</summary>
    public required int Refused { get; init; }

    /// <summary>How many had been recorded before.</summary>
    public required int Replayed { get; init; }

    /// <summary>One for each event, in the order they were sent.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }
}
