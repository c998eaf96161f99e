namespace Tollgate.Core;

// What is known of the period that a customer is in.
public sealed partial class CustomerState
{
    List<Tally>? tallies;
    Dictionary<long, UsageSlice>? slices;

    /// <summary>
    /// What was recorded in the open period, with what this layer and those below have added; must have been loaded.
    /// </summary>
    public IReadOnlyCollection<Tally> Tallies
    {
        get
        {
            IEnumerable<Tally> below = under is not null ? under.Tallies
                : HasTallies ? tallies ?? []
                : throw new MissingFactException("tallies");
            var sums = below.ToDictionary(one => one.Key);
            foreach (var more in Changes.Tallies.Values)
                sums[more.Key] = sums.GetValueOrDefault(more.Key)?.Plus(more) ?? more;
            return sums.Values;
        }
    }

    /// <summary>Whether all tallies were loaded.</summary>
    public bool HasTallies { get => field || under?.HasTallies == true; set; }

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(Tally tally) => (tallies ??= []).Add(tally);

    /// <summary>Adds to a tally, which need not have been loaded.</summary>
    public void Add(Tally more) => Changes.Add(more);

    /// <summary>A slice that was loaded or cut, or null.</summary>
    public UsageSlice? Slice(long id) => slices?.GetValueOrDefault(id) ?? under?.Slice(id);

    /// <inheritdoc cref="Load(Usage.Counter)"/>
    public void Load(UsageSlice slice) => (slices ??= [])[slice.Id] = slice;

    /// <summary>Writes a slice.</summary>
    public void Put(UsageSlice slice)
    {
        Load(slice);
        Changes.Slices[slice.Id] = slice;
    }

    void KeepPeriods(CustomerState above)
    {
        if (above.slices is null) return;
        foreach (var one in above.slices.Values) Load(one);
    }

    /// <summary>Writes a period that is closed.</summary>
    public void Put(ClosedPeriod period) => Changes.Periods[period.Id] = period;
}
