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
        var command = new PutSettings(SettingsWire.Stated(body, visit.Errors));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var account = await visit.AccountAsync();
        return Reply.Of(Statuses.Ok, SettingsWire.Of(account.Catalog.Settings));
    }

    static Reply Render(Outcome outcome) => Reply.Of(Statuses.Ok, SettingsWire.Of(((Put<Settings>)outcome).Value));
}
