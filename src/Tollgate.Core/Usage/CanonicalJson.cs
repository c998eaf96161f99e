using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tollgate.Core.Usage;

/// <summary>
/// One text for each JSON value: members in ordinal order, no white space, numbers without needless digits. What callers
/// attach is kept as this text, so that equal content compares equal on every database.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The most characters of one canonical text.</summary>
    public const int MostCharacters = 16_384;

    /// <summary>The canonical text of an object given by the caller; null stays null.</summary>
    public static string? Of(IReadOnlyDictionary<string, JsonElement>? members)
    {
        if (members is null) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) WriteObject(writer, members.Select(member => (member.Key, member.Value)));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The canonical text of any value.</summary>
    public static string Of(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value.EnumerateObject().Select(member => (member.Name, member.Value)));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    static void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Name, JsonElement Value)> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
        writer.WriteEndObject();
    }

    // A decimal holds 28 digits exactly. A number beyond that, or with an exponent, which may lie beyond it, keeps the text
    // it was sent with: two texts for one number tell equal content apart, one text for two would take them for equal.
    static string Number(JsonElement value)
    {
        var raw = value.GetRawText();
        if (raw.Length > 28 || raw.AsSpan().ContainsAny('e', 'E') || !value.TryGetDecimal(out var number)) return raw;
        return number.ToString("0.############################", CultureInfo.InvariantCulture);
    }
}
