using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/customers/{id}/wallets/{currency}</c>. Amounts are decimals in the wallet's currency.</summary>
public sealed record WalletRequest
{
    /// <summary>Whether a use that it cannot pay is refused before it is recorded; true unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HardStop { get; init; }

    /// <summary>How far below zero a use may take it, at least 0; 0 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OverdraftLimit { get; init; }

    /// <summary>Below which it is told to be low; never unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LowBalance { get; init; }

    /// <summary>
    /// When it is recharged by itself; never unless given. Kept where nobody collects payments, and then nothing opens.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RechargeRule? Recharge { get; init; }
}

/// <summary>When a wallet is recharged by itself, and by how much. Amounts are decimals in its currency.</summary>
public sealed record RechargeRule
{
    /// <summary>Once a change leaves less than this available, at least 0.</summary>
    public required string Below { get; init; }

    /// <summary>How much is collected at a time, above 0.</summary>
    public required string Amount { get; init; }

    /// <summary>The most in a calendar month of the customer's zone, at least <see cref="Amount"/>.</summary>
    public required string MonthlyCap { get; init; }
}

/// <summary>Prepaid money of one customer in one currency. Amounts are decimals in that currency.</summary>
public sealed record Wallet
{
    /// <summary>Three letters of ISO 4217, or a unit of one's own.</summary>
    public required string Currency { get; init; }

    /// <summary>The sum of its ledger; below zero is debt.</summary>
    public required string Balance { get; init; }

    /// <summary>What of that is set aside for reservations and withdrawals.</summary>
    public required string Held { get; init; }

    /// <summary>What a use may spend: the balance without what is held, and the overdraft.</summary>
    public required string Available { get; init; }

    /// <summary>
    /// What gauges that are priced by time have cost since their last charge, at least 0. It is charged when its slice
    /// of time ends, and is no part of the other figures until then.
    /// </summary>
    public required string Accrued { get; init; }

    /// <inheritdoc cref="WalletRequest.OverdraftLimit"/>
    public required string OverdraftLimit { get; init; }

    /// <inheritdoc cref="WalletRequest.HardStop"/>
    public required bool HardStop { get; init; }

    /// <inheritdoc cref="WalletRequest.LowBalance"/>
    public string? LowBalance { get; init; }

    /// <inheritdoc cref="WalletRequest.Recharge"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RechargeRule? Recharge { get; init; }

    /// <summary>Credit that anything remains of, in the order in which it is spent.</summary>
    public required IReadOnlyList<CreditGrant> Grants { get; init; }
}

/// <summary>Where credit comes from.</summary>
[JsonConverter(typeof(WireEnumConverter<GrantKind>))]
public enum GrantKind
{
    /// <summary>Paid for.</summary>
    TopUp,

    /// <summary>Given.</summary>
    Grant,
}

/// <summary><c>POST /v1/customers/{id}/wallets/{currency}/grants</c>.</summary>
public sealed record CreditGrantRequest
{
    /// <summary>A decimal above 0, with at most six places.</summary>
    public required string Amount { get; init; }

    /// <summary>Whether it was paid for.</summary>
    public required GrantKind Kind { get; init; }

    /// <summary>Lower is spent first: 0 to 1000, 100 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Priority { get; init; }

    /// <summary>From then on what is left of it is gone; never unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>, unique per customer for ever: the same again gives the first, other
    /// content is 409. Of what was paid for: the payment, by which it can be returned.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }

    /// <summary>For people; at most 500 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A block of a wallet's money that is spent, and expires, as one.</summary>
public sealed record CreditGrant
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>That of its wallet.</summary>
    public required string Currency { get; init; }

    /// <summary><c>top_up</c>, <c>grant</c> or <c>plan</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it was made with.</summary>
    public required string Amount { get; init; }

    /// <summary>What is not spent.</summary>
    public required string Remaining { get; init; }

    /// <summary>What of that is set aside.</summary>
    public required string Held { get; init; }

    /// <inheritdoc cref="CreditGrantRequest.Priority"/>
    public required int Priority { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>As it was given.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The subscription whose plan included it; null: none did.</summary>
    public string? Subscription { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary><c>POST /v1/customers/{id}/wallets/{currency}/adjustments</c>.</summary>
public sealed record AdjustmentRequest
{
    /// <summary>A decimal, not 0, with at most six places; below zero takes credit away, and may leave debt.</summary>
    public required string Amount { get; init; }

    /// <summary>Why, for people; at most 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>, unique per customer for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }
}

/// <summary>A movement of a wallet. Never changed or deleted.</summary>
public sealed record LedgerEntry
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <summary>The number of the change of the customer that it belongs to.</summary>
    public required long Sequence { get; init; }

    /// <summary>What came, or below zero what went.</summary>
    public required string Amount { get; init; }

    /// <summary>The balance after it.</summary>
    public required string BalanceAfter { get; init; }

    /// <summary>
    /// <c>top_up</c>, <c>grant</c>, <c>debit</c>, <c>refund</c>, <c>reversal</c>, <c>adjustment</c>, <c>expiry</c>,
    /// <c>withdrawal</c> or <c>fee</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it is for: an event, a payment, a withdrawal.</summary>
    public string? Reference { get; init; }

    /// <summary>For people; null where it was erased.</summary>
    public string? Reason { get; init; }

    /// <summary>Who caused it; null where they were erased.</summary>
    public string? Actor { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its link of the customer's hash chain, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Which grants it moved; together they are its amount.</summary>
    public required IReadOnlyList<LedgerPart> Parts { get; init; }
}

/// <summary>What an entry moved of a grant.</summary>
public sealed record LedgerPart
{
    /// <summary>Null: of none. What is of none and below zero is debt.</summary>
    public string? Grant { get; init; }

    /// <summary>What came, or below zero what went.</summary>
    public required string Amount { get; init; }
}
