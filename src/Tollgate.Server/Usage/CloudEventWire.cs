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
    public static Use Command(JsonElement one, FieldErrors errors)
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
        return new Use(
            subject ?? "x", type ?? "x", QuantityOf(data, errors), NamespaceOf(data, errors),
            CloudEventId.Of(source ?? "", id ?? ""), TimeOf(one, errors))
        {
            Properties = Attached.Text(Properties(data)),
            Metadata = Attached.Text(Kept(one)),
        };
    }

    /// <summary>What a field of a use is in a CloudEvent: <c>[1].quantity</c> is <c>[1].data.quantity</c>.</summary>
    public static string NameOf(string field)
    {
        var at = field.LastIndexOf('.') + 1;
        return field[..at] + Names.GetValueOrDefault(field[at..], field[at..]);
    }

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

    static decimal QuantityOf(JsonElement? data, FieldErrors errors)
    {
        if (data?.TryGetProperty(Quantity, out var value) != true) return 1;
        if (value.ValueKind == JsonValueKind.Number && Values.IsReadable(value, Metadata<decimal>.Strict))
            return value.GetDecimal();
        var code = value.ValueKind == JsonValueKind.Number ? "invalid_value" : "invalid_type";
        errors.Add("data.quantity", code, "data.quantity must be a number of at most 28 characters.");
        return 1;
    }

    static string? NamespaceOf(JsonElement? data, FieldErrors errors)
    {
        if (data?.TryGetProperty(Namespace, out var value) != true) return null;
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        errors.Add("data.namespace", "invalid_type", "data.namespace must be a string.");
        return null;
    }

    static Dictionary<string, JsonElement> Properties(JsonElement? data)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        if (data is not { } given) return members;
        foreach (var member in given.EnumerateObject())
            if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                members[member.Name] = member.Value;
        members.Remove(Quantity);
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
