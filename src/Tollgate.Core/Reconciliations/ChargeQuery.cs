namespace Tollgate.Core.Reconciliations;

/// <summary>
/// What was charged in a period for uses that belong together, less what was given back: a sum for each match. The
/// period is of the time of recording and lies in the past, so that no later change belongs to it. Immutable; equal
/// where they ask for the same. Thread-safe.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Currency">What it was charged in.</param>
/// <param name="From">The earliest time of recording, inclusive.</param>
/// <param name="To">The latest time of recording, exclusive.</param>
/// <param name="Parts">What is to be summed up; no use belongs to two of them.</param>
public sealed record ChargeQuery(
    CustomerId Customer, Currency Currency, Instant From, Instant To, IReadOnlyList<ChargePart> Parts)
{
    /// <inheritdoc/>
    public bool Equals(ChargeQuery? other) =>
        other is not null && (Customer, Currency, From, To) == (other.Customer, other.Currency, other.From, other.To)
        && Keys.SequenceEqual(other.Keys);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Customer, Currency, From, To, Parts.Count);

    /// <summary>The key of each part, by which it is remembered what was posted for it.</summary>
    public IEnumerable<Hash> Keys => Parts.Select(part => part.Key);

    /// <summary>Which part a use belongs to; -1: none, or it is none of this query's.</summary>
    public int PartOf(UsageEvent use)
    {
        if (use.Line != 0 || use.Charge?.Currency != Currency) return -1;
        for (var i = 0; i < Parts.Count; i++)
            if ((Parts[i].Feature is null || Parts[i].Feature == use.Feature) && Parts[i].Match.Takes(use)) return i;
        return -1;
    }
}

/// <summary>One sum.</summary>
/// <param name="Feature">The id of the feature that the match names; null: it names none.</param>
/// <param name="Match">Which uses.</param>
/// <param name="Key">Hash of the match, its period and its currency.</param>
public sealed record ChargePart(int? Feature, ChargeMatch Match, Hash Key);

/// <summary>What a query found.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Sums">A sum for each of its parts, in order.</param>
public sealed record ChargeSums(ChargeQuery Query, IReadOnlyList<Amount> Sums);

/// <summary>What reconciliations of one match and period have posted so far.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Key">That of the part.</param>
/// <param name="Amount">What was charged in addition; below zero what was given back.</param>
/// <param name="Sequence">The number of the last change that posted.</param>
public sealed record PostedDifference(CustomerId Customer, Hash Key, Amount Amount, long Sequence);
