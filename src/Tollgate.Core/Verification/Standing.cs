namespace Tollgate.Core.Verification;

/// <summary>How a customer stands by its rows: what is to follow from its history. All of one snapshot.</summary>
/// <param name="Key">The customer's key; empty: the account.</param>
/// <param name="Head">Its head.</param>
/// <param name="Terms">What it is entitled to.</param>
/// <param name="Counters">Its counters as they are stored, of whatever epoch.</param>
/// <param name="Reservations">Its open reservations.</param>
public sealed record Standing(
    string Key, Head Head, Terms Terms, IReadOnlyList<Counter> Counters, IReadOnlyList<Reservation> Reservations)
{
    /// <summary>What its chain is made with; null: no key.</summary>
    public ChainKey? ChainKey { get; init; }

    /// <summary>Places that its chain is to pass through.</summary>
    public IEnumerable<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>Its wallets.</summary>
    public IReadOnlyList<Wallet> Wallets { get; init; } = [];

    /// <summary>Its credit grants of which anything remains or is held.</summary>
    public IReadOnlyList<CreditGrant> Grants { get; init; } = [];

    /// <summary>Money that is set aside.</summary>
    public IEnumerable<HeldCredit> Holds => Reservations.Select(one => one.Held).OfType<HeldCredit>()
        .Concat(Withdrawals.Select(one => one.Hold));

    /// <summary>What its uses cost, of all time and of each cycle.</summary>
    public IReadOnlyList<CostTotal> Costs { get; init; } = [];

    /// <summary>Its withdrawals that have not ended.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals { get; init; } = [];

    /// <summary>Its budgets, whether or not they were deleted.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>What was spent of budgets.</summary>
    public IReadOnlyList<Spend> Spends { get; init; } = [];

    /// <summary>What was returned of payments.</summary>
    public IReadOnlyList<PaymentReturn> Returns { get; init; } = [];

    /// <summary>How far things of providers were followed.</summary>
    public IReadOnlyList<ProviderObject> ProviderObjects { get; init; } = [];

    /// <summary>What reconciliations have posted.</summary>
    public IReadOnlyList<PostedDifference> Posted { get; init; } = [];

    /// <summary>Levels of gauges through time.</summary>
    public IReadOnlyList<Accrual> Accruals { get; init; } = [];

    /// <summary>What was recorded in the open period.</summary>
    public IReadOnlyList<Tally> Tallies { get; init; } = [];
}
