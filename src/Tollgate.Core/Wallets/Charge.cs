using System.Globalization;

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

    /// <summary>Which total of that cycle rose, or fell, and by how much; null: none did, or it was not told yet.</summary>
    public RatedUnits? Rated { get; init; }

    /// <summary>The key of that total.</summary>
    public CostKey? RatedBy(CustomerId customer) => Cycle is { } from && Rated is { } rated
        ? new(customer, rated.Feature, Currency, rated.Scope, from)
        : null;

    /// <summary>What was taken, as an answer shows it.</summary>
    public CurrencyAmount Shown => new(Amount, Currency);
}

/// <summary>Units that a cycle's total rose by, or below zero fell.</summary>
/// <param name="Feature">Whose price rated them: the feature used, or a pool.</param>
/// <param name="Scope">Empty: the customer's own allowance; else that of a namespace.</param>
/// <param name="Units">How many, in units of that feature.</param>
public sealed record RatedUnits(int Feature, string Scope, Exact Units)
{
    /// <summary>As it is stored.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Feature} {Units} {Scope}");

    /// <summary>Reads what <see cref="Text"/> wrote; null is none.</summary>
    public static RatedUnits? Read(string? text) => text?.Split(' ', 3) is [var feature, var units, var scope]
        ? new(int.Parse(feature, CultureInfo.InvariantCulture), scope, Exact.Parse(units))
        : null;
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
