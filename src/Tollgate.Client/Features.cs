using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What kind of thing a feature is. It never changes.</summary>
[JsonConverter(typeof(WireEnumConverter<FeatureType>))]
public enum FeatureType
{
    /// <summary>On or off. A use is recorded and counts nothing.</summary>
    Switch,

    /// <summary>A quantity per window.</summary>
    Metered,

    /// <summary>A level that is set, raised and lowered: storage, seats.</summary>
    Gauge,
}

/// <summary><c>PUT /v1/features/{code}</c>, and a feature in the catalogue document.</summary>
public sealed record FeatureRequest
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Fixed when the feature is made: changing it is 409.</summary>
    public required FeatureType Type { get; init; }

    /// <summary>What one of it is called, as <c>token</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Decimal places of its quantities, 0 to 9. 0 unless given. Fixed when the feature is made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Scale { get; init; }

    /// <summary>For grouping on a page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Category { get; init; }

    /// <summary>For ordering on a page, lowest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Position { get; init; }

    /// <summary>The code of the metered feature whose allowance its uses draw on as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pool { get; init; }

    /// <summary>
    /// How many units of the pool one unit of it draws, above 0 and at most 10^9, exact in the pool's decimal places.
    /// 1 unless given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Weight { get; init; }

    /// <summary>
    /// The parts of its limits, in per cent, at which use is told of: at most 10, rising, 1 to 1,000 each; none,
    /// nothing is told. Those of the settings unless given. What a customer says of the feature goes before them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Thresholds { get; init; }

    /// <summary>By what payment providers count its use. None unless given; of what is metered alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, FeatureProvider>? Providers { get; init; }
}

/// <summary>By what a payment provider counts the use of a feature.</summary>
public sealed record FeatureProvider
{
    /// <summary>The name of the meter's event; at most 255 characters.</summary>
    public required string MeterEvent { get; init; }
}

/// <summary>A feature as the server holds it.</summary>
public sealed record Feature
{
    /// <summary>The caller's own name for it, 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Code { get; init; }

    /// <inheritdoc cref="FeatureRequest.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="FeatureRequest.Type"/>
    public required FeatureType Type { get; init; }

    /// <inheritdoc cref="FeatureRequest.Unit"/>
    public string? Unit { get; init; }

    /// <summary>Decimal places of its quantities, 0 to 9.</summary>
    public required int Scale { get; init; }

    /// <inheritdoc cref="FeatureRequest.Category"/>
    public string? Category { get; init; }

    /// <inheritdoc cref="FeatureRequest.Position"/>
    public int? Position { get; init; }

    /// <inheritdoc cref="FeatureRequest.Pool"/>
    public string? Pool { get; init; }

    /// <summary>How many units of the pool one unit of it draws; null where it has no pool.</summary>
    public decimal? Weight { get; init; }

    /// <inheritdoc cref="FeatureRequest.Thresholds"/>
    public IReadOnlyList<int>? Thresholds { get; init; }

    /// <summary>By what payment providers count its use; empty where none does.</summary>
    public required IReadOnlyDictionary<string, FeatureProvider> Providers { get; init; }

    /// <summary>Since when it is put into no new plan version and no boost; null: it is.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}
