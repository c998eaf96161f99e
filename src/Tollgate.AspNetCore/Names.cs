using System.Globalization;
using System.Text.Json;

namespace Tollgate.AspNetCore;

/// <summary>Names and times as the HTTP API writes them.</summary>
internal static class Names
{
    public static string Snake<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string Time(Instant time) => time.ToDateTimeUtc().ToString(
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
