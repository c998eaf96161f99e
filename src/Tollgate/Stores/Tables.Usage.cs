namespace Tollgate.Stores;

// What was used, and what is set aside.
public static partial class Tables
{
    /// <summary>Reservations. An open one has outcome 0.</summary>
    public static Table<Reservation> Reservations { get; } = new("reservation", ["customer_id", "id"],
        [
            Int64<Reservation>("customer_id", row => row.Customer.Value),
            Text<Reservation>("id", row => row.Id),
            Int32<Reservation>("feature_id", row => row.Feature),
            Text<Reservation>("namespace", row => row.Namespace),
            Int64<Reservation>("quantity", row => row.Quantity),
            Int64<Reservation>("included", row => row.Included),
            Int64<Reservation>("top_up", row => row.TopUp),
            Int64<Reservation>("overage", row => row.Overage),
            Int16<Reservation>("flags", row => (short)row.Flags),
            Time<Reservation>("at", row => row.At),
            Time<Reservation>("expires_at", row => row.ExpiresAt),
            Text<Reservation>("draws", row => Draw.Write(row.Draws)),
            Text<Reservation>("actor", row => row.Actor),
            Text<Reservation>("properties", row => row.Properties),
            Text<Reservation>("metadata", row => row.Metadata),
            Int16<Reservation>("outcome", row => (short)(row.End?.Kind ?? 0)),
            MaybeInt64<Reservation>("end_sequence", row => row.End?.Sequence),
            MaybeTime<Reservation>("ended_at", row => row.End?.At),
            Bytes<Reservation>("end_content", row => row.End?.Content.Bytes ?? []),
            Bytes<Reservation>("end_decision", row => row.End?.Decision ?? []),
            Text<Reservation>("currency", row => row.Held?.Currency.Code),
            MaybeInt64<Reservation>("held", row => row.Held?.Amount.Micros),
            Text<Reservation>("held_parts", row => row.Held is { } held ? CreditPart.Write(held.Parts) : null),
            MaybeInt64<Reservation>("rated_feature_id", row => row.Held?.Rated?.Feature),
            MaybeTime<Reservation>("rated_from", row => row.Held?.Rated?.Cycle),
        ],
        row => new Reservation(
            new CustomerId(row.Int64(0)), row.Text(1), row.Int32(2), row.Text(3), row.Int64(4), row.Int64(5),
            row.Int64(6), row.Int64(7), (UsageFlags)row.Int16(8), row.Instant(9), row.Instant(10),
            Draw.Read(row.Text(11)), row.NullableText(12), row.NullableText(13), row.NullableText(14),
            row.NullableInt64(16) is not { } sequence ? null : new ReservationEnd(
                (ReservationEndKind)row.Int16(15), sequence, row.Instant(17), row.Hash(18), row.Bytes(19)))
        {
            Held = row.NullableText(20) is not { } currency ? null : new HeldCredit(
                Currency.Parse(currency), Amount(row, 21), CreditPart.Read(row.Text(22)))
            {
                Rated = row.NullableInt64(23) is { } feature ? ((int)feature, row.Instant(24)) : null,
            },
        });

    /// <summary>Counters. Rolling ones keep from when they count.</summary>
    public static Table<Counter> Counters { get; } = new("counter",
        ["customer_id", "feature_id", "pot", "namespace", "window", "starts_at", "ends_at"],
        [
            Int64<Counter>("customer_id", row => row.Key.Customer.Value),
            Int32<Counter>("feature_id", row => row.Key.Feature),
            Text<Counter>("pot", row => row.Key.Pot),
            Text<Counter>("namespace", row => row.Key.Namespace),
            Text<Counter>("window", row => row.Key.Window),
            Time<Counter>("starts_at", row => row.Key.From),
            Time<Counter>("ends_at", row => row.Key.To),
            Int64<Counter>("epoch", row => row.Key.Epoch),
            Int64<Counter>("used", row => row.Used),
            Int64<Counter>("reserved", row => row.Reserved),
            MaybeTime<Counter>("counted_from", row => row.CountedFrom),
            MaybeTime<Counter>("oldest", row => row.Oldest),
            Int16<Counter>("alerted", row => row.Alerted),
        ],
        row => new Counter(
            new CounterKey(
                new CustomerId(row.Int64(0)), row.Int32(1), row.Text(2), row.Text(3), row.Text(4), row.Instant(5),
                row.Instant(6), row.Int64(7)),
            row.Int64(8), row.Int64(9), row.NullableInstant(10), row.NullableInstant(11),
            row.Int16(12)));

    /// <summary>The memory of event ids.</summary>
    public static Table<RecordedId> Ids { get; } = new("event_id", ["customer_id", "id"],
        [
            Int64<RecordedId>("customer_id", row => row.Customer.Value),
            Text<RecordedId>("id", row => row.Id),
            Int64<RecordedId>("sequence", row => row.Sequence),
            Bytes<RecordedId>("content", row => row.Content.Bytes),
            Bytes<RecordedId>("decision", row => row.Decision),
        ],
        row => new RecordedId(new CustomerId(row.Int64(0)), row.Text(1), row.Int64(2), row.Hash(3), row.Bytes(4)),
        AppendOnly: true);

    /// <summary>Uses.</summary>
    public static Table<UsageEvent> Events { get; } = new(
        "event", ["customer_id", "feature_id", "at", "sequence", "line"],
        [
            Int64<UsageEvent>("customer_id", row => row.Customer.Value),
            Int64<UsageEvent>("sequence", row => row.Sequence),
            Int16<UsageEvent>("line", row => row.Line),
            Text<UsageEvent>("id", row => row.Id),
            Int16<UsageEvent>("kind", row => (short)row.Kind),
            Int32<UsageEvent>("feature_id", row => row.Feature),
            Text<UsageEvent>("pot", row => row.Pot),
            Text<UsageEvent>("namespace", row => row.Namespace),
            Int64<UsageEvent>("quantity", row => row.Quantity),
            Time<UsageEvent>("at", row => row.At),
            Time<UsageEvent>("recorded_at", row => row.RecordedAt),
            Int16<UsageEvent>("flags", row => (short)row.Flags),
            Int64<UsageEvent>("included", row => row.Included),
            Int64<UsageEvent>("top_up", row => row.TopUp),
            Int64<UsageEvent>("overage", row => row.Overage),
            Text<UsageEvent>("actor", row => row.Actor),
            Text<UsageEvent>("properties", row => row.Properties),
            Text<UsageEvent>("metadata", row => row.Metadata),
            Bytes<UsageEvent>("hash", row => row.Hash.Bytes),
            Text<UsageEvent>("currency", row => row.Charge?.Currency.Code),
            MaybeInt64<UsageEvent>("charge", row => row.Charge?.Amount.Micros),
            Text<UsageEvent>("cost", row => row.Charge?.Cost.ToString()),
            Text<UsageEvent>("paid", row => row.Charge is { } charge ? CreditPart.Write(charge.Paid) : null),
            MaybeTime<UsageEvent>("rated_from", row => row.Charge?.Cycle),
            Text<UsageEvent>("rated", row => row.Charge?.Rated?.Text),
        ],
        row => new UsageEvent(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int16(2), row.Text(3), (UsageKind)row.Int16(4),
            row.Int32(5), row.Text(6), row.Text(7), row.Int64(8), row.Instant(9), row.Instant(10),
            (UsageFlags)row.Int16(11), row.Int64(12), row.Int64(13), row.Int64(14), row.NullableText(15),
            row.NullableText(16), row.NullableText(17), row.Hash(18))
        {
            Charge = row.NullableText(19) is not { } currency ? null : new Charge(
                Currency.Parse(currency), Amount(row, 20), Exact.Parse(row.Text(21)), CreditPart.Read(row.Text(22)))
            {
                Cycle = row.NullableInstant(23),
                Rated = RatedUnits.Read(row.NullableText(24)),
            },
        },
        AppendOnly: true);

    /// <summary>The kinds of lines that reserve, as they stand in a list of SQL.</summary>
    public static string ReservingKinds { get; } = Kinds(UsageKinds.Reserves);

    /// <summary>The kinds of lines that are listed as uses.</summary>
    public static string ListedKinds { get; } = Kinds(
        kind => kind is UsageKind.Use or UsageKind.Reversal or UsageKind.Accrual);

    static string Kinds(Func<UsageKind, bool> those) =>
        string.Join(", ", Enum.GetValues<UsageKind>().Where(those).Select(kind => $"{(short)kind}"));
}
