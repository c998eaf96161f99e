using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// What closed periods say, against the uses that were recorded in them, and what the open one has so far. Its memory
/// is that of the features which one period uses. Not thread-safe.
/// </summary>
internal sealed class PeriodCheck(Standing standing, Catalog.Catalog catalog)
{
    const string Table = "period";

    readonly Dictionary<TallyKey, Tally> sums = [];
    AuditEntry? closed;
    AuditEntry? cut;
    (long After, Instant From) open = standing.Terms.Profile?.Period is { } period
        ? (period.Opened, period.OpenedAt)
        : (long.MaxValue, Instant.MinValue);

    /// <summary>Takes the next line of a use.</summary>
    public void Add(UsageEvent line)
    {
        if (line.Sequence <= open.After || Tally.Of(line, open.From) is not { } more) return;
        sums[more.Key] = sums.GetValueOrDefault(more.Key)?.Plus(more) ?? more;
    }

    /// <summary>Takes the next change other than a use.</summary>
    public void Add(AuditEntry entry)
    {
        if (entry.Action == "period.closed") closed = entry;
        if (entry.Action == "usage_report.cut") cut = entry;
    }

    /// <summary>Takes the slice that a change has cut, behind it; what is wrong with it, or null.</summary>
    public Divergence? Add(UsageSlice row)
    {
        var key = new TallyKey(row.Customer, row.Feature, "");
        var sum = sums.GetValueOrDefault(key, Tally.None(key));
        if (cut?.Sequence != row.Id) return OfSlice(row.Id, "no row", "a slice");
        cut = null;
        if ((sum.Pending, open.From) != (row.Quantity, row.PeriodFrom))
            return OfSlice(row.Id, $"{sum.Pending} of {open.From}", $"{row.Quantity} of {row.PeriodFrom}");
        sums[key] = sum with { Pending = 0, Cut = row.Id };
        return null;
    }

    /// <summary>Takes the period that a change has closed, behind it; what is wrong with it, or null.</summary>
    public Divergence? Add(ClosedPeriod row)
    {
        if (closed is not { } entry || entry.Sequence != row.Id) return Of(row.Id, "no row", "a closed period");
        closed = null;
        var view = CoreJson.Write(PeriodView.Of(row, catalog));
        if (Recorded.Compare(standing.Key, Table, KeyOf(row.Id), entry.After, view) is { } other) return other;
        if ((row.After, row.StartsAt) != open)
            return Of(row.Id, $"from {open.From} after {open.After}", $"from {row.StartsAt} after {row.After}");
        var fault = Compare(row.Figures, Table, KeyOf(row.Id), sums.Values.Select(one => one.Figure));
        foreach (var one in sums.Values.ToList()) sums[one.Key] = one.Plus(one.Closing);
        open = (row.Id, row.EndsAt);
        return fault;
    }

    /// <summary>The change at hand is at its end: what it has closed was seen.</summary>
    public Divergence? Pass() => closed is { } entry ? Of(entry.Sequence, "a closed period", "no row")
        : cut is { } slice ? OfSlice(slice.Sequence, "a slice", "no row") : null;

    /// <summary>What is wrong with the open one, or null.</summary>
    public Divergence? Close()
    {
        if (standing.Terms.Profile?.Period is not { } now)
            return Compare(standing.Tallies, "tally", "", sums.Values);
        if ((now.After, now.From) != open)
            return new Divergence(
                standing.Key, DivergenceKind.Row, "profile", "period", $"from {open.From} after {open.After}",
                $"from {now.From} after {now.After}");
        return Compare(standing.Tallies, "tally", "", sums.Values);
    }

    Divergence? Compare(IEnumerable<Tally> stored, string table, string of, IEnumerable<Tally> summed)
    {
        var sums = summed.ToDictionary(one => one.Key);
        var found = stored.Where(one => !one.IsNone).ToDictionary(one => one.Key);
        foreach (var key in found.Keys.Concat(sums.Keys).Distinct().OrderBy(one => one.Feature)
            .ThenBy(one => one.Currency, StringComparer.Ordinal))
        {
            var none = Tally.None(key);
            var (expected, one) = (sums.GetValueOrDefault(key, none), found.GetValueOrDefault(key, none));
            if (expected == one) continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"{of} feature_id {key.Feature} {key.Currency}");
            return new Divergence(
                standing.Key, DivergenceKind.Row, table, name.Trim(), Shown(expected), Shown(one));
        }
        return null;
    }

    static string Shown(Tally one) => string.Create(
        CultureInfo.InvariantCulture,
        $"events {one.Events} used {one.Used} included {one.Included} top_up {one.TopUp} overage {one.Overage} "
            + $"billable {one.Billable} late {one.Late} charged {one.Charged} pending {one.Pending} cut {one.Cut}");

    Divergence OfSlice(long id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, "usage_slice", KeyOf(id), expected, found);

    Divergence Of(long id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(id), expected, found);

    static string KeyOf(long id) => string.Create(CultureInfo.InvariantCulture, $"id {id}");
}
