namespace Tollgate.Core.Pricing;

/// <summary>What a total of costs is of.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Feature">The id of the feature that was used.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Scope">
/// Empty: the customer's own allowance; else that of a namespace. Of all time, always empty.
/// </param>
/// <param name="From">
/// The name of a cycle (<see cref="Cycles.Named"/>), or <see cref="Instant.MinValue"/>: of all time.
/// </param>
public readonly record struct CostKey(
    CustomerId Customer, int Feature, Currency Currency, string Scope, Instant From)
{
    /// <summary>That of all time, by which rounding never accumulates.</summary>
    public static CostKey AllTime(CustomerId customer, int feature, Currency currency) =>
        new(customer, feature, currency, "", Instant.MinValue);
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
    /// <summary>Of a cycle: units that open reservations may yet be charged for.</summary>
    public Exact Held { get; init; }

    /// <summary>
    /// Of a cycle: which grants paid, above zero, less what went back to them. Of what was charged before this was
    /// kept, and beyond <see cref="MostPaid"/> grants, nothing.
    /// </summary>
    public IReadOnlyList<CreditPart> Paid { get; init; } = [];

    /// <summary>The most grants that are remembered.</summary>
    public const int MostPaid = 100;

    /// <summary>Whether it tells nothing.</summary>
    public bool IsNone =>
        (Units, Cost, Held, Charged) == (Exact.Zero, Exact.Zero, Exact.Zero, Amount.Zero) && Price == Hash.Empty;

    /// <summary>The same, with what a use took of grants (below zero) or gave back to them (above).</summary>
    public CostTotal With(IReadOnlyList<CreditPart> moved)
    {
        if (moved.Count == 0) return this;
        List<CreditPart> paid = [.. Paid];
        foreach (var (grant, amount) in moved)
        {
            if (grant == 0) continue;
            var index = paid.FindIndex(part => part.Grant == grant);
            if (index >= 0) paid[index] = new CreditPart(grant, paid[index].Amount - amount);
            else if (amount < Amount.Zero && paid.Count < MostPaid) paid.Add(new CreditPart(grant, -amount));
        }
        paid.RemoveAll(part => part.Amount <= Amount.Zero);
        return this with { Paid = paid };
    }

    /// <summary>Before anything was charged.</summary>
    public static CostTotal None(CostKey key) => new(key, Exact.Zero, Amount.Zero, Exact.Zero, Hash.Empty);
}
