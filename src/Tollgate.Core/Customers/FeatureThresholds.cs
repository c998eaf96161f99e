namespace Tollgate.Core.Customers;

/// <summary>
/// At which parts of its limits a customer's use is told of, feature by feature: what it says of a feature is so
/// whatever the feature or the settings say. Equal by content; immutable, thread-safe.
/// </summary>
public sealed class FeatureThresholds : IEquatable<FeatureThresholds>
{
    /// <summary>The most features.</summary>
    public const int Most = 100;

    readonly SortedDictionary<string, Percentages> features;

    FeatureThresholds(SortedDictionary<string, Percentages> features)
    {
        this.features = features;
        Text = CoreJson.Write(features);
    }

    /// <summary>As it is stored: JSON, by code.</summary>
    public string Text { get; }

    /// <summary>By code.</summary>
    public IReadOnlyDictionary<string, Percentages> Features => features;

    /// <summary>Those of the features named; null where none is.</summary>
    public static FeatureThresholds? Of(IReadOnlyDictionary<string, Percentages>? features) =>
        features is null or { Count: 0 } ? null : new(
            new SortedDictionary<string, Percentages>(features.ToDictionary(), StringComparer.Ordinal));

    /// <summary>Those of a stored text.</summary>
    public static FeatureThresholds? Read(string? text) =>
        text is null ? null : Of(CoreJson.Read<SortedDictionary<string, Percentages>>(text));

    /// <summary>What it says of a feature, or null.</summary>
    public Percentages? Find(string feature) => features.GetValueOrDefault(feature);

    /// <summary>Adds an error for each that no state could make valid; null passes.</summary>
    public static void Check(FieldErrors errors, string field, FeatureThresholds? given)
    {
        if (given is null) return;
        if (given.features.Count > Most)
            errors.Add(field, "too_many", $"{field} names at most {Most} features.");
        foreach (var (code, parts) in given.features)
        {
            if (!FieldErrors.IsId(code)) errors.Add($"{field}.{code}", "invalid_id", "A feature code must be an id.");
            else Percentages.Check(errors, $"{field}.{code}", parts);
        }
    }

    /// <summary>The bad fields where a catalogue has not got what it names, or only as a switch.</summary>
    public IReadOnlyList<FieldError> Misfits(Catalog.Catalog catalog, string field)
    {
        var errors = new FieldErrors();
        foreach (var code in features.Keys)
        {
            if (catalog.Feature(code) is not { } feature)
                errors.Add($"{field}.{code}", "unknown_feature", $"There is no feature {code}.");
            else if (feature.Type == FeatureType.Switch)
                errors.Add($"{field}.{code}", "not_allowed", $"{code} is a switch: it has no limits.");
        }
        return errors.All;
    }

    /// <inheritdoc/>
    public bool Equals(FeatureThresholds? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeatureThresholds);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
