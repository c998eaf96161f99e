namespace Tollgate.Core.Wallets;

/// <summary>
/// What a use cost, and what was taken for it. Of a reversal both are below zero: what was given back.
/// </summary>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">What was taken: of all uses together, the exact cost without its part of a micro.</param>
/// <param name="Cost">The exact cost.</param>
/// <param name="Paid">Which grants paid; below zero what was taken, as in the ledger.</param>
public sealed record Charge(Currency Currency, Amount Amount, Exact Cost, IReadOnlyList<CreditPart> Paid)
{
    /// <summary>
    /// The name of the cycle whose total rated it (<see cref="Cycles.Named"/>); null: it was rated by itself, or with
    /// its request.
    /// </summary>
    public Instant? Cycle { get; init; }

    /// <summary>By how many units that total rose, or fell; null: none rated it, or it was not told yet.</summary>
    public Exact? Units { get; init; }

    /// <summary>What was taken, as an answer shows it.</summary>
    public CurrencyAmount Shown => new(Amount, Currency);
}

/// <summary>Money set aside for a use whose size is not known yet.</summary>
/// <param name="Currency">Of which wallet.</param>
/// <param name="Amount">How much, at least 0.</param>
/// <param name="Parts">Of which grants.</param>
public sealed record HeldCredit(Currency Currency, Amount Amount, IReadOnlyList<CreditPart> Parts)
{
    /// <summary>
    /// By whose price, and in which cycle, it counts as held (<see cref="CostTotal.Held"/>); null: no cycle rates it.
    /// </summary>
    public (int Feature, Instant Cycle)? Rated { get; init; }

    /// <summary>How much, as an answer shows it.</summary>
    public CurrencyAmount Shown => new(Amount, Currency);
}
