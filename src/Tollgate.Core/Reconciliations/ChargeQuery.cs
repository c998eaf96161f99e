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

    /// <summary>Where what was posted may be about uses of this query.</summary>
    public PostedPeriod Period => new(Customer, Currency, From, To);

    IEnumerable<Hash> Keys => Parts.Select(part => part.Key);

    /// <summary>Which part a use belongs to; -1: none, or it is none of this query's.</summary>
    public int PartOf(UsageEvent use)
    {
        if (use.Line != 0 || use.Charge?.Currency != Currency) return -1;
        for (var i = 0; i < Parts.Count; i++)
            if ((Parts[i].Feature is null || Parts[i].Feature == use.Feature) && Parts[i].Match.Takes(use)) return i;
        return -1;
    }

    /// <summary>Whether nobody can tell which part a use belongs to: what a match goes by was erased.</summary>
    public bool IsErased(UsageEvent use) =>
        use.Line == 0 && use.Charge?.Currency == Currency && Erased.Is(use.Properties) && Parts.Any(part =>
            part.Match.Properties.Count > 0 && (part.Feature is null || part.Feature == use.Feature)
            && (part.Match.Namespace is null || part.Match.Namespace == use.Namespace));
}

/// <summary>One sum.</summary>
/// <param name="Feature">The id of the feature that the match names; null: it names none.</param>
/// <param name="Match">Which uses.</param>
/// <param name="Key">Hash of the match, its period and its currency.</param>
public sealed record ChargePart(int? Feature, ChargeMatch Match, Hash Key);

/// <summary>What a query found.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Sums">A sum for each of its parts, in order.</param>
/// <param name="IsErased">Whether some use could not be told to belong to a part: see the query's.</param>
public sealed record ChargeSums(ChargeQuery Query, IReadOnlyList<Amount> Sums, bool IsErased = false);
