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
        ],
        row => new Tally(
            new TallyKey(new CustomerId(row.Int64(0)), row.Int32(1), row.Text(2)), row.Int64(3), row.Int64(4),
            row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9), row.Int64(10)),
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
}
