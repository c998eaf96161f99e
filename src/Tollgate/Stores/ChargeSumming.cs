namespace Tollgate.Stores;

/// <summary>Sums up what was charged, use by use, for stores that read them so. Not thread-safe.</summary>
/// <param name="query">What is asked.</param>
public sealed class ChargeSumming(ChargeQuery query)
{
    readonly Amount[] sums = new Amount[query.Parts.Count];

    bool isErased;

    /// <summary>How many events it was given.</summary>
    public int Read { get; private set; }

    /// <summary>What they come to.</summary>
    public ChargeSums Result => new(query, sums, isErased);

    /// <summary>Takes an event that was recorded in the period.</summary>
    public void Add(UsageEvent use)
    {
        Read++;
        var part = query.PartOf(use);
        isErased |= query.IsErased(use);
        if (part >= 0) sums[part] += use.Charge!.Amount;
    }
}
