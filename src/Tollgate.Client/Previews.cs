using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/subscriptions/{sid}/preview</c>: what a change of plan would do. Nothing is changed.</summary>
public sealed record PreviewRequest
{
    /// <inheritdoc cref="ChangeRequest.Plan"/>
    public required string Plan { get; init; }

    /// <inheritdoc cref="ChangeRequest.Version"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    /// <summary>
    /// <see cref="CancelRequest.Now"/>, <see cref="CancelRequest.PeriodEnd"/>, or a time. Now unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? At { get; init; }

    /// <inheritdoc cref="ChangeRequest.Overrides"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Overrides? Overrides { get; init; }

    /// <inheritdoc cref="ChangeRequest.Anchor"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Anchor { get; init; }
}

/// <summary>What a change of plan would do.</summary>
public sealed record ChangePreview
{
    /// <summary>The subscription as it would be at that moment.</summary>
    public required Subscription Subscription { get; init; }

    /// <summary>When it takes effect; null where the subscription is over before that.</summary>
    public DateTimeOffset? TakesEffectAt { get; init; }

    /// <summary>One for each feature that is included before or after, by position and code.</summary>
    public required IReadOnlyList<FeaturePreview> Data { get; init; }

    /// <summary>
    /// What the prices come to, by currency and period; empty where nothing was paid, or no price has a counterpart.
    /// </summary>
    public required IReadOnlyList<Proration> Prorations { get; init; }
}

/// <summary>What becomes of one feature.</summary>
public sealed record FeaturePreview
{
    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>In one word.</summary>
    public required PreviewEffect Effect { get; init; }

    /// <summary>What the customer may use now.</summary>
    public required Entitlement Before { get; init; }

    /// <summary>
    /// What it may use from then on: in the windows of that moment, with what was used in them until now.
    /// </summary>
    public required Entitlement After { get; init; }
}

/// <summary>What becomes of a feature.</summary>
[JsonConverter(typeof(WireEnumConverter<PreviewEffect>))]
public enum PreviewEffect
{
    /// <summary>It is as it was.</summary>
    Kept,

    /// <summary>It has other limits, or another overage policy.</summary>
    Changed,

    /// <summary>It comes.</summary>
    Added,

    /// <summary>It goes.</summary>
    Removed,
}

/// <summary>
/// What a change comes to if prices are paid in advance by the period. A part is the time left over the length of the
/// period, rounded half up to the currency's minor unit. Nobody is charged by it.
/// </summary>
public sealed record Proration
{
    /// <summary>Three capital letters; of every amount here.</summary>
    public required string Currency { get; init; }

    /// <summary>How often both prices are due.</summary>
    public required PricePer Per { get; init; }

    /// <summary>The new price's period, counted from the anchor.</summary>
    public required Period Period { get; init; }

    /// <summary>What is left of the old price, for all seats: a decimal such as <c>12.50</c>.</summary>
    public required string Credit { get; init; }

    /// <summary>What the new price costs until the period's end.</summary>
    public required string Charge { get; init; }

    /// <summary>Charge less credit: below 0 where something is to be given back.</summary>
    public required string Due { get; init; }
}
