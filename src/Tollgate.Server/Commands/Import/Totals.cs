using Decision = Tollgate.Client.Decision;

namespace Tollgate.Server.Commands.Import;

/// <summary>What came of the records so far, exactly, for one feature. Not thread-safe.</summary>
sealed class FeatureTotals(string feature)
{
    public string Feature => feature;

    /// <summary>Records; each is an event or skipped.</summary>
    public long Rows { get; private set; }

    /// <summary>Records with a quantity of 0.</summary>
    public long Skipped { get; private set; }

    /// <summary>Events that were recorded now.</summary>
    public long Recorded { get; private set; }

    /// <summary>Events that had been recorded before.</summary>
    public long Replayed { get; private set; }

    /// <summary>Events that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Recorded, replayed and refused.</summary>
    public long Events => Recorded + Replayed + Refused;

    public decimal QuantityRecorded { get; private set; }

    public decimal QuantityReplayed { get; private set; }

    public decimal QuantityRefused { get; private set; }

    /// <summary>Counts one record.</summary>
    /// <param name="decision">Null where the quantity is 0.</param>
    public void Count(Decision? decision)
    {
        Rows++;
        if (decision is null) Skipped++;
        else if (!decision.Allowed) (Refused, QuantityRefused) = (Refused + 1, QuantityRefused + decision.Quantity);
        else if (decision.Replayed) (Replayed, QuantityReplayed) = (Replayed + 1, QuantityReplayed + decision.Quantity);
        else (Recorded, QuantityRecorded) = (Recorded + 1, QuantityRecorded + decision.Quantity);
    }
}

/// <summary>What came of the records so far, exactly. Not thread-safe.</summary>
sealed class Totals(IEnumerable<string> features)
{
    readonly SortedDictionary<string, long> reasons = new(StringComparer.Ordinal);

    /// <summary>One for each feature, in the order they are mapped.</summary>
    public IReadOnlyList<FeatureTotals> Features { get; } = [.. features.Select(feature => new FeatureTotals(feature))];

    /// <summary>Why events were refused, and how many.</summary>
    public IReadOnlyDictionary<string, long> Reasons => reasons;

    /// <summary>Events that were answered.</summary>
    public long Events => Features.Sum(one => one.Events);

    public long Recorded => Features.Sum(one => one.Recorded);

    public long Replayed => Features.Sum(one => one.Replayed);

    public long Refused => Features.Sum(one => one.Refused);

    /// <summary>The last line of which every event is settled, or 0.</summary>
    public long LastLine { get; private set; }

    /// <summary>Counts one entry and the decision on it.</summary>
    public void Count(Entry entry, Decision? decision)
    {
        Features[entry.Feature].Count(decision);
        LastLine = entry.Line;
        if (decision is { Reason: { } reason }) reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
    }
}
