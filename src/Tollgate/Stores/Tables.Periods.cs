namespace Tollgate.Stores;

// Periods: what is recorded in the open one, and those that are closed.
public static partial class Tables
{
    /// <summary>
    /// What was recorded in the open period. A row that is there is added to: what is written is what came to it.
    /// </summary>
    public static Table<Tally> Tallies { get; } = new("tally", ["customer_id", "feature_id", "currency"],
        [
            Int64<Tally>("customer_id", row => row.Key.Customer.Value),
            Int32<Tally>("feature_id", row => row.Key.Feature),
            Text<Tally>("currency", row => row.Key.Currency),
            Int64<Tally>("events", row => row.Events),
            Int64<Tally>("used", row => row.Used),
            Int64<Tally>("included", row => row.Included),
            Int64<Tally>("top_up", row => row.TopUp),
            Int64<Tally>("overage", row => row.Overage),
            Int64<Tally>("billable", row => row.Billable),
            Int64<Tally>("late", row => row.Late),
            Int64<Tally>("charged", row => row.Charged),
            Int64<Tally>("pending", row => row.Pending),
            Int64<Tally>("cut", row => row.Cut),
        ],
        row => new Tally(
            new TallyKey(new CustomerId(row.Int64(0)), row.Int32(1), row.Text(2)), row.Int64(3), row.Int64(4),
            row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9), row.Int64(10), row.Int64(11),
            row.Int64(12)),
        Added: true);

    /// <summary>Periods that are closed.</summary>
    public static Table<ClosedPeriod> Periods { get; } = new("period", ["customer_id", "id"],
        [
            Int64<ClosedPeriod>("customer_id", row => row.Customer.Value),
            Int64<ClosedPeriod>("id", row => row.Id),
            Time<ClosedPeriod>("starts_at", row => row.StartsAt),
            Time<ClosedPeriod>("ends_at", row => row.EndsAt),
            Int64<ClosedPeriod>("after_sequence", row => row.After),
            Text<ClosedPeriod>("figures", row => FigureText.Write(row.Figures)),
        ],
        row => new ClosedPeriod(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Instant(2), row.Instant(3), row.Int64(4),
            FigureText.Read(new CustomerId(row.Int64(0)), row.Text(5))),
        AppendOnly: true);

    /// <summary>Slices of billable overage.</summary>
    public static Table<UsageSlice> Slices { get; } = new("usage_slice", ["customer_id", "id"],
        [
            Int64<UsageSlice>("customer_id", row => row.Customer.Value),
            Int64<UsageSlice>("id", row => row.Id),
            Int64<UsageSlice>("after_sequence", row => row.After),
            Int32<UsageSlice>("feature_id", row => row.Feature),
            Int64<UsageSlice>("quantity", row => row.Quantity),
            Time<UsageSlice>("period_from", row => row.PeriodFrom),
            Time<UsageSlice>("at", row => row.At),
            Text<UsageSlice>("provider", row => row.Provider),
            Text<UsageSlice>("meter", row => row.Meter),
            Text<UsageSlice>("provider_customer", row => row.ProviderCustomer),
            Time<UsageSlice>("created_at", row => row.CreatedAt),
            Int16<UsageSlice>("status", row => (short)row.Status),
            Int64<UsageSlice>("token", row => row.Token),
            MaybeTime<UsageSlice>("try_at", row => row.TryAt),
            Int32<UsageSlice>("failures", row => row.Failures),
            Text<UsageSlice>("problem", row => row.Problem),
            MaybeTime<UsageSlice>("ended_at", row => row.EndedAt),
        ],
        row => new UsageSlice(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int64(2), row.Int32(3), row.Int64(4), row.Instant(5),
            row.Instant(6), row.Text(7), row.Text(8), row.Text(9), row.Instant(10))
        {
            Status = (UsageSliceStatus)row.Int16(11),
            Token = row.Int64(12),
            TryAt = row.NullableInstant(13),
            Failures = row.Int32(14),
            Problem = row.NullableText(15),
            EndedAt = row.NullableInstant(16),
        });
}
