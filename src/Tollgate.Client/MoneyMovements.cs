using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>How a dispute stands.</summary>
[JsonConverter(typeof(WireEnumConverter<DisputeState>))]
public enum DisputeState
{
    /// <summary>Not decided.</summary>
    Open,

    /// <summary>The payer has their money back.</summary>
    Lost,

    /// <summary>What was disputed comes back.</summary>
    Won,
}

/// <summary>A payer's claim that a payment was not theirs, or not owed.</summary>
public sealed record Dispute
{
    /// <summary>The provider's id of it: 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How much is claimed, a decimal above 0.</summary>
    public required string Amount { get; init; }

    /// <summary>How it stands. One that was decided does not open again; decided otherwise is 409.</summary>
    public required DisputeState State { get; init; }
}

/// <summary>
/// <c>POST /v1/customers/{id}/wallets/{currency}/returns</c>: cumulative per payment, so that it may be told again,
/// late or twice.
/// </summary>
public sealed record ReturnRequest
{
    /// <summary>The external id of the credit that was paid for.</summary>
    public required string Payment { get; init; }

    /// <summary>How much was refunded in all, a decimal; a lower total than was told before changes nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refunded { get; init; }

    /// <summary>How one dispute stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dispute? Dispute { get; init; }
}

/// <summary>What was returned of a payment. Amounts are decimals.</summary>
public sealed record PaymentReturn
{
    /// <summary>The payment.</summary>
    public required string Payment { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <summary>How much was paid.</summary>
    public required string Collected { get; init; }

    /// <summary>How much was refunded in all.</summary>
    public required string Refunded { get; init; }

    /// <summary>In the order in which they were told of.</summary>
    public required IReadOnlyList<Dispute> Disputes { get; init; }

    /// <summary>What that took out of the wallet in all, at most what was paid.</summary>
    public required string Returned { get; init; }
}

/// <summary><c>POST /v1/customers/{id}/wallets/{currency}/receipts</c>.</summary>
public sealed record ReceiptRequest
{
    /// <summary>What was collected, a decimal above 0.</summary>
    public required string Amount { get; init; }

    /// <summary>What for: an id, unique per customer for ever; the same again gives the first answer.</summary>
    public required string Reference { get; init; }
}

/// <summary>Money that a customer collected through the platform. Amounts are decimals.</summary>
public sealed record Receipt
{
    /// <inheritdoc cref="ReceiptRequest.Reference"/>
    public required string Reference { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <inheritdoc cref="ReceiptRequest.Amount"/>
    public required string Amount { get; init; }

    /// <summary>What was kept of it.</summary>
    public required string Fee { get; init; }

    /// <summary>What the customer has of it.</summary>
    public required string Net { get; init; }

    /// <summary>When it was credited.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary><c>POST /v1/customers/{id}/wallets/{currency}/withdrawals</c>.</summary>
public sealed record WithdrawalRequest
{
    /// <summary>What leaves the wallet, the fee included: a decimal above 0, in whole minor units.</summary>
    public required string Amount { get; init; }

    /// <summary>By which of the settings' methods.</summary>
    public required string Method { get; init; }

    /// <summary>Where it goes, as the method needs it. Shown to nobody but whoever pays.</summary>
    public required Dictionary<string, JsonElement> Destination { get; init; }

    /// <summary>Who asks; the key's name unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    /// <summary>1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>, unique per customer for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }
}

/// <summary><c>POST /v1/withdrawals/{id}/approve</c>.</summary>
public sealed record ApproveRequest
{
    /// <summary>Who approves, never who asked for it; the key's name unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }
}

/// <summary><c>POST /v1/withdrawals/{id}/complete</c>.</summary>
public sealed record CompleteRequest
{
    /// <summary>What whoever paid it calls it; at most 256 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }
}

/// <summary><c>POST /v1/withdrawals/{id}/fail</c>.</summary>
public sealed record FailRequest
{
    /// <summary>Why, for people; at most 500 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>Money that is asked to be paid out of a wallet. Amounts are decimals.</summary>
public sealed record Withdrawal
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <summary><c>pending</c>, <c>approved</c>, <c>paid</c>, <c>failed</c> or <c>canceled</c>.</summary>
    public required string Status { get; init; }

    /// <inheritdoc cref="WithdrawalRequest.Amount"/>
    public required string Amount { get; init; }

    /// <summary>What is kept of it.</summary>
    public required string Fee { get; init; }

    /// <summary>What is paid out.</summary>
    public required string Net { get; init; }

    /// <inheritdoc cref="WithdrawalRequest.Method"/>
    public required string Method { get; init; }

    /// <summary>Where it goes, of each value the last four characters; empty where it was erased.</summary>
    public required JsonElement Destination { get; init; }

    /// <summary>Who asked for it; null where they were erased.</summary>
    public string? Actor { get; init; }

    /// <summary>Who approved it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>As it was given.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What whoever paid it calls it.</summary>
    public string? Reference { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>When it was paid, failed or was taken back.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
