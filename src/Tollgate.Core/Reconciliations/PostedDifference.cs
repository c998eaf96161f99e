namespace Tollgate.Core.Reconciliations;

/// <summary>What reconciliations of one match and period have posted so far. Immutable, thread-safe.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Key">That of the part.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="From">The start of the period, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Match">Which uses; <see cref="ChargeMatch.Disguised"/>.</param>
/// <param name="Amount">What was charged in addition; below zero what was given back.</param>
/// <param name="Sequence">The number of the last change that posted.</param>
public sealed record PostedDifference(
    CustomerId Customer, Hash Key, Currency Currency, Instant From, Instant To, ChargeMatch Match, Amount Amount,
    long Sequence)
{
    /// <summary>Whether it was posted before its period was kept: it is found by its key alone.</summary>
    public bool IsOfUnknownTime => From == To;

    /// <summary>Whether uses of another part may be among those that it was posted for.</summary>
    public bool Overlaps(ChargePart part) =>
        Key != part.Key && !IsOfUnknownTime && Match.Overlaps(part.Match.Disguised);
}

/// <summary>A period of a wallet, and what was posted for any that shares time with it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">Of which wallet.</param>
/// <param name="From">The start, inclusive.</param>
/// <param name="To">The end, exclusive.</param>
public readonly record struct PostedPeriod(CustomerId Customer, Currency Currency, Instant From, Instant To)
{
    /// <summary>The most that are read of one: a reconciliation over more is refused.</summary>
    public const int Most = 10_000;

    /// <summary>
    /// Whether that is in force and shares time with it, or may: what was taken back whole is not in force.
    /// </summary>
    public bool Holds(PostedDifference one) =>
        one.Customer == Customer && one.Amount != Amount.Zero
        && (one.IsOfUnknownTime || (one.Currency == Currency && one.From < To && one.To > From));
}
