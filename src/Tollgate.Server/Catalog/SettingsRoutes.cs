using System.Globalization;

namespace Tollgate.Server;

/// <summary>Settings of the account.</summary>
internal static class SettingsRoutes
{
    static readonly Operation PutAll = new(
        "putSettings", "Catalogue", "Set the account's settings; what is left out takes its default.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.SettingsRequest),
        Answers = typeof(Wire.Settings),
    };

    static readonly Operation GetAll = new("getSettings", "Catalogue", "The settings in force.")
    {
        Scope = Scope.CatalogRead,
        Answers = typeof(Wire.Settings),
    };

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/settings", PutAll, PutAsync);
        routes.Get("/v1/settings", GetAll, GetAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.SettingsRequest>();
        var command = new PutSettings(SettingsWire.Of(body, visit.Errors));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var account = await visit.AccountAsync();
        return Reply.Of(Statuses.Ok, SettingsWire.Of(account.Catalog.Settings));
    }

    static Reply Render(Outcome outcome) => Reply.Of(Statuses.Ok, SettingsWire.Of(((Put<Settings>)outcome).Value));
}

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
