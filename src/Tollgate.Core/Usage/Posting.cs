namespace Tollgate.Core.Usage;

/// <summary>
/// Records lines: each moves the counters that it counts in and takes its place in the history, in one step, so that a
/// counter is the sum of its lines.
/// </summary>
public static class Posting
{
    /// <summary>Records a line, which moves those of <paramref name="keys"/> that count it.</summary>
    public static void Post(
        CustomerState customer, UsageEvent line, Feature feature, IEnumerable<CounterKey> keys, Instant now)
    {
        var counted = line.Included + line.Overage;
        foreach (var key in keys)
        {
            if (!key.Counts(line)) continue;
            var counter = customer.Counter(key);
            if (key.Rolling is { } length && line.At <= now - length) customer.Put(counter);
            else customer.Put(Moved(counter, line, counted));
        }
        customer.Record(customer.Linked(line, feature.Code));
    }

    /// <summary>The counters that a line which was recorded before, or undoes one, counts in now.</summary>
    public static IReadOnlyCollection<CounterKey> Keys(
        Terms terms, Catalog.Catalog catalog, UsageEvent line, Instant now)
    {
        List<CounterKey> keys = [];
        if (line.Pot.StartsWith(Boost.PotPrefix)) keys.Add(KeptWindows.Pot(terms.Profile!, line.Feature, line.Pot));
        else KeptWindows.AddKeys(
            keys, terms, catalog, catalog.Feature(line.Feature)!, line.Pot, line.Namespace, line.At, now);
        return keys;
    }

    static Counter Moved(Counter counter, UsageEvent line, long quantity)
    {
        // What was held while no limit counted it may be more than a counter tells, but never less than nothing.
        var moved = line.Kind.Reserves()
            ? counter with { Reserved = Math.Max(0, counter.Reserved + quantity) }
            : counter with { Used = counter.Used + quantity };
        if (counter.Key.Rolling is null || line.Kind.Reserves()) return moved;
        return moved with { Oldest = Oldest(counter, line, quantity) };
    }

    // Where the oldest use is taken back nobody knows the next, until the counter is loaded again.
    static Instant? Oldest(Counter counter, UsageEvent line, long quantity)
    {
        if (quantity < 0) return counter.Oldest == line.At ? null : counter.Oldest;
        if (quantity == 0 || (counter.Oldest is null && counter.Used > 0)) return counter.Oldest;
        return counter.Oldest < line.At ? counter.Oldest : line.At;
    }
}
