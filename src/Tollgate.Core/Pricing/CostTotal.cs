namespace Tollgate.Core.Pricing;

/// <summary>What a total of costs is of.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">The id of the feature that was used.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Scope">
/// Empty: the customer's own allowance; else that of a namespace. Of all time, always empty.
/// </param>
/// <param name="From">The start of a cycle, or <see cref="Instant.MinValue"/>: of all time.</param>
public readonly record struct CostKey(
    CustomerId Customer, int Feature, Currency Currency, string Scope, Instant From)
{
    /// <summary>That of all time, by which rounding never accumulates.</summary>
    public static CostKey AllTime(CustomerId customer, int feature, Currency currency) =>
        new(customer, feature, currency, "", Instant.MinValue);

    /// <summary>
    /// That of the cycle which rated a use, if it was the price of this line's feature that charged it; null: the price
    /// did not go by cycles.
    /// </summary>
    public static CostKey? RatedBy(UsageEvent line, Charge charge) => charge.Cycle is { } from
        ? new(line.Customer, line.Feature, charge.Currency, line.Pot, from)
        : null;
}

/// <summary>
/// What was used and what it cost so far. Of all time it holds what a micro cannot; of a cycle it says which tier is
/// reached.
/// </summary>
/// <param name="Key">Of what.</param>
/// <param name="Cost">The exact cost so far. Of a cycle, by the price that is in force.</param>
/// <param name="Charged">What was taken for it, in micros. Of a cycle nothing.</param>
/// <param name="Units">Units charged so far, in the feature's units. Of all time nothing.</param>
/// <param name="Price">Of a cycle the hash of the price that <paramref name="Cost"/> is by.</param>
public sealed record CostTotal(CostKey Key, Exact Cost, Amount Charged, Exact Units, Hash Price)
{
    /// <summary>Before anything was charged.</summary>
    public static CostTotal None(CostKey key) => new(key, Exact.Zero, Amount.Zero, Exact.Zero, Hash.Empty);
}
