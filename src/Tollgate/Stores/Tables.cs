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
            Text<Profile>("providers", row => row.Providers.Text),
        ],
        row => new Profile(
            new CustomerId(row.Int64(0)), row.Text(1), row.NullableText(2), row.NullableText(3), row.Text(4),
            row.Text(5), row.Bool(6), row.NullableInstant(7), row.NullableText(8), row.NullableText(9), row.Instant(10),
            row.Int64(11))
        {
            Thresholds = FeatureThresholds.Read(row.NullableText(12)),
            Providers = ProviderIds.Read(row.NullableText(13)),
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
            MaybeTime<Subscription>("past_due_at", row => row.PastDueAt),
            Bool<Subscription>("falls", row => row.Falls),
            MaybeTime<Subscription>("lapses_at", row => row.LapsesAt),
            MaybeInt64<Subscription>("put_off_plan_id", row => row.PutOff?.Plan),
            MaybeTime<Subscription>("put_off_at", row => row.PutOff?.At),
            MaybeTime<Subscription>("put_off_anchor", row => row.PutOff?.Anchor),
            Text<Subscription>("put_off_overrides", row => row.PutOff?.Overrides.Text),
            Text<Subscription>("providers", row => row.Providers.Text),
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
            PastDueAt = row.NullableInstant(28),
            Falls = row.Bool(29),
            LapsesAt = row.NullableInstant(30),
            PutOff = row.NullableInt64(31) is not { } plan ? null : new PlanChange(
                (int)plan, row.Instant(32), row.NullableInstant(33), Overrides.Read(row.NullableText(34))),
            Providers = ProviderIds.Read(row.NullableText(35)),
        });

    /// <summary>Where providers' ids are found. Nothing decides on them, so that they are never loaded.</summary>
    public static Table<ProviderLink> Links { get; } = new(
        "provider_link", ["customer_id", "provider", "subscription_id"],
        [
            Int64<ProviderLink>("customer_id", row => row.Customer.Value),
            Text<ProviderLink>("provider", row => row.Provider),
            Int64<ProviderLink>("subscription_id", row => row.Subscription),
            Text<ProviderLink>("id", row => row.Id),
        ],
        row => new ProviderLink(new CustomerId(row.Int64(0)), row.Text(1), row.Int64(2), row.NullableText(3)));

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
}
