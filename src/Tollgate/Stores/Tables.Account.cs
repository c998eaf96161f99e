namespace Tollgate.Stores;

// What belongs to no customer.
public static partial class Tables
{
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

    /// <summary>Discounts.</summary>
    public static Table<Discount> Discounts { get; } = new("discount", ["id"],
        [
            Int32<Discount>("id", row => row.Id),
            Text<Discount>("code", row => row.Code),
            Text<Discount>("definition", row => StoredDiscount.Write(row.Definition)),
            Int32<Discount>("uses", row => row.Uses),
            MaybeTime<Discount>("archived_at", row => row.ArchivedAt),
        ],
        row => new Discount(row.Int32(0), row.Text(1), StoredDiscount.Read(row.Text(2)))
        {
            Uses = row.Int32(3),
            ArchivedAt = row.NullableInstant(4),
        });

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
}
