using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What an API key may do.</summary>
public static class Scopes
{
    /// <summary>Read features, plans and settings.</summary>
    public const string CatalogRead = "catalog:read";

    /// <summary>Change features, plans and settings.</summary>
    public const string CatalogWrite = "catalog:write";

    /// <summary>Read customers and subscriptions.</summary>
    public const string CustomersRead = "customers:read";

    /// <summary>Change customers and subscriptions.</summary>
    public const string CustomersWrite = "customers:write";

    /// <summary>Check, and list usage and entitlements.</summary>
    public const string UsageRead = "usage:read";

    /// <summary>Record usage.</summary>
    public const string UsageWrite = "usage:write";

    /// <summary>Read wallets, their ledgers and withdrawals.</summary>
    public const string WalletsRead = "wallets:read";

    /// <summary>Change wallets: credit, adjustments, returns, receipts.</summary>
    public const string WalletsWrite = "wallets:write";

    /// <summary>Ask for withdrawals, and cancel them.</summary>
    public const string WalletsWithdraw = "wallets:withdraw";

    /// <summary>Approve withdrawals, and say how they ended.</summary>
    public const string WithdrawalsApprove = "withdrawals:approve";

    /// <summary>Read what is paid, and what is not.</summary>
    public const string PaymentsRead = "payments:read";

    /// <summary>Collect payments, and say what was paid.</summary>
    public const string PaymentsWrite = "payments:write";

    /// <summary>Everything.</summary>
    public const string Admin = "admin";
}

/// <summary><c>POST /v1/api-keys</c>.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>At least one of <see cref="Client.Scopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Never unless given. Exclusive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The one customer it may act on; unless given all of them, and the account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Customer { get; init; }

    /// <summary>How many requests it may make; as many as it likes unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeyRate? Rate { get; init; }
}

/// <summary>How many requests a key may make.</summary>
public sealed record KeyRate
{
    /// <summary>On the long run, 1 to 1,000,000.</summary>
    public required int PerMinute { get; init; }

    /// <summary>At once, after a pause, 1 to 1,000,000.</summary>
    public required int Burst { get; init; }
}

/// <summary><c>POST /v1/api-keys/{id}/rotate</c>.</summary>
public sealed record RotateKeyRequest
{
    /// <summary>For how long the old key still holds: 0 to 2,592,000 (30 days), 86,400 (a day) unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OverlapSeconds { get; init; }
}

/// <summary>An API key without its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="ApiKeyRequest.Name"/>
    public required string Name { get; init; }

    /// <summary>The key's first characters, to recognise it by.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for never. Exclusive.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The one customer it may act on; null for all of them, and the account.</summary>
    public string? Customer { get; init; }

    /// <summary>How many requests it may make; null for as many as it likes.</summary>
    public KeyRate? Rate { get; init; }

    /// <summary>
    /// When a request came with it last, exact to a minute. Only lists tell; null and left out elsewhere, and where no
    /// request did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A new API key with its secret, which is never shown again.</summary>
public sealed record ApiKeyCreated
{
    /// <inheritdoc cref="ApiKey.Id"/>
    public required string Id { get; init; }

    /// <summary>
    /// The secret, sent as <c>Authorization: Bearer</c>. Kept by the server only as a hash, so it is null where the
    /// answer is a replay by <c>Idempotency-Key</c>: if the first answer was lost, revoke this key and make another.
    /// </summary>
    public required string? Key { get; init; }

    /// <inheritdoc cref="ApiKeyRequest.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ApiKey.Prefix"/>
    public required string Prefix { get; init; }

    /// <inheritdoc cref="ApiKey.Scopes"/>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <inheritdoc cref="ApiKey.CreatedAt"/>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="ApiKey.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="ApiKey.RevokedAt"/>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <inheritdoc cref="ApiKey.Customer"/>
    public string? Customer { get; init; }

    /// <inheritdoc cref="ApiKey.Rate"/>
    public KeyRate? Rate { get; init; }

    /// <summary>Leaves the secret out, also from logs.</summary>
    public override string ToString() => $"{nameof(ApiKeyCreated)} {{ Id = {Id}, Prefix = {Prefix} }}";
}
