using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/customers/{id}</c>: the whole profile; what is left out takes its default.</summary>
public sealed record CustomerRequest
{
    /// <summary>For people; at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>For people; at most 320 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>IANA zone in which calendar windows and cycles turn. <c>UTC</c> unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>ISO 4217 code, or a unit of your own: 3 to 16 of <c>A-Z 0-9 _</c>. <c>USD</c> unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>
    /// Lifts <c>subscription_inactive</c> and <c>payment_blocked</c> for what the plans include. False unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Waived { get; init; }

    /// <summary>Kept and given back, never read; at most 16,384 characters of JSON. Empty unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>
    /// By feature: the parts of its limits, in per cent, at which use is told of, before what the feature and the
    /// settings say. At most 100 features, and of each at most 10, rising, 1 to 1,000 each; none, nothing is told.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, IReadOnlyList<int>>? Thresholds { get; init; }

    /// <summary>
    /// What payment providers call it, one id of each: <c>{"stripe": "cus_1"}</c>, by which their messages find it. At
    /// most 10 of at most 255 characters. As before unless given, since the providers' messages tell of it too.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Providers { get; init; }
}

/// <summary><c>POST /v1/customers/{id}/suspend</c>.</summary>
public sealed record SuspendRequest
{
    /// <summary>For people; at most 500 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A customer as the server holds it.</summary>
public sealed record Customer
{
    /// <summary>The caller's own id, 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="CustomerRequest.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="CustomerRequest.Email"/>
    public string? Email { get; init; }

    /// <summary>IANA zone in which calendar windows and cycles turn.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code, or a unit of the caller's own.</summary>
    public required string Currency { get; init; }

    /// <summary>Whether payment and subscription are overlooked.</summary>
    public required bool Waived { get; init; }

    /// <summary>Whether an operator suspended it: every use is refused.</summary>
    public required bool Suspended { get; init; }

    /// <summary>What was given as the reason; null if nothing was, or if it is not suspended.</summary>
    public string? SuspendedReason { get; init; }

    /// <summary>Null if it is not suspended.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>As it was given; empty if it was not.</summary>
    public required Dictionary<string, JsonElement> Metadata { get; init; }

    /// <summary>As they were given; empty where the features and settings say.</summary>
    public required Dictionary<string, IReadOnlyList<int>> Thresholds { get; init; }

    /// <summary>What payment providers call it; empty where none does.</summary>
    public required IReadOnlyDictionary<string, string> Providers { get; init; }

    /// <summary>When it was first put.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
