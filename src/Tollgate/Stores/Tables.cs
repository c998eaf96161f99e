using System.Globalization;

namespace Tollgate.Stores;

/// <summary>Every table, column by column. Names are the same in every database.</summary>
public static partial class Tables
{
    /// <summary>The lock rows.</summary>
    public static Table<Head> Heads { get; } = new("customer_head", ["id"],
        [
            Int64<Head>("id", row => row.Customer.Value),
            Int64<Head>("sequence", row => row.Sequence),
            Int64<Head>("revision", row => row.Revision),
            Time<Head>("last_at", row => row.LastAt),
            MaybeTime<Head>("due_at", row => row.DueAt),
            Bytes<Head>("hash", row => row.Hash.Bytes),
        ],
        row => new Head(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int64(2), row.Instant(3), row.NullableInstant(4),
            row.Hash(5)));

    /// <summary>Profiles.</summary>
    public static Table<Profile> Profiles { get; } = new("profile", ["customer_id"],
        [
            Int64<Profile>("customer_id", row => row.Customer.Value),
            Text<Profile>("key", row => row.Key),
            Text<Profile>("name", row => row.Name),
            Text<Profile>("email", row => row.Email),
            Text<Profile>("time_zone", row => row.TimeZone),
            Text<Profile>("currency", row => row.Currency),
            Bool<Profile>("waived", row => row.Waived),
            MaybeTime<Profile>("suspended_at", row => row.SuspendedAt),
            Text<Profile>("suspended_reason", row => row.SuspendedReason),
            Text<Profile>("metadata", row => row.Metadata),
            Time<Profile>("created_at", row => row.CreatedAt),
            Int64<Profile>("epoch", row => row.Epoch),
            Text<Profile>("thresholds", row => row.Thresholds?.Text),
        ],
        row => new Profile(
            new CustomerId(row.Int64(0)), row.Text(1), row.NullableText(2), row.NullableText(3), row.Text(4),
            row.Text(5), row.Bool(6), row.NullableInstant(7), row.NullableText(8), row.NullableText(9), row.Instant(10),
            row.Int64(11))
        {
            Thresholds = FeatureThresholds.Read(row.NullableText(12)),
        });

    /// <summary>Subscriptions.</summary>
    public static Table<Subscription> Subscriptions { get; } = new("subscription", ["customer_id", "id"],
        [
            Int64<Subscription>("customer_id", row => row.Customer.Value),
            Int64<Subscription>("id", row => row.Id),
            Int32<Subscription>("plan_id", row => row.Plan),
            Bool<Subscription>("base", row => row.Base),
            Text<Subscription>("namespace", row => row.Namespace),
            Time<Subscription>("starts_at", row => row.StartsAt),
            MaybeTime<Subscription>("ends_at", row => row.EndsAt),
            MaybeTime<Subscription>("trial_ends_at", row => row.TrialEndsAt),
            Time<Subscription>("anchor", row => row.Anchor),
            MaybeTime<Subscription>("canceled_at", row => row.CanceledAt),
            MaybeTime<Subscription>("replaced_at", row => row.ReplacedAt),
            MaybeInt64<Subscription>("replaced_by", row => row.ReplacedBy),
            Text<Subscription>("external_id", row => row.ExternalId),
            Bytes<Subscription>("content", row => row.Content.Bytes),
            Text<Subscription>("metadata", row => row.Metadata),
            Time<Subscription>("created_at", row => row.CreatedAt),
            MaybeTime<Subscription>("paused_at", row => row.PausedAt),
            MaybeTime<Subscription>("activated_at", row => row.ActivatedAt),
            MaybeInt64<Subscription>("next_plan_id", row => row.NextPlan),
            MaybeTime<Subscription>("change_at", row => row.ChangeAt),
            MaybeTime<Subscription>("next_anchor", row => row.NextAnchor),
            MaybeInt64<Subscription>("trial_plan_id", row => row.TrialPlan),
            Int32<Subscription>("quantity", row => row.Quantity),
            Text<Subscription>("overrides", row => row.Overrides.Text),
            Text<Subscription>("next_overrides", row => row.NextOverrides.Text),
            MaybeTime<Subscription>("credited_until", row => row.CreditedUntil),
            Text<Subscription>("credited_plans", row => Numbers(row.CreditedPlans)),
            Bool<Subscription>("credited_once", row => row.CreditedOnce),
        ],
        row => new Subscription(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int32(2), row.Bool(3), row.Text(4), row.Instant(5),
            row.NullableInstant(6), row.NullableInstant(7), row.Instant(8), row.NullableInstant(9),
            row.NullableInstant(10),
            row.NullableInt64(11), row.NullableText(12), row.Hash(13), row.NullableText(14), row.Instant(15))
        {
            PausedAt = row.NullableInstant(16),
            ActivatedAt = row.NullableInstant(17),
            NextPlan = (int?)row.NullableInt64(18),
            ChangeAt = row.NullableInstant(19),
            NextAnchor = row.NullableInstant(20),
            TrialPlan = (int?)row.NullableInt64(21),
            Quantity = row.Int32(22),
            Overrides = Overrides.Read(row.NullableText(23)),
            NextOverrides = Overrides.Read(row.NullableText(24)),
            CreditedUntil = row.NullableInstant(25),
            CreditedPlans = Numbers(row.NullableText(26)),
            CreditedOnce = row.Bool(27),
        });

    /// <summary>Boosts.</summary>
    public static Table<Boost> Boosts { get; } = new("boost", ["customer_id", "id"],
        [
            Int64<Boost>("customer_id", row => row.Customer.Value),
            Int64<Boost>("id", row => row.Id),
            Int32<Boost>("feature_id", row => row.Feature),
            Int16<Boost>("type", row => (short)row.Type),
            Int64<Boost>("quantity", row => row.Quantity),
            Text<Boost>("per", row => row.Per),
            Text<Boost>("namespace", row => row.Namespace),
            Time<Boost>("starts_at", row => row.StartsAt),
            MaybeTime<Boost>("ends_at", row => row.EndsAt),
            MaybeTime<Boost>("canceled_at", row => row.CanceledAt),
            Text<Boost>("external_id", row => row.ExternalId),
            Bytes<Boost>("content", row => row.Content.Bytes),
            Text<Boost>("metadata", row => row.Metadata),
            Time<Boost>("created_at", row => row.CreatedAt),
        ],
        row => new Boost(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Int32(2), (BoostType)row.Int16(3), row.Int64(4),
            row.NullableText(5),
            row.Text(6), row.Instant(7), row.NullableInstant(8), row.NullableInstant(9), row.NullableText(10),
            row.Hash(11),
            row.NullableText(12), row.Instant(13)));

    /// <summary>Namespaces.</summary>
    public static Table<Namespace> Namespaces { get; } = new("namespace", ["customer_id", "key"],
        [
            Int64<Namespace>("customer_id", row => row.Customer.Value),
            Text<Namespace>("key", row => row.Key),
            Text<Namespace>("name", row => row.Name),
            Time<Namespace>("created_at", row => row.CreatedAt),
            MaybeInt64<Namespace>("owner_id", row => row.Owner?.Id.Value),
            Text<Namespace>("owner", row => row.Owner?.Key),
        ],
        row => new Namespace(new CustomerId(row.Int64(0)), row.Text(1), row.NullableText(2), row.Instant(3))
        {
            Owner = row.NullableInt64(4) is { } owner ? new NamespaceOwner(new CustomerId(owner), row.Text(5)) : null,
        });

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
            },
        },
        AppendOnly: true);

    /// <summary>Other changes.</summary>
    public static Table<AuditEntry> Audits { get; } = new("audit", ["customer_id", "sequence"],
        [
            Int64<AuditEntry>("customer_id", row => row.Customer.Value),
            Int64<AuditEntry>("sequence", row => row.Sequence),
            Time<AuditEntry>("at", row => row.At),
            Text<AuditEntry>("actor", row => row.Actor),
            Text<AuditEntry>("action", row => row.Action),
            Text<AuditEntry>("subject", row => row.Subject),
            Text<AuditEntry>("before", row => row.Before),
            Text<AuditEntry>("after", row => row.After),
            Bytes<AuditEntry>("hash", row => row.Hash.Bytes),
        ],
        row => new AuditEntry(
            new CustomerId(row.Int64(0)), row.Int64(1), row.Instant(2), row.Text(3), row.Text(4), row.Text(5),
            row.NullableText(6), row.NullableText(7), row.Hash(8)),
        AppendOnly: true);

    /// <summary>Features.</summary>
    public static Table<Feature> Features { get; } = new("feature", ["id"],
        [
            Int32<Feature>("id", row => row.Id),
            Text<Feature>("code", row => row.Code),
            Text<Feature>("definition", row => CoreJson.Write(row.Definition)),
            MaybeTime<Feature>("archived_at", row => row.ArchivedAt),
        ],
        row => new Feature(row.Int32(0), row.Text(1), CoreJson.Read<FeatureDefinition>(row.Text(2)))
        {
            ArchivedAt = row.NullableInstant(3),
        });

    /// <summary>Plan versions.</summary>
    public static Table<PlanVersion> Plans { get; } = new("plan", ["id"],
        [
            Int32<PlanVersion>("id", row => row.Id),
            Text<PlanVersion>("code", row => row.Code),
            Int32<PlanVersion>("version", row => row.Version),
            Text<PlanVersion>("definition", row => CoreJson.Write(row.Definition)),
            MaybeTime<PlanVersion>("archived_at", row => row.ArchivedAt),
        ],
        row => new PlanVersion(row.Int32(0), row.Text(1), row.Int32(2), CoreJson.Read<PlanDefinition>(row.Text(3)))
        {
            ArchivedAt = row.NullableInstant(4),
        });

    /// <summary>Versions of rate cards.</summary>
    public static Table<RateCardVersion> RateCards { get; } = new("rate_card", ["id"],
        [
            Int32<RateCardVersion>("id", row => row.Id),
            Text<RateCardVersion>("code", row => row.Code),
            Int32<RateCardVersion>("version", row => row.Version),
            Text<RateCardVersion>("definition", row => CoreJson.Write(row.Card)),
        ],
        row => new RateCardVersion(row.Int32(0), row.Text(1), row.Int32(2), CoreJson.Read<RateCard>(row.Text(3))));

    /// <summary>Settings.</summary>
    public static Table<Setting> Settings { get; } = new("setting", ["key"],
        [Text<Setting>("key", row => row.Key), Text<Setting>("value", row => row.Value)],
        row => new Setting(row.Text(0), row.Text(1)));

    /// <summary>API keys.</summary>
    public static Table<ApiKey> Keys { get; } = new("api_key", ["id"],
        [
            Int64<ApiKey>("id", row => row.Id),
            Text<ApiKey>("prefix", row => row.Prefix),
            Bytes<ApiKey>("hash", row => row.Hash.Bytes),
            Text<ApiKey>("name", row => row.Name),
            Text<ApiKey>("scopes", row => string.Join(' ', row.Scopes)),
            Time<ApiKey>("created_at", row => row.CreatedAt),
            MaybeTime<ApiKey>("expires_at", row => row.ExpiresAt),
            MaybeTime<ApiKey>("revoked_at", row => row.RevokedAt),
            Text<ApiKey>("customer", row => row.Customer),
            MaybeInt64<ApiKey>("rate_per_minute", row => row.Rate?.PerMinute),
            MaybeInt64<ApiKey>("rate_burst", row => row.Rate?.Burst),
        ],
        row => new ApiKey(
            row.Int64(0), row.Text(1), row.Hash(2), row.Text(3), row.Text(4).Split(' '), row.Instant(5),
            row.NullableInstant(6), row.NullableInstant(7), row.NullableText(8),
            row.NullableInt64(9) is { } rate ? new KeyRate((int)rate, (int)row.Int64(10)) : null));

    /// <summary>Stored responses.</summary>
    public static Table<StoredResponse> Responses { get; } = new("response", ["key"],
        [
            Text<StoredResponse>("key", row => row.Key),
            Bytes<StoredResponse>("request", row => row.Request.Bytes),
            Int16<StoredResponse>("status", row => row.Status),
            Bytes<StoredResponse>("body", row => row.Body),
            Time<StoredResponse>("created_at", row => row.CreatedAt),
        ],
        row => new StoredResponse(row.Text(0), row.Hash(1), row.Int16(2), row.Bytes(3), row.Instant(4)),
        AppendOnly: true);

    /// <summary>The kinds of lines that reserve, as they stand in a list of SQL.</summary>
    public static string ReservingKinds { get; } = Kinds(UsageKinds.Reserves);

    /// <summary>The kinds of lines that are listed as uses.</summary>
    public static string ListedKinds { get; } = Kinds(
        kind => kind is UsageKind.Use or UsageKind.Reversal or UsageKind.Accrual);

    static string Kinds(Func<UsageKind, bool> those) =>
        string.Join(", ", Enum.GetValues<UsageKind>().Where(those).Select(kind => $"{(short)kind}"));

    // With spaces between them; none are null.
    static string? Numbers(IReadOnlyList<int> numbers) => numbers.Count == 0 ? null : string.Join(' ', numbers);

    static IReadOnlyList<int> Numbers(string? text) =>
        text is null ? [] : [.. text.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    static Column<TRow> Int64<TRow>(string name, Func<TRow, long> get) =>
        new Column<TRow, long>(name, ColumnType.Int64, get);

    static Column<TRow> MaybeInt64<TRow>(string name, Func<TRow, long?> get) =>
        new Column<TRow, long?>(name, ColumnType.Int64, get);

    static Column<TRow> Int32<TRow>(string name, Func<TRow, int> get) =>
        new Column<TRow, int>(name, ColumnType.Int32, get);

    static Column<TRow> Int16<TRow>(string name, Func<TRow, short> get) =>
        new Column<TRow, short>(name, ColumnType.Int16, get);

    static Column<TRow> Bool<TRow>(string name, Func<TRow, bool> get) =>
        new Column<TRow, bool>(name, ColumnType.Bool, get);

    static Column<TRow> Text<TRow>(string name, Func<TRow, string?> get) =>
        new Column<TRow, string?>(name, ColumnType.Text, get);

    static Column<TRow> Bytes<TRow>(string name, Func<TRow, byte[]> get) =>
        new Column<TRow, byte[]>(name, ColumnType.Bytes, get);

    static Column<TRow> Time<TRow>(string name, Func<TRow, Instant> get) =>
        new Column<TRow, Instant>(name, ColumnType.Instant, get);

    static Column<TRow> MaybeTime<TRow>(string name, Func<TRow, Instant?> get) =>
        new Column<TRow, Instant?>(name, ColumnType.Instant, get);
}
