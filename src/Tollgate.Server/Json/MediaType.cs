using System.Net.Http.Headers;

namespace Tollgate.Server;

/// <summary>The kinds of content that are read.</summary>
internal static class MediaType
{
    static readonly string[] Yaml = ["application/yaml", "application/x-yaml", "text/yaml"];

    public static bool IsJson(string? contentType) =>
        contentType == "application/json" || Is(contentType, "application/json");

    public static bool IsYaml(string? contentType) => Is(contentType, Yaml);

    public static bool IsOf(string? contentType, string type) => Is(contentType, type);

    public static string Taken(Operation operation)
    {
        if (operation.TakesListType is { } list) return $"{operation.TakesType} or {list}";
        return operation.TakesYaml ? "application/json or application/yaml" : operation.TakesType;
    }

    static bool Is(string? contentType, params string[] types) =>
        MediaTypeHeaderValue.TryParse(contentType, out var given)
        && types.Contains(given.MediaType, StringComparer.OrdinalIgnoreCase)
        && (given.CharSet is null || given.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
