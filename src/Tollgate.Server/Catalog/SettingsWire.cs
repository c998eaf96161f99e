using System.Globalization;

namespace Tollgate.Server;

/// <summary>Settings between the wire and the engine.</summary>
internal static class SettingsWire
{
    const string None = "P0D";

    /// <summary>The settings a request states; a duration that is none is noted.</summary>
    public static Settings Of(Wire.SettingsRequest request, FieldErrors errors)
    {
        var settings = Settings.Default with { LateLimit = LateLimit(request.LateLimit, errors) };
        if (request.Thresholds is { } thresholds)
            settings = settings with { Thresholds = Percentages.Of(thresholds) };
        return settings with { CloudEvents = Types(request.CloudEvents?.Types) };
    }

    public static Wire.Settings Of(Settings settings) => new()
    {
        LateLimit = Text(settings.LateLimit),
        Thresholds = [.. settings.Thresholds.Select(one => (int)one)],
        CloudEvents = new()
        {
            Types = settings.CloudEvents.All.ToDictionary(
                one => one.Key,
                one => new Wire.CloudEventType { Feature = one.Value.Feature, Quantity = one.Value.Quantity }),
        },
    };

    static CloudEventTypes Types(IReadOnlyDictionary<string, Wire.CloudEventType>? types) =>
        types is null ? CloudEventTypes.None : CloudEventTypes.Of(types.ToDictionary(
            one => one.Key, one => new CloudEventType(one.Value.Feature, one.Value.Quantity)));

    static Duration LateLimit(string? text, FieldErrors errors)
    {
        if (text is null) return Settings.Default.LateLimit;
        if (text is None or "PT0S") return Duration.Zero;
        if (Per.TryParse(text, out var per) && per.Kind == PerKind.Rolling) return per.Length;
        errors.Add("late_limit", "invalid_value", "late_limit must be a duration of at most 400 days, as P35D.");
        return Settings.Default.LateLimit;
    }

    static string Text(Duration duration) => duration < Duration.FromSeconds(1)
        ? None
        : Per.Parse(string.Create(CultureInfo.InvariantCulture, $"PT{(long)duration.TotalSeconds}S")).Text;
}
