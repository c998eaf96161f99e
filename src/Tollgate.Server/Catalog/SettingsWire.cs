using System.Globalization;

namespace Tollgate.Server;

/// <summary>Settings between the wire and the engine.</summary>
internal static class SettingsWire
{
    const string None = "P0D";

    /// <summary>The settings a request states; a duration that is none is noted.</summary>
    public static Settings Of(Wire.SettingsRequest request, FieldErrors errors)
    {
        if (request.LateLimit is null) return Settings.Default;
        if (request.LateLimit is None or "PT0S") return new Settings(Duration.Zero);
        if (Per.TryParse(request.LateLimit, out var per) && per.Kind == PerKind.Rolling)
            return new Settings(per.Length);
        errors.Add("late_limit", "invalid_value", "late_limit must be a duration of at most 400 days, as P35D.");
        return Settings.Default;
    }

    public static Wire.Settings Of(Settings settings) => new() { LateLimit = Text(settings.LateLimit) };

    static string Text(Duration duration) => duration < Duration.FromSeconds(1)
        ? None
        : Per.Parse(string.Create(CultureInfo.InvariantCulture, $"PT{(long)duration.TotalSeconds}S")).Text;
}
