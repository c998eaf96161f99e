namespace Tollgate.Core.Wallets;

/// <summary>A block of a wallet's money that is spent, and expires, as one.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was made.</param>
/// <param name="Currency">That of its wallet.</param>
/// <param name="Kind">Where it came from.</param>
/// <param name="Priority">Lower is spent first; 0 to 1000, 100 unless given.</param>
/// <param name="ExpiresAt">From then on what is left and not held is gone; null: never.</param>
/// <param name="Amount">What it was made with, above 0.</param>
/// <param name="Remaining">What is not spent, 0 to <paramref name="Amount"/>.</param>
/// <param name="Held">What of that is set aside, and does not expire while it is.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
/// <param name="Content">Hash of what was asked, to tell a repetition from a conflict.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record CreditGrant(
    CustomerId Customer, long Id, Currency Currency, CreditKind Kind, int Priority, Instant? ExpiresAt, Amount Amount,
    Amount Remaining, Amount Held, string? ExternalId, Hash Content, Instant CreatedAt)
{
    /// <summary>The priority where none is given.</summary>
    public const int UsualPriority = 100;

    /// <summary>The id of the subscription whose plan included it; null: none did.</summary>
    public long? Subscription { get; init; }

    /// <summary>Whether it is what was left of a cycle's, and stays for one more.</summary>
    public bool Carried { get; init; }

    /// <summary>What can be spent of it by whoever comes.</summary>
    public Amount Free => Remaining - Held;

    /// <summary>
    /// Whether it may leave by a withdrawal: what was paid for, and what was given without a term. A promotion that
    /// expires and the credit of a plan can only be spent.
    /// </summary>
    public bool IsPayable => Kind == CreditKind.TopUp || (Kind == CreditKind.Grant && ExpiresAt is null);

    /// <summary>Whether its time is over.</summary>
    public bool IsExpired(Instant now) => ExpiresAt <= now;

    /// <summary>The order in which grants are spent: by priority, then soonest expiry, then oldest.</summary>
    public static IOrderedEnumerable<CreditGrant> InOrder(IEnumerable<CreditGrant> grants) => grants
        .OrderBy(grant => grant.Priority).ThenBy(grant => grant.ExpiresAt ?? Instant.MaxValue)
        .ThenBy(grant => grant.Id);
}

/// <summary>Where credit came from. Stored; the numbers never change.</summary>
public enum CreditKind : short
{
    /// <summary>Paid for.</summary>
    TopUp = 1,
    /// <summary>Given.</summary>
    Grant = 2,
    /// <summary>Included in a plan.</summary>
    Plan = 3,
}
