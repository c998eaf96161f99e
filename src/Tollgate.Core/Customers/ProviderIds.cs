using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Core.Customers;

/// <summary>
/// What payment providers call a customer, a subscription or the use of a feature: one id of each provider. Equal by
/// content; immutable, thread-safe.
/// </summary>
[JsonConverter(typeof(ProviderIdsJson))]
public sealed class ProviderIds : IEquatable<ProviderIds>
{
    /// <summary>The most providers.</summary>
    public const int Most = 10;

    /// <summary>The most characters of a provider's id.</summary>
    public const int MostCharacters = 255;

    readonly SortedDictionary<string, string> ids;

    ProviderIds(SortedDictionary<string, string> ids)
    {
        this.ids = ids;
        Text = ids.Count == 0 ? null : CoreJson.Write(this);
    }

    /// <summary>No provider knows it.</summary>
    public static ProviderIds None { get; } = new([]);

    /// <summary>As it is stored: JSON, by provider; null: none.</summary>
    public string? Text { get; }

    /// <summary>By provider.</summary>
    public IReadOnlyDictionary<string, string> All => ids;

    /// <summary>As the audit shows them; null: none.</summary>
    internal ProviderIds? Shown => ids.Count == 0 ? null : this;

    /// <summary>Those ids by provider.</summary>
    public static ProviderIds Of(IReadOnlyDictionary<string, string> ids) =>
        ids.Count == 0 ? None : new(new SortedDictionary<string, string>(ids.ToDictionary(), StringComparer.Ordinal));

    /// <summary>Those of a stored text.</summary>
    public static ProviderIds Read(string? text) =>
        text is null ? None : CoreJson.Read<ProviderIds>(text);

    /// <summary>The id that a provider has of it, or null.</summary>
    public string? Find(string provider) => ids.GetValueOrDefault(provider);

    /// <summary>The same with another id of a provider, or none of it.</summary>
    public ProviderIds With(string provider, string? id)
    {
        var others = ids.Where(one => one.Key != provider).ToDictionary();
        if (id is not null) others[provider] = id;
        return Of(others);
    }

    /// <summary>Adds an error for each that no state could make valid; null passes.</summary>
    public static void Check(FieldErrors errors, string field, ProviderIds? given)
    {
        if (given is null) return;
        if (given.ids.Count > Most) errors.Add(field, "too_many", $"{field} names at most {Most} providers.");
        foreach (var (provider, id) in given.ids) Check(errors, field, provider, id);
    }

    /// <summary>Adds an error where a provider's name or its id could not be one.</summary>
    public static void Check(FieldErrors errors, string field, string provider, string? id)
    {
        if (!FieldErrors.IsId(provider)) errors.Add(field, "invalid_id", "A provider's name must be an id.");
        else errors.Text($"{field}.{provider}", id, MostCharacters, optional: false);
    }

    /// <inheritdoc/>
    public bool Equals(ProviderIds? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ProviderIds);

    /// <inheritdoc/>
    public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0;
}

/// <summary>As an object of texts.</summary>
internal sealed class ProviderIdsJson : JsonConverter<ProviderIds>
{
    public override ProviderIds Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Dictionary<string, string> ids = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var provider = reader.GetString()!;
            reader.Read();
            ids[provider] = reader.GetString()!;
        }
        return ProviderIds.Of(ids);
    }

    public override void Write(Utf8JsonWriter writer, ProviderIds value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (provider, id) in value.All) writer.WriteString(provider, id);
        writer.WriteEndObject();
    }
}
