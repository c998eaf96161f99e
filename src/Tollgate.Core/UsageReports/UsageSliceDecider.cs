namespace Tollgate.Core.UsageReports;

/// <summary>Cuts slices of billable overage, and decides who reports them and how that went.</summary>
public static class UsageSliceDecider
{
    /// <summary>
    /// How often a slice is tried before it is given up: for most of the day in which providers know its identifier.
    /// </summary>
    public const int MostFailures = 15;

    static readonly Duration Lease = Duration.FromMinutes(1);

    static readonly Duration LongestWait = Duration.FromHours(6);

    static readonly Rejected NotFound = new(Rejection.UsageReportNotFound, "There is no such usage report.");

    /// <summary>
    /// Cuts what is billable and was not cut yet, feature by feature; in the settling of what is due.
    /// </summary>
    /// <param name="draft">Of the batch.</param>
    /// <param name="customer">Of that draft; its tallies must be loaded.</param>
    /// <param name="at">The time to tell it with: inside the open period.</param>
    internal static void Cut(Draft draft, CustomerState customer, Instant at)
    {
        if (!UsageMeters.Any(customer.Terms)) return;
        foreach (var one in customer.Tallies.Where(one => one.Pending > 0).OrderBy(one => one.Key.Feature).ToList())
        {
            var profile = customer.Terms.Profile!;
            var feature = draft.Account.Catalog.Feature(one.Key.Feature)!;
            if (UsageMeters.Of(profile, feature) is not { } meter) continue;
            var now = draft.TimeOf(customer);
            var row = new UsageSlice(
                customer.Head.Customer, customer.NextSequence, Math.Max(profile.Period!.After, one.Cut), feature.Id,
                one.Pending, profile.Period.From, at, meter.Provider, meter.Meter, meter.Customer, now)
            {
                TryAt = now,
            };
            customer.Add(Tally.None(one.Key) with { Pending = -one.Pending, Cut = row.Id - one.Cut });
            Store(draft, customer, DueDecider.Clock, "usage_report.cut", null, row);
        }
    }

    /// <summary>Lets one reporter begin; whoever asks meanwhile is told that nothing changed.</summary>
    public static Outcome Decide(Draft draft, BeginUsageReport command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Slice(command.Id) is not { } row) return NotFound;
        var now = draft.TimeOf(customer);
        if (row.Status != UsageSliceStatus.Waiting || row.TryAt > now) return new Put<UsageSlice>(row, row, false);
        return Store(draft, customer, command.By, "usage_report.begun", row, row with
        {
            Token = row.Token + 1,
            TryAt = now + Lease,
        });
    }

    /// <summary>Records how a report went.</summary>
    public static Outcome Decide(Draft draft, EndUsageReport command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Slice(command.Id) is not { } row) return NotFound;
        if (row.Token != command.Token)
            return new Rejected(Rejection.UsageReportTaken, "Another has begun to report it since.");
        if (row.Status != UsageSliceStatus.Waiting) return new Put<UsageSlice>(row, row, false);
        var now = draft.TimeOf(customer);
        if (command.Problem is not { } problem)
            return Store(draft, customer, command.By, "usage_report.delivered", row, row with
            {
                Status = UsageSliceStatus.Delivered,
                TryAt = null,
                Problem = null,
                EndedAt = now,
            });
        var failures = row.Failures + 1;
        if (command.IsFinal || failures >= MostFailures)
            return Store(draft, customer, command.By, "usage_report.given_up", row, row with
            {
                Status = UsageSliceStatus.GivenUp,
                TryAt = null,
                Failures = failures,
                Problem = problem,
                EndedAt = now,
            });
        return Store(draft, customer, command.By, "usage_report.failed", row, row with
        {
            TryAt = now + Duration.Min(LongestWait, Duration.FromSeconds(5) * (1 << failures)),
            Failures = failures,
            Problem = problem,
        });
    }

    /// <summary>Lets it be tried again.</summary>
    public static Outcome Decide(Draft draft, RetryUsageReport command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (customer.Slice(command.Id) is not { } row) return NotFound;
        if (row.Status == UsageSliceStatus.Delivered)
            return new Rejected(Rejection.UsageReportClosed, "The provider has it already.");
        if (row.Status == UsageSliceStatus.Waiting) return new Put<UsageSlice>(row, row, false);
        return Store(draft, customer, command.By, "usage_report.retried", row, row with
        {
            Status = UsageSliceStatus.Waiting,
            TryAt = draft.TimeOf(customer),
            Failures = 0,
            EndedAt = null,
        });
    }

    /// <summary>Reads one.</summary>
    public static Outcome Decide(Draft draft, ShowUsageSlice command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        return customer.Slice(command.Id) is { } row ? new Shown<UsageSlice>(row) : NotFound;
    }

    static Put<UsageSlice> Store(
        Draft draft, CustomerState customer, string by, string action, UsageSlice? before, UsageSlice after)
    {
        var key = customer.Terms.Profile!.Key;
        var feature = draft.Account.Catalog.Feature(after.Feature)!;
        customer.Put(after);
        draft.Audit(
            customer, by, action, UsageSliceId.Format(key, after.Id),
            before is null ? null : CoreJson.Write(UsageSliceView.Of(before, key, feature)),
            CoreJson.Write(UsageSliceView.Of(after, key, feature)));
        return new Put<UsageSlice>(after, before, true);
    }
}
