using Tollgate.Core.Periods;
using Tollgate.Core.UsageReports;

namespace Tollgate.Server;

/// <summary>Usage reports on the wire.</summary>
internal static class UsageReportWire
{
    /// <summary>How many closed periods a summary goes back.</summary>
    public const int MostPeriods = 12;

    public static Wire.UsageReport Of(UsageSlice row, string customer, Core.Catalog.Catalog catalog)
    {
        var feature = catalog.Feature(row.Feature)!;
        return new Wire.UsageReport
        {
            Id = UsageSliceId.Format(customer, row.Id),
            Customer = customer,
            Feature = feature.Code,
            Quantity = Quantities.Unscale(row.Quantity, feature.Scale),
            FromSequence = row.After + 1,
            ToSequence = row.Id - 1,
            PeriodStartsAt = row.PeriodFrom.ToDateTimeOffset(),
            At = row.At.ToDateTimeOffset(),
            Provider = row.Provider,
            Identifier = row.Identifier(customer, feature.Code),
            Status = UsageSliceView.NameOf(row.Status),
            Failures = row.Failures,
            Problem = row.Problem,
            CreatedAt = row.CreatedAt.ToDateTimeOffset(),
            NextTryAt = row.TryAt?.ToDateTimeOffset(),
            EndedAt = row.EndedAt?.ToDateTimeOffset(),
        };
    }

    public static Wire.UsageReportSummary Of(
        OpenPeriod? open, IReadOnlyList<ClosedPeriod> closed, IReadOnlyList<Tally> tallies,
        IReadOnlyList<SliceSum> sums, Core.Catalog.Catalog catalog)
    {
        List<Wire.UsageReportSums> all = [];
        if (open is not null) Add(open.From, null, tallies);
        foreach (var one in closed) Add(one.StartsAt, one.EndsAt, one.Figures);
        return new Wire.UsageReportSummary { Data = all };

        void Add(Instant from, Instant? to, IReadOnlyList<Tally> figures)
        {
            var features = figures.Where(one => one.Billable != 0).Select(one => one.Key.Feature)
                .Concat(sums.Where(one => one.PeriodFrom == from).Select(one => one.Feature)).Distinct().Order();
            foreach (var feature in features)
                all.Add(Of(
                    catalog.Feature(feature)!, from, to, figures.Where(one => one.Key.Feature == feature),
                    sums.Where(one => one.PeriodFrom == from && one.Feature == feature)));
        }
    }

    static Wire.UsageReportSums Of(
        Feature feature, Instant from, Instant? to, IEnumerable<Tally> figures, IEnumerable<SliceSum> sums)
    {
        var tally = figures.Aggregate(Tally.None(default), (one, more) => one.Plus(more));
        var by = sums.ToDictionary(one => one.Status, one => one.Quantity);
        var recorded = Units(tally.Billable);
        var reported = Units(by.GetValueOrDefault(UsageSliceStatus.Delivered));
        var pending = Units(by.GetValueOrDefault(UsageSliceStatus.Waiting)) + Units(Math.Max(0, tally.Pending));
        var failed = Units(by.GetValueOrDefault(UsageSliceStatus.GivenUp));
        return new Wire.UsageReportSums
        {
            PeriodStartsAt = from.ToDateTimeOffset(),
            PeriodEndsAt = to?.ToDateTimeOffset(),
            Feature = feature.Code,
            Recorded = recorded,
            Reported = reported,
            Pending = pending,
            Failed = failed,
            Unreported = recorded - reported - pending - failed,
        };

        decimal Units(long quantity) => Quantities.Unscale(quantity, feature.Scale);
    }
}
