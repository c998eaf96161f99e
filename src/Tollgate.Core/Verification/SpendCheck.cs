namespace Tollgate.Core.Verification;

/// <summary>
/// Sums anew what was spent of budgets, and what open reservations hold of them, for each sum that is kept and whole;
/// see <see cref="SpendWindows"/>. What was told of, nobody knows but its row. Its memory is that of the sums. Not
/// thread-safe.
/// </summary>
internal sealed class SpendCheck
{
    readonly Standing standing;
    readonly List<Series> series = [];

    public SpendCheck(Standing standing, Catalog.Catalog catalog)
    {
        this.standing = standing;
        var whole = standing.Spends.Where(one => IsWhole(one.Key, standing, catalog));
        foreach (var one in whole.GroupBy(one => one.Key.Budget)) series.Add(new Series([.. one]));
    }

    public void Add(UsageEvent line)
    {
        if (line.Charge is not { } charge) return;
        foreach (var one in series) one.Add(charge, line.Namespace, line.At);
    }

    /// <summary>The first sum that is not what its events and reservations make it.</summary>
    public Divergence? Close()
    {
        foreach (var sum in series.SelectMany(one => one.Sums))
        {
            var (key, row) = (sum.Stored.Key, sum.Stored);
            var held = standing.Reservations.Where(one =>
                one.Held is { } credit && key.Counts(credit.Currency, one.Namespace, one.At))
                .Aggregate((Int128)0, (all, one) => all + one.Held!.Amount.Micros);
            if (sum.Spent != row.Spent.Micros) return Of(key, $"spent {sum.Spent}", $"spent {row.Spent.Micros}");
            if (held != row.Held.Micros) return Of(key, $"held {held}", $"held {row.Held.Micros}");
        }
        return null;
    }

    // As with counters: one of an earlier epoch, or of a window that is kept no more, is never read.
    static bool IsWhole(SpendKey key, Standing standing, Catalog.Catalog catalog)
    {
        if (standing.Terms.Profile is not { } profile || key.Epoch != profile.Epoch) return false;
        if (standing.Terms.Budgets.FirstOrDefault(one => one.Id == key.Budget) is not { } budget) return false;
        return SpendWindows.Kept(standing.Terms, catalog, budget, key.From, standing.Head.LastAt).Contains(key);
    }

    Divergence Of(SpendKey key, string expected, string found) => new(
        standing.Key, DivergenceKind.Spend, "spend",
        FormattableString.Invariant($"budget {key.Budget} from {key.From}"), expected, found);

    // The sums of one budget by their windows' starts. Windows of several cycles may overlap.
    sealed class Series
    {
        readonly Duration longest;

        public Series(List<Spend> rows)
        {
            Sums = [.. rows.OrderBy(row => row.Key.From).Select(row => new Sum(row))];
            foreach (var row in rows)
                longest = row.Key.To == Instant.MaxValue
                    ? Duration.MaxValue
                    : Duration.Max(longest, row.Key.To - row.Key.From);
        }

        public List<Sum> Sums { get; }

        public void Add(Charge charge, string name, Instant at)
        {
            var (low, high) = (0, Sums.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Sums[middle].Stored.Key.From <= at) low = middle + 1;
                else high = middle;
            }
            for (var i = low - 1; i >= 0 && at - Sums[i].Stored.Key.From < longest; i--)
                if (Sums[i].Stored.Key.Counts(charge.Currency, name, at)) Sums[i].Spent += charge.Amount.Micros;
        }
    }

    sealed class Sum(Spend stored)
    {
        public Spend Stored => stored;

        public Int128 Spent { get; set; }
    }
}
