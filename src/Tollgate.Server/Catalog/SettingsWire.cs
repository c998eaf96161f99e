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
        if (request.Thresholds is not { } thresholds) return settings;
        return settings with { Thresholds = Percentages.Of(thresholds) };
    }

    public static Wire.Settings Of(Settings settings) => new()
    {
        LateLimit = Text(settings.LateLimit),
        Thresholds = [.. settings.Thresholds.Select(one => (int)one)],
    };

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
