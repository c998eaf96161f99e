namespace Tollgate.Server;

/// <summary>Features of the catalogue.</summary>
internal static class FeatureRoutes
{
    const char List = 'f';

    static readonly Operation PutOne = new("putFeature", "Catalogue", "Make a feature, or change it.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.FeatureRequest),
        Answers = typeof(Wire.Feature),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetOne = new("getFeature", "Catalogue", "One feature.")
    {
        Scope = Scope.CatalogRead,
        Answers = typeof(Wire.Feature),
        Problems = [404],
    };

    static readonly Operation GetAll = new("listFeatures", "Catalogue", "Every feature that is not archived, by code.")
    {
        Scope = Scope.CatalogRead,
        Query = [QueryParameter.Archived, QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Feature>),
    };

    static readonly Operation Archive = new(
        "archiveFeature", "Catalogue", "Put a feature into no new plan version and no boost; what includes it goes on.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Feature),
        Problems = [404],
    };

    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/features/{code}", PutOne, PutAsync);
        routes.Get("/v1/features/{code}", GetOne, GetAsync);
        routes.Get("/v1/features", GetAll, ListAsync);
        routes.Post("/v1/features/{code}/archive", Archive, ArchiveAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var code = visit.Id("code");
        var body = await visit.ReadAsync<Wire.FeatureRequest>();
        var command = new PutFeature(code, FeatureWire.Definition(body));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var code = visit.Id("code");
        var account = await visit.AccountAsync();
        return account.Catalog.Feature(code) is { } feature
            ? Reply.Of(Statuses.Ok, FeatureWire.Of(feature))
            : Problems.Of(Statuses.FeatureNotFound, visit.RequestId);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (archived, limit, after) = (visit.Flag("archived"), visit.Limit(), visit.IdCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Catalog.Features
            .Where(feature => archived || feature.ArchivedAt is null)
            .Where(feature => string.CompareOrdinal(feature.Code, after) > 0)
            .OrderBy(feature => feature.Code, StringComparer.Ordinal).Take(limit + 1);
        return Pages.Of([.. rows], limit, FeatureWire.Of, feature => Cursors.Write(List, feature.Code));
    }

    static async Task<Reply> ArchiveAsync(Visit visit)
    {
        var code = visit.Id("code");
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new ArchiveFeature(code)), Render);
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<Feature>)outcome;
        return Reply.Of(Statuses.Of(put), FeatureWire.Of(put.Value));
    }
}
