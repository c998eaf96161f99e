using System.Text.Json;
using System.Text.Unicode;

namespace Tollgate.Server;

/// <summary>Text that every database can store: UTF-8, no U+0000, no half of a surrogate pair.</summary>
internal static class StorableText
{
    const int MostShown = 128;

    /// <summary>
    /// Whether all of a JSON document is. Only an escape can bring in what UTF-8 and JSON do not allow by themselves.
    /// </summary>
    public static bool IsAllOf(ReadOnlySpan<byte> json) =>
        Utf8.IsValid(json) && (json.IndexOf("\\u"u8) < 0 || AreEscapes(json));

    /// <summary>The text of a string; false where it cannot be stored.</summary>
    public static bool TryRead(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return FieldErrors.IsStorable(text);
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The name of a member; false where it cannot be stored.</summary>
    public static bool TryRead(JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return FieldErrors.IsStorable(name);
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>As much of a caller's own name for something as an error repeats.</summary>
    public static string Shorten(string name) => name.Length <= MostShown ? name : name[..(MostShown - 3)] + "...";

    static bool AreEscapes(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Wire.WireJson.MaxDepth });
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped
                    && !FieldErrors.IsStorable(reader.GetString()))
                    return false;
            return true;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
