namespace Tollgate.Core.Wallets;

/// <summary>Money that is asked to be paid out of a wallet. All of it is held from the request on.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was asked for.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">What leaves the wallet: what is paid out, and the fee.</param>
/// <param name="Fee">What is kept of it, below <paramref name="Amount"/>.</param>
/// <param name="Method">By which of the settings' methods.</param>
/// <param name="Destination">Where it goes: a JSON object. Once it has ended, masked.</param>
/// <param name="Held">Of which grants it is held; empty once it has ended.</param>
/// <param name="RequestedBy">Who asked for it; empty where they were erased.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
/// <param name="RequestedAt">When.</param>
public sealed record Withdrawal(
    CustomerId Customer, long Id, Currency Currency, Amount Amount, Amount Fee, string Method, string Destination,
    IReadOnlyList<CreditPart> Held, string RequestedBy, string? ExternalId, Instant RequestedAt)
{
    /// <summary>How it stands.</summary>
    public WithdrawalStatus Status { get; init; } = WithdrawalStatus.Pending;

    /// <summary>Who approved it; never who asked for it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was approved.</summary>
    public Instant? ApprovedAt { get; init; }

    /// <summary>How often a payout was begun; from the first on it cannot be taken back.</summary>
    public int Payouts { get; init; }

    /// <summary>From when on a payout may be begun, by one that does not know of another.</summary>
    public Instant? PayoutAt { get; init; }

    /// <summary>What whoever paid it out calls it.</summary>
    public string? Reference { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>What is paid out, above 0.</summary>
    public Amount Net => Amount - Fee;

    /// <summary>Whether it was paid, or its money is free again.</summary>
    public bool HasEnded => Status >= WithdrawalStatus.Paid;

    /// <summary>What holds its money.</summary>
    public HeldCredit Hold => new(Currency, Amount, Held);
}

/// <summary>How a withdrawal stands. Stored; the numbers never change.</summary>
public enum WithdrawalStatus : short
{
    /// <summary>Asked for.</summary>
    Pending = 1,
    /// <summary>To be paid out.</summary>
    Approved = 2,
    /// <summary>Paid out.</summary>
    Paid = 3,
    /// <summary>It could not be paid out.</summary>
    Failed = 4,
    /// <summary>Taken back before it was paid out.</summary>
    Cancelled = 5,
}
