using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tollgate.Core.Usage;

/// <summary>
/// One text for each JSON value: members in ordinal order, no white space, numbers without needless digits. What
/// callers attach is kept as this text, so that equal content compares equal on every database.
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
        using (var writer = new Utf8JsonWriter(buffer))
            WriteObject(writer, members.Select(member => (member.Key, member.Value)));
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

    // A decimal holds 28 digits and 28 places exactly; a number beyond that keeps the text it was sent with.
    static string Number(JsonElement value)
    {
        var raw = value.GetRawText();
        if (raw.Length > 28 || Places(raw) > 28 || !value.TryGetDecimal(out var number)) return raw;
        return number.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    // How many decimal places a number has, its exponent counted in.
    static long Places(ReadOnlySpan<char> number)
    {
        var end = number.IndexOfAny('e', 'E');
        var mantissa = end < 0 ? number : number[..end];
        if (end < 0
            || !long.TryParse(
                number[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            exponent = end < 0 ? 0 : int.MinValue;
        }
        var point = mantissa.IndexOf('.');
        return (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
    }
}
