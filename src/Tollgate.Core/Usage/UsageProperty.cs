using System.Text.Json;

namespace Tollgate.Core.Usage;

/// <summary>One property of a recorded use as text, to tell uses apart by.</summary>
public static class UsageProperty
{
    /// <summary>The most characters (code points) of a value; what follows is cut off.</summary>
    public const int MostCharacters = 128;

    /// <summary>
    /// A string as it is, anything else as it stands in the JSON; null where the use does not state it, states null, or
    /// was erased.
    /// </summary>
    public static string? Of(string? properties, string name)
    {
        if (properties is null || Erased.Is(properties)) return null;
        using var document = JsonDocument.Parse(properties);
        return document.RootElement.TryGetProperty(name, out var value) ? Of(value) : null;
    }

    /// <summary>The same of its value.</summary>
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Cut(value.GetString()!),
        _ => Cut(value.GetRawText()),
    };

    static string Cut(string text)
    {
        if (text.Length <= MostCharacters) return text;
        var end = 0;
        foreach (var rune in text.EnumerateRunes().Take(MostCharacters)) end += rune.Utf16SequenceLength;
        return text[..end];
    }
}
