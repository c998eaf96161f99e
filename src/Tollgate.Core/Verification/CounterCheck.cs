using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// Sums a customer's events anew for each counter that is kept and whole; see <see cref="KeptWindows"/>. Its memory is
/// that of the counters. Not thread-safe.
/// </summary>
internal sealed class CounterCheck
{
    readonly Dictionary<(int Feature, string Pot), List<Series>> series = [];
    readonly List<Sum> sums = [];

    public CounterCheck(Standing standing, Catalog.Catalog catalog)
    {
        foreach (var counter in standing.Counters)
            if (IsWhole(counter.Key, standing, catalog)) sums.Add(new Sum(counter));
        foreach (var one in sums.GroupBy(sum => (sum.Key.Feature, sum.Key.Pot)))
            series[one.Key] =
                [.. one.GroupBy(sum => (sum.Key.Namespace, sum.Key.Window)).Select(same => new Series([.. same]))];
    }

    /// <summary>How many counters are compared.</summary>
    public int Count => sums.Count;

    public void Add(UsageEvent line)
    {
        if (!series.TryGetValue((line.Feature, line.Pot), out var all)) return;
        foreach (var one in all) one.Add(line);
    }

    /// <summary>The first counter that is not the sum of its events.</summary>
    public Divergence? Close(string customer, Catalog.Catalog catalog)
    {
        foreach (var sum in sums)
        {
            if (sum.Fault() is not var (expected, found)) continue;
            return new Divergence(
                customer, DivergenceKind.Counter, "counter", KeyOf(sum.Key, catalog), expected, found);
        }
        return null;
    }

    // One of an earlier epoch is computed again before anybody reads it, and one of a window that is kept no more is
    // never read: neither counts what came since. Whatever is kept at the last change was kept at all before it.
    static bool IsWhole(CounterKey key, Standing standing, Catalog.Catalog catalog)
    {
        if (standing.Terms.Profile is not { } profile) return false;
        if (key.Pot.StartsWith(Boost.PotPrefix)) return true;
        if (key.Epoch != profile.Epoch && key.Epoch != KeptWindows.AllTime) return false;
        if (catalog.Feature(key.Feature) is not { } feature) return false;
        List<CounterKey> kept = [];
        var now = standing.Head.LastAt;
        var at = key.From == Instant.MinValue ? now : key.From;
        KeptWindows.AddKeys(kept, standing.Terms, catalog, feature, key.Pot, key.Namespace, at, now);
        return kept.Contains(key);
    }

    static string KeyOf(CounterKey key, Catalog.Catalog catalog)
    {
        var feature = catalog.Feature(key.Feature)?.Code ?? key.Feature.ToString(CultureInfo.InvariantCulture);
        var place = (key.Pot.Length == 0 ? "" : $" pot {key.Pot}")
            + (key.Namespace.Length == 0 ? "" : $" namespace {key.Namespace}");
        var window = key.From == Instant.MinValue ? "" : $" from {key.From}";
        return $"{feature}{place} {key.Window}{window}";
    }

    // The counters of one limit, by their windows' starts. Windows of several cycles may overlap.
    sealed class Series
    {
        readonly Sum[] sums;
        readonly Duration longest;

        public Series(Sum[] sums)
        {
            this.sums = [.. sums.OrderBy(sum => sum.Key.From)];
            foreach (var sum in sums)
                if (sum.Key.From != Instant.MinValue && sum.Key.To != Instant.MaxValue)
                    longest = Duration.Max(longest, sum.Key.To - sum.Key.From);
        }

        public void Add(UsageEvent line)
        {
            for (var i = Last(line.At); i >= 0; i--)
            {
                var sum = sums[i];
                if (sum.Key.From != Instant.MinValue && line.At - sum.Key.From >= longest) return;
                sum.Add(line);
            }
        }

        // The last that begins no later.
        int Last(Instant at)
        {
            var (low, high) = (0, sums.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (sums[middle].Key.From <= at) low = middle + 1;
                else high = middle;
            }
            return low - 1;
        }
    }

    sealed class Sum(Counter stored)
    {
        Int128 used;
        Int128 reserved;
        bool isBeyond;

        public CounterKey Key => stored.Key;

        public void Add(UsageEvent line)
        {
            var isIn = stored.CountedFrom is { } from ? line.At > from : line.At < Key.To;
            if (!isIn || !Key.Counts(line)) return;
            var quantity = (Int128)line.Included + line.Overage;
            if (line.Kind.Reserves()) reserved += quantity;
            else used += quantity;
            isBeyond |= reserved > Counter.Most;
        }

        // A greater sum than a counter holds reads as the most that it holds.
        public (string Expected, string Found)? Fault()
        {
            if (Int128.Min(used, Counter.Most) != stored.Used)
                return (Text("used", used), Text("used", stored.Used));
            // What was more for a while a counter has told too little of, until it is computed again.
            return !isBeyond && reserved != stored.Reserved
                ? (Text("reserved", reserved), Text("reserved", stored.Reserved))
                : null;
        }

        static string Text(string name, Int128 value) =>
            string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
    }
}
