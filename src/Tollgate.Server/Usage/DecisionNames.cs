using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Reasons and flags by their names on the wire.</summary>
internal static class DecisionNames
{
    static readonly Dictionary<Reason, JsonEncodedText> Reasons =
        Enum.GetValues<Reason>().ToDictionary(reason => reason, reason => JsonEncodedText.Encode(Snake(reason)));

    static readonly (UsageFlags Flag, string Name)[] Flags =
        [.. Enum.GetValues<UsageFlags>().Where(flag => flag != UsageFlags.None).Select(flag => (flag, Snake(flag)))];

    public static JsonEncodedText Of(Reason reason) => Reasons[reason];

    public static string Of(OverageMode mode) => Snake(mode);

    public static IReadOnlyList<string> Of(UsageFlags flags) =>
        flags == UsageFlags.None
            ? []
            : [.. Flags.Where(known => flags.HasFlag(known.Flag)).Select(known => known.Name)];

    static string Snake<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
