namespace Tollgate.Core.Catalog;

/// <summary>What CloudEvents of one type use.</summary>
/// <param name="Feature">The feature's code.</param>
/// <param name="Quantity">
/// Where its quantity is, as <c>data.usage.tokens</c>; null: in <c>data.quantity</c>, 1 unless given.
/// </param>
public sealed record CloudEventType(string Feature, string? Quantity);

/// <summary>
/// Which types of CloudEvents use what; the type of any other is the feature itself. Equal by content; immutable,
/// thread-safe.
/// </summary>
public sealed class CloudEventTypes : IEquatable<CloudEventTypes>
{
    /// <summary>The most types.</summary>
    public const int Most = 500;

    const int MostCharacters = 256;
    const int MostNames = 6;

    readonly SortedDictionary<string, CloudEventType> types;

    CloudEventTypes(SortedDictionary<string, CloudEventType> types)
    {
        this.types = types;
        Text = CoreJson.Write(types);
    }

    /// <summary>None is mapped.</summary>
    public static CloudEventTypes None { get; } = new(new(StringComparer.Ordinal));

    /// <summary>As they are stored: JSON, by type.</summary>
    public string Text { get; }

    /// <summary>By type.</summary>
    public IReadOnlyDictionary<string, CloudEventType> All => types;

    /// <summary>Those.</summary>
    public static CloudEventTypes Of(IReadOnlyDictionary<string, CloudEventType> types) =>
        types.Count == 0 ? None : new(
            new SortedDictionary<string, CloudEventType>(types.ToDictionary(), StringComparer.Ordinal));

    /// <summary>Those of a stored text.</summary>
    public static CloudEventTypes Read(string text) =>
        Of(CoreJson.Read<SortedDictionary<string, CloudEventType>>(text));

    /// <summary>What events of a type use, or null: its type is the feature.</summary>
    public CloudEventType? Find(string type) => types.GetValueOrDefault(type);

    /// <summary>Adds an error for each that no state could make valid.</summary>
    public void Check(FieldErrors errors, string field)
    {
        if (types.Count > Most) errors.Add(field, "too_many", $"{field} maps at most {Most} types.");
        foreach (var (type, mapped) in types)
        {
            var path = $"{field}.{type}";
            if (type.Length is 0 or > MostCharacters || !FieldErrors.IsStorable(type))
                errors.Add(field, "invalid_value", $"A type has 1 to {MostCharacters} characters.");
            if (!FieldErrors.IsId(mapped.Feature))
                errors.Add($"{path}.feature", "invalid_id", "A feature code must be an id.");
            if (mapped.Quantity is not null && !IsPath(mapped.Quantity))
                errors.Add($"{path}.quantity", "invalid_value",
                    $"quantity must be a path of up to {MostNames} names, as data.usage.tokens.");
        }
    }

    /// <summary>The bad fields where a catalogue has not got what they use.</summary>
    public IReadOnlyList<FieldError> Misfits(Catalog catalog, string field)
    {
        var errors = new FieldErrors();
        foreach (var (type, mapped) in types)
            if (catalog.Feature(mapped.Feature) is null)
                errors.Add($"{field}.{type}.feature", "unknown_feature", $"There is no feature {mapped.Feature}.");
        return errors.All;
    }

    static bool IsPath(string text)
    {
        var names = text.Split('.');
        return text.Length <= MostCharacters && FieldErrors.IsStorable(text)
            && names.Length is >= 2 and <= MostNames && names[0] == "data" && names.All(name => name.Length > 0);
    }

    /// <inheritdoc/>
    public bool Equals(CloudEventTypes? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CloudEventTypes);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
