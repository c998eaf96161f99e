namespace Tollgate.Core.Wallets;

/// <summary>
/// Prepaid money of one customer in one currency, as it stands after the last entry of its ledger.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">What its amounts are counted in; no other is ever mixed in.</param>
/// <param name="Balance">The sum of its ledger; below zero is debt.</param>
/// <param name="Held">Set aside for uses and withdrawals that are under way; part of the balance.</param>
/// <param name="Entries">The number of its last entry, 0 before the first. Gapless.</param>
public sealed record Wallet(CustomerId Customer, Currency Currency, Amount Balance, Amount Held, long Entries)
{
    /// <summary>Whether a use that it cannot pay is refused before it is recorded.</summary>
    public bool HardStop { get; init; } = true;

    /// <summary>How far below zero a use may take it, at least 0.</summary>
    public Amount OverdraftLimit { get; init; }

    /// <summary>Below which it is told to be low; null: never.</summary>
    public Amount? LowBalance { get; init; }

    /// <summary>Whether it was told, since credit came last, that it has nothing left or cannot pay.</summary>
    public bool IsToldExhausted { get; init; }

    /// <summary>When it is recharged by itself; null: never.</summary>
    public RechargeRule? Recharge { get; init; }

    /// <summary>The recharge that is under way; null: none.</summary>
    public OpenRecharge? Recharging { get; init; }

    /// <summary>What was opened, and not given up, in the month that began at <see cref="RechargedFrom"/>.</summary>
    public Amount Recharged { get; init; }

    /// <summary>The start of the month in which a recharge was opened last; null: none ever was.</summary>
    public Instant? RechargedFrom { get; init; }

    /// <summary>What a use may spend, once all credit that has expired is posted.</summary>
    public Amount Available => Balance - Held + OverdraftLimit;

    /// <summary>Whether with so much more, or less, it might hold or owe more than it can.</summary>
    public bool Overflows(Amount change) =>
        Int128.Abs(Balance.Micros) + Int128.Abs(change.Micros) + Held.Micros > Amount.Most;

    /// <summary>The same of a correction, of which the sign is known: one towards nothing is always possible.</summary>
    public bool OverflowsBy(Amount correction) =>
        Int128.Abs((Int128)Balance.Micros + correction.Micros) > Int128.Abs(Balance.Micros) && Overflows(correction);

    /// <summary>
    /// Whether money that came, which nobody can refuse, would be more than can be counted: above what
    /// <see cref="Overflows"/> leaves there is room for it.
    /// </summary>
    public bool Bursts(Amount credit) => (Int128)Balance.Micros + credit.Micros > long.MaxValue - Amount.MostStated;

    /// <summary>An empty one.</summary>
    public static Wallet New(CustomerId customer, Currency currency) =>
        new(customer, currency, Amount.Zero, Amount.Zero, 0);

    /// <summary>Whether a use of that cost is let through.</summary>
    public bool Pays(Amount cost) => !HardStop || cost <= Available || cost <= Amount.Zero;
}
