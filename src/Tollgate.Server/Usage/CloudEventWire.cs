using System.Text.Json;

namespace Tollgate.Server;

/// <summary>CloudEvents between the wire and the engine.</summary>
internal static class CloudEventWire
{
    const int MostCharacters = 2048;
    const string Quantity = "quantity";
    const string Namespace = "namespace";

    static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["customer"] = "subject",
        ["feature"] = "type",
        [Quantity] = "data.quantity",
        [Namespace] = "data.namespace",
        ["at"] = "time",
        ["properties"] = "data",
    };

    /// <summary>The use that an event tells of; what is bad of it is noted. Unknown attributes are let be.</summary>
    public static Use Command(JsonElement one, CloudEventTypes types, FieldErrors errors)
    {
        if (one.ValueKind != JsonValueKind.Object)
        {
            errors.Add("event", "invalid_type", "A CloudEvent must be an object.");
            return new Use("x", "x");
        }
        if (Text(one, "specversion", errors) is { } version && version != "1.0")
            errors.Add("specversion", "invalid_value", "specversion must be 1.0.");
        var (source, id) = (Text(one, "source", errors), Text(one, "id", errors));
        var (type, subject) = (Text(one, "type", errors), Text(one, "subject", errors));
        var data = Data(one, errors);
        var mapped = type is null ? null : types.Find(type);
        return new Use(
            subject ?? "x", mapped?.Feature ?? type ?? "x", QuantityOf(data, mapped?.Quantity, errors),
            NamespaceOf(data, errors), CloudEventId.Of(source ?? "", id ?? ""), TimeOf(one, errors))
        {
            Properties = Attached.Text(Properties(data, mapped?.Quantity)),
            Metadata = Attached.Text(Kept(one)),
        };
    }

    /// <summary>
    /// What a field of a use is in its CloudEvent, the first or the one that it numbers: <c>[1].quantity</c> is
    /// <c>[1].data.quantity</c>, or where the settings say that it is.
    /// </summary>
    public static string NameOf(string field, IReadOnlyList<JsonElement> events, CloudEventTypes types)
    {
        var at = field.LastIndexOf('.') + 1;
        var (prefix, name) = (field[..at], field[at..]);
        if (name != Quantity) return prefix + Names.GetValueOrDefault(name, name);
        var one = events[prefix.Length == 0 ? 0 : int.Parse(prefix.AsSpan(1, prefix.Length - 3), Digits)];
        var mapped = one.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? types.Find(type.GetString()!)?.Quantity
            : null;
        return prefix + (mapped ?? Names[Quantity]);
    }

    static readonly System.Globalization.CultureInfo Digits = System.Globalization.CultureInfo.InvariantCulture;

    static string? Text(JsonElement one, string name, FieldErrors errors)
    {
        if (!one.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            errors.Add(name, "required", $"{name} is required.");
        else if (value.ValueKind != JsonValueKind.String) errors.Add(name, "invalid_type", $"{name} must be a string.");
        else if (value.GetString() is not { Length: > 0 } text) errors.Add(name, "required", $"{name} is empty.");
        else if (text.Length > MostCharacters)
            errors.Add(name, "too_long", $"{name} is longer than {MostCharacters} characters.");
        else return text;
        return null;
    }

    static Instant? TimeOf(JsonElement one, FieldErrors errors)
    {
        if (!one.TryGetProperty("time", out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && Wire.WireTime.TryRead(value.GetString()!, out var time))
            return Instant.FromDateTimeOffset(time);
        errors.Add("time", "invalid_value", "time must be a time in RFC 3339 with an offset.");
        return null;
    }

    static JsonElement? Data(JsonElement one, FieldErrors errors)
    {
        if (one.TryGetProperty("data_base64", out _))
            errors.Add("data_base64", "not_allowed", "data must be a JSON object, not bytes.");
        if (!one.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null) return null;
        if (data.ValueKind == JsonValueKind.Object) return data;
        errors.Add("data", "invalid_type", "data must be an object.");
        return null;
    }

    // Where a place for it is mapped, each event must have it there: one is no guess at a number of tokens.
    static decimal QuantityOf(JsonElement? data, string? mapped, FieldErrors errors)
    {
        var path = mapped ?? Names[Quantity];
        if (At(data, path) is not { } value)
        {
            if (mapped is not null) errors.Add(path, "required", $"{path} is required.");
            return 1;
        }
        if (value.ValueKind == JsonValueKind.Number && Values.IsReadable(value, Metadata<decimal>.Strict))
            return value.GetDecimal();
        var code = value.ValueKind == JsonValueKind.Number ? "invalid_value" : "invalid_type";
        errors.Add(path, code, $"{path} must be a number of at most 28 characters.");
        return 1;
    }

    static JsonElement? At(JsonElement? data, string path)
    {
        var value = data;
        foreach (var name in path.Split('.').Skip(1))
        {
            if (value is not { ValueKind: JsonValueKind.Object } parent || !parent.TryGetProperty(name, out var child))
                return null;
            value = child;
        }
        return value;
    }

    static string? NamespaceOf(JsonElement? data, FieldErrors errors)
    {
        if (data?.TryGetProperty(Namespace, out var value) != true) return null;
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        errors.Add("data.namespace", "invalid_type", "data.namespace must be a string.");
        return null;
    }

    static Dictionary<string, JsonElement> Properties(JsonElement? data, string? mapped)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        if (data is not { } given) return members;
        foreach (var member in given.EnumerateObject())
            if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                members[member.Name] = member.Value;
        members.Remove((mapped ?? Names[Quantity])["data.".Length..]);
        members.Remove(Namespace);
        return members;
    }

    // What its event id was made of.
    static Dictionary<string, JsonElement> Kept(JsonElement one)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (var name in (string[])["id", "source", "type"])
            if (one.TryGetProperty(name, out var value)) members[name] = value;
        return members;
    }
}
