using System.Text.Json;
using Tollgate.Client;

namespace Tollgate.Server.Commands;

/// <summary>What applying a catalogue changes, as lines to read.</summary>
static class CatalogDifference
{
    /// <summary>One line for each thing the document names, and below a changed one each of its values that change.</summary>
    public static IEnumerable<string> Lines(IEnumerable<CatalogChange> changes) => changes.SelectMany(Lines);

    static IEnumerable<string> Lines(CatalogChange change)
    {
        yield return $"{Sign(change.Action)} {Name(change)}";
        if (change.Action != "update") yield break;

        var before = Flat(change.Before);
        var after = Flat(change.After);
        foreach (var path in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            if (old != now) yield return $"    {path}: {old ?? "(none)"} -> {now ?? "(none)"}";
        }
    }

    static string Sign(string action) => action switch
    {
        "create" => "+",
        "update" => "~",
        _ => "=",
    };

    static string Name(CatalogChange change) =>
        change.Kind == change.Code ? change.Kind : $"{change.Kind} {change.Code}";

    static Dictionary<string, string> Flat(JsonElement? definition)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (definition is { } element) Flatten(element, "", values);
        return values;
    }

    static void Flatten(JsonElement element, string path, Dictionary<string, string> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
                Flatten(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", values);
            return;
        }
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index()) Flatten(item, $"{path}[{index}]", values);
            return;
        }
        if (element.ValueKind != JsonValueKind.Null) values[path] = element.GetRawText();
    }
}
