using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What happens to a use that passes the limits.</summary>
[JsonConverter(typeof(WireEnumConverter<OverageMode>))]
public enum OverageMode
{
    /// <summary>Refused with <c>limit_exceeded</c>; the default.</summary>
    Deny,

    /// <summary>Recorded as overage.</summary>
    Allow,

    /// <summary>Recorded as overage, and paid from the wallet at the feature's price.</summary>
    Charge,
}

/// <summary>What a plan gives of one feature: <c>true</c>, or unlimited, or limits.</summary>
[JsonConverter(typeof(PlanFeatureConverter))]
public sealed record PlanFeature
{
    /// <summary><c>true</c>: a switch, on.</summary>
    public static PlanFeature Enabled { get; } = new() { IsEnabled = true };

    /// <summary>Whether this is <c>true</c>; then nothing else is set.</summary>
    public bool IsEnabled { get; private init; }

    /// <summary>No limit at all; excludes <see cref="Limits"/>. False unless given.</summary>
    public bool? Unlimited { get; init; }

    /// <summary>Every one of them holds; at most one for each <see cref="PlanLimit.Per"/>.</summary>
    public IReadOnlyList<PlanLimit>? Limits { get; init; }

    /// <summary>Deny unless given.</summary>
    public OverageMode? Overage { get; init; }

    /// <summary>The most overage, in units; no end to it unless given.</summary>
    public decimal? OverageLimit { get; init; }

    /// <summary>Whether overage is reported for billing. False unless given.</summary>
    public bool? Billable { get; init; }

    /// <summary>What overage costs, where it is charged; of a gauge by the unit and hour.</summary>
    public Price? Price { get; init; }
}

/// <summary>So much in each window.</summary>
public sealed record PlanLimit
{
    /// <summary>In the feature's units, 0 or more, at most the feature's decimal places.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>
    /// <c>forever</c>, <c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>cycle</c>, or an ISO 8601
    /// duration for a rolling window (<c>PT5H</c>, <c>P30D</c>; no months, 400 days at most).
    /// </summary>
    public required string Per { get; init; }

    /// <summary>The most of it that one namespace may take; all of it unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? PerNamespace { get; init; }
}

/// <summary>
/// The object form of <see cref="PlanFeature"/> on the wire, for schemas; programs use <see cref="PlanFeature"/>.
/// </summary>
public sealed record PlanFeatureBody
{
    /// <inheritdoc cref="PlanFeature.Unlimited"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Unlimited { get; init; }

    /// <inheritdoc cref="PlanFeature.Limits"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlanLimit>? Limits { get; init; }

    /// <inheritdoc cref="PlanFeature.Overage"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OverageMode? Overage { get; init; }

    /// <inheritdoc cref="PlanFeature.OverageLimit"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OverageLimit { get; init; }

    /// <inheritdoc cref="PlanFeature.Billable"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Billable { get; init; }

    /// <inheritdoc cref="PlanFeature.Price"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Price? Price { get; init; }

    internal static PlanFeatureBody Of(PlanFeature feature) => new()
    {
        Unlimited = feature.Unlimited,
        Limits = feature.Limits,
        Overage = feature.Overage,
        OverageLimit = feature.OverageLimit,
        Billable = feature.Billable,
        Price = feature.Price,
    };

    internal PlanFeature ToFeature() => new()
    {
        Unlimited = Unlimited,
        Limits = Limits,
        Overage = Overage,
        OverageLimit = OverageLimit,
        Billable = Billable,
        Price = Price,
    };
}
