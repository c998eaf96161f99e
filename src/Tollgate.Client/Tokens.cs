using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/customers/{id}/tokens</c>.</summary>
public sealed record TokenRequest
{
    /// <summary>How long it holds: 1 to 86,400 (24 hours), 900 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TtlSeconds { get; init; }
}

/// <summary>A token that reads one customer, sent as <c>Authorization: Bearer</c> like a key.</summary>
public sealed record Token
{
    /// <summary>The token itself; no server keeps it.</summary>
    [JsonPropertyName("token")]
    public required string Value { get; init; }

    /// <summary>The one customer it may read.</summary>
    public required string Customer { get; init; }

    /// <summary>What it may do: <c>usage:read</c> and <c>customers:read</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends. Exclusive.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Leaves the token out, also from logs.</summary>
    public override string ToString() => $"{nameof(Token)} {{ Customer = {Customer}, ExpiresAt = {ExpiresAt:O} }}";
}
