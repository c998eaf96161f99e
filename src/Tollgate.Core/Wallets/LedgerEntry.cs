namespace Tollgate.Core.Wallets;

/// <summary>A movement of a wallet. Never changed or deleted.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Number">Its place in that wallet's ledger, from 1 on without gaps.</param>
/// <param name="Sequence">The number of the change that it belongs to.</param>
/// <param name="Line">Its place among the entries of that change, from 0 on.</param>
/// <param name="Amount">What came, or below zero what went.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parts">Which grants it moved, in order; together they are its amount.</param>
/// <param name="Reference">What it is for: an event, a payment, a withdrawal.</param>
/// <param name="Reason">For people.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Hash">Its link of the customer's chain.</param>
public sealed record LedgerEntry(
    CustomerId Customer, Currency Currency, long Number, long Sequence, short Line, Amount Amount, Amount Balance,
    EntryKind Kind, IReadOnlyList<CreditPart> Parts, string? Reference, string? Reason, string? Actor,
    Instant CreatedAt, Hash Hash);

/// <summary>What moved a wallet. Stored; the numbers never change.</summary>
public enum EntryKind : short
{
    /// <summary>Money that was paid in.</summary>
    TopUp = 1,
    /// <summary>Credit that was given.</summary>
    Grant = 2,
    /// <summary>What a use cost.</summary>
    Debit = 3,
    /// <summary>What was paid back to a payer, or is again theirs.</summary>
    Refund = 4,
    /// <summary>What a use cost that was taken back.</summary>
    Reversal = 5,
    /// <summary>A correction.</summary>
    Adjustment = 6,
    /// <summary>Credit whose time was over.</summary>
    Expiry = 7,
    /// <summary>Money that was paid out.</summary>
    Withdrawal = 8,
    /// <summary>What was kept of money that came or went.</summary>
    Fee = 9,
}
