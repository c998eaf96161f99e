using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tollgate.Core.Wallets;

/// <summary>
/// Where money is paid out to: a JSON object of whatever the method takes, such as an account's number.
/// </summary>
public static class Destination
{
    const string Mask = "****";
    const int Shown = 4;

    /// <summary>
    /// The same as it may be shown: of each value the last four characters, and nothing of one that has but so many.
    /// What was masked stays as it is.
    /// </summary>
    public static string Masked(string destination)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var document = JsonDocument.Parse(destination))
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, document.RootElement);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Masked(value.GetString()!.AsSpan()));
                break;
            default:
                writer.WriteStringValue(Masked(value.GetRawText().AsSpan()));
                break;
        }
    }

    static string Masked(ReadOnlySpan<char> text)
    {
        if (text.Length <= Shown) return Mask;
        // Half of a pair of surrogates could not be stored.
        var from = text.Length - Shown;
        return string.Concat(Mask, text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..]);
    }
}
