using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tollgate.Server;

/// <summary>
/// The slow way to read a document that is not of its shape: walks it along the metadata of its type, notes every bad
/// field, and puts together what is good of it, with something good in the place of what must not be missing.
/// </summary>
internal sealed class Repair(FieldErrors errors)
{
    // Enough is named: there is no use in walking on.
    bool IsFull => errors.All.Count >= BadFields.Most;

    /// <summary>The document as far as it is good, and every bad field of it noted.</summary>
    /// <exception cref="BadRequestException">It is no JSON at all.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, FieldErrors errors) where T : class
    {
        using var document = Parse(json);
        var before = errors.All.Count;
        var repaired = new Repair(errors).Walk(document.RootElement, Metadata<T>.Strict, "");
        try
        {
            if (errors.All.Count > before && errors.All.Count < BadFields.Most
                && repaired?.Deserialize(Metadata<T>.Strict) is { } value) return value;
        }
        catch (JsonException unforeseen)
        {
            if (errors.All.Count == before)
                errors.Add(Wire.WireJson.FieldOf(unforeseen), "invalid_value", "The value is not allowed.");
        }
        throw new BadRequestException(Statuses.Malformed, BadFields.Sentence(errors.All), errors.All);
    }

    /// <summary>The document as it is.</summary>
    /// <exception cref="BadRequestException">It is no JSON at all.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = Wire.WireJson.MaxDepth });
        }
        catch (JsonException broken)
        {
            var (line, column) = (broken.LineNumber + 1, broken.BytePositionInLine + 1);
            throw new BadRequestException(Statuses.Malformed, string.Create(
                CultureInfo.InvariantCulture,
                $"The body is no JSON, or nested too deeply: line {line}, byte {column}."));
        }
    }

    JsonNode? Walk(JsonElement value, JsonTypeInfo type, string path)
    {
        if (type.Type == typeof(Wire.PlanFeature) && value.ValueKind == JsonValueKind.Object)
            type = Of(type, typeof(Wire.PlanFeatureBody));
        if (type.Type == typeof(Wire.CardDefault) && value.ValueKind == JsonValueKind.Object)
            type = Of(type, typeof(Wire.CardDefaultBody));
        return type.Kind switch
        {
            JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object => WalkObject(value, type, path),
            JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object => WalkMap(value, type, path),
            JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array => WalkList(value, type, path),
            JsonTypeInfoKind.None => WalkValue(value, type, path),
            _ => Bad(path, "invalid_type", $"must be {Values.Expected(type)}"),
        };
    }

    JsonObject WalkObject(JsonElement value, JsonTypeInfo type, string path)
    {
        var result = new JsonObject();
        foreach (var (name, member) in Members(value, path))
        {
            var at = Join(path, name);
            var property = type.Properties.FirstOrDefault(known => known.Name == name);
            if (property is null) Bad(at, "unknown_field", "is not known here");
            else if (member.ValueKind == JsonValueKind.Null && property.IsSetNullable) result[name] = null;
            else if (Walk(member, Of(type, property.PropertyType), at) is { } good) result[name] = good;
            else if (property.IsRequired) result[name] = Values.Good(Of(type, property.PropertyType));
        }
        foreach (var property in type.Properties)
        {
            if (!property.IsRequired || result.ContainsKey(property.Name)) continue;
            Bad(Join(path, property.Name), "required", "is required");
            result[property.Name] = Values.Good(Of(type, property.PropertyType));
        }
        return result;
    }

    JsonObject WalkMap(JsonElement value, JsonTypeInfo type, string path)
    {
        var result = new JsonObject();
        foreach (var (name, member) in Members(value, path))
            if (Walk(member, Of(type, type.ElementType!), Join(path, name)) is { } good) result[name] = good;
        return result;
    }

    JsonArray WalkList(JsonElement value, JsonTypeInfo type, string path)
    {
        var result = new JsonArray();
        var element = Of(type, type.ElementType!);
        foreach (var item in value.EnumerateArray())
        {
            if (IsFull) break;
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{result.Count}]");
            result.Add(Walk(item, element, at) ?? Values.Good(element));
        }
        return result;
    }

    JsonNode? WalkValue(JsonElement value, JsonTypeInfo type, string path)
    {
        var before = errors.All.Count;
        WalkText(value, path);
        if (errors.All.Count > before) return null;
        if (type.Type == typeof(JsonElement) || Values.IsReadable(value, type)) return Copy(value);
        var code = Values.IsKind(value, type) ? "invalid_value" : "invalid_type";
        Bad(path, code, $"must be {Values.Expected(type)}");
        return null;
    }

    static JsonNode? Copy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        JsonValueKind.Array => JsonArray.Create(value.Clone()),
        _ => JsonValue.Create(value.Clone()),
    };

    // Whatever the caller may choose freely: it only has to be text that can be stored, and no member twice.
    void WalkText(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var (name, member) in Members(value, path)) WalkText(member, Join(path, name));
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var (i, item) in value.EnumerateArray().Index()) WalkText(item, $"{path}[{i}]");
        else if (value.ValueKind == JsonValueKind.String && !StorableText.TryRead(value, out _))
            Bad(path, "invalid_text", "holds U+0000 or half of a surrogate pair");
    }

    IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (IsFull) yield break;
            if (!StorableText.TryRead(member, out var name))
                Bad(path, "invalid_text", "has a member whose name cannot be stored");
            else if (!seen.Add(name)) Bad(Join(path, name), "duplicate_field", "is given more than once");
            else yield return (name, member.Value);
        }
    }

    JsonObject? Bad(string path, string code, string what)
    {
        if (!IsFull) errors.Add(path, code, $"{(path.Length == 0 ? "The body" : path)} {what}.");
        return null;
    }

    static JsonTypeInfo Of(JsonTypeInfo type, Type other) => type.Options.GetTypeInfo(other);

    static string Join(string path, string name) =>
        path.Length == 0 ? StorableText.Shorten(name) : $"{path}.{StorableText.Shorten(name)}";
}
