using System.Net.Http.Headers;

namespace Tollgate.Server;

/// <summary>The kinds of content that are read.</summary>
internal static class MediaType
{
    static readonly string[] Yaml = ["application/yaml", "application/x-yaml", "text/yaml"];

    public static bool IsJson(string? contentType) =>
        contentType == "application/json" || Is(contentType, "application/json");

    public static bool IsYaml(string? contentType) => Is(contentType, Yaml);

    public static string Taken(Operation operation) =>
        operation.TakesYaml ? "application/json or application/yaml" : "application/json";

    static bool Is(string? contentType, params string[] types) =>
        MediaTypeHeaderValue.TryParse(contentType, out var given)
        && types.Contains(given.MediaType, StringComparer.OrdinalIgnoreCase)
        && (given.CharSet is null || given.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
