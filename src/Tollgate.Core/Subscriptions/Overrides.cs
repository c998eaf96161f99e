using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Tollgate.Core.Subscriptions;

/// <summary>
/// What a subscription states of features in place of its plan. A feature that is named here is as it stands here,
/// whole, whether or not the plan has it; every other is the plan's. Immutable, compared by content, thread-safe.
/// </summary>
public sealed class Overrides : IEquatable<Overrides>
{
    /// <summary>The most features of one subscription.</summary>
    public const int MostFeatures = 100;

    /// <summary>The most characters of <see cref="Text"/>.</summary>
    public const int MostCharacters = 16_384;

    // Type and scale of a feature are for ever, so what was resolved once stays right.
    readonly ConcurrentDictionary<int, Allowance> resolved = new();

    Overrides(OverridesDefinition stated) => Stated = stated;

    /// <summary>Nothing is overridden.</summary>
    public static Overrides None { get; } = new(new OverridesDefinition(new(StringComparer.Ordinal)));

    /// <summary>As it was stated.</summary>
    public OverridesDefinition Stated { get; }

    /// <summary>Whether nothing is overridden.</summary>
    public bool IsEmpty => Stated.Features.Count == 0;

    /// <summary>Canonical JSON, as it is stored: one text for equal content; null: nothing.</summary>
    public string? Text => IsEmpty ? null : field ??= Canonical(Stated);

    /// <summary>Those of these features, by code.</summary>
    public static Overrides Of(IEnumerable<KeyValuePair<string, PlanFeature>> features)
    {
        SortedDictionary<string, PlanFeature> sorted = new(StringComparer.Ordinal);
        foreach (var (code, feature) in features) sorted[code] = feature;
        return sorted.Count == 0 ? None : new Overrides(new OverridesDefinition(sorted));
    }

    /// <summary>Those of a stored text; null: none.</summary>
    public static Overrides Read(string? text) =>
        text is null ? None : Of(CoreJson.Read<OverridesDefinition>(text).Features);

    /// <summary>What is stated of a feature, ready to decide on; null: nothing, so that the plan's holds.</summary>
    public Allowance? Of(Feature feature)
    {
        if (IsEmpty || !Stated.Features.TryGetValue(feature.Code, out var stated)) return null;
        return resolved.GetOrAdd(
            feature.Id, static (_, all) => Plan.Resolve(all.feature, all.stated), (feature, stated));
    }

    /// <summary>Adds an error for each field of <c>overrides</c> that no catalogue could make valid.</summary>
    public void Validate(FieldErrors errors)
    {
        if (IsEmpty) return;
        var outer = errors.Prefix;
        errors.Prefix = $"{outer}overrides.";
        if (Stated.Features.Count > MostFeatures)
            errors.Add("features", "too_many", $"A subscription overrides at most {MostFeatures} features.");
        else if (Text!.Length > MostCharacters)
            errors.Add("features", "too_long", string.Create(
                CultureInfo.InvariantCulture, $"features take more than {MostCharacters:N0} characters."));
        PutPlan.ValidateFeatures(errors, Stated.Features);
        errors.Prefix = outer;
    }

    /// <summary>Why they do not fit the catalogue, or null: judged exactly as a plan's features are.</summary>
    public Rejected? Misfit(Catalog.Catalog catalog)
    {
        var errors = CatalogDecider.Unresolved(catalog, Stated.Features, "overrides.");
        return errors.Count == 0 ? null
            : new Rejected(Rejection.Invalid, "The overrides do not fit the catalogue.", errors);
    }

    /// <inheritdoc/>
    public bool Equals(Overrides? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Overrides);

    /// <inheritdoc/>
    public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Text ?? "none";

    static string Canonical(OverridesDefinition stated)
    {
        using var parsed = JsonDocument.Parse(CoreJson.Write(stated));
        return CanonicalJson.Of(parsed.RootElement);
    }
}

/// <summary>Overrides as they are written.</summary>
/// <param name="Features">By feature code, in ordinal order; each as a plan would state it.</param>
public sealed record OverridesDefinition(SortedDictionary<string, PlanFeature> Features);
