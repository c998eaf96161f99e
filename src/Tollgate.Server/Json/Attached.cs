using System.Text.Json;

namespace Tollgate.Server;

/// <summary>What callers attach (metadata, properties): kept as canonical text, given back as it was.</summary>
internal static class Attached
{
    /// <summary>The text to keep; nothing for an empty object, which is as good as none.</summary>
    public static string? Text(Dictionary<string, JsonElement>? members) =>
        members is { Count: > 0 } ? CanonicalJson.Of(members) : null;

    /// <summary>The members of a kept text; empty for none.</summary>
    public static Dictionary<string, JsonElement> Members(string? text)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        if (text is null) return members;
        foreach (var member in Element(text).EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }

    /// <summary>A kept text as it goes into an answer.</summary>
    public static JsonElement Element(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
