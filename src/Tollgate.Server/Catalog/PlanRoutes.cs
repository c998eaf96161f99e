namespace Tollgate.Server;

/// <summary>Plans of the catalogue.</summary>
internal static class PlanRoutes
{
    const char List = 'p';

    static readonly Operation PutOne = new(
        "putPlan", "Catalogue", "Make a plan, or its next version if it differs from the latest.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.PlanRequest),
        Answers = typeof(Wire.Plan),
        Creates = true,
        Problems = [409],
    };

    static readonly Operation GetOne = new("getPlan", "Catalogue", "One version of a plan.")
    {
        Scope = Scope.CatalogRead,
        Query = [new QueryParameter("version", typeof(int), "The latest unless given.")],
        Answers = typeof(Wire.Plan),
        Problems = [404],
    };

    static readonly Operation GetAll = new(
        "listPlans", "Catalogue", "Every plan that is not archived, in its latest version, by code.")
    {
        Scope = Scope.CatalogRead,
        Query = [QueryParameter.Archived, QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Plan>),
    };

    static readonly Operation Archive = new(
        "archivePlan", "Catalogue", "Take no new subscriptions to a plan; those that there are go on.")
    {
        Scope = Scope.CatalogWrite,
        Takes = typeof(Wire.EmptyRequest),
        BodyOptional = true,
        Answers = typeof(Wire.Plan),
        Problems = [404],
    };

    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/plans/{code}", PutOne, PutAsync);
        routes.Get("/v1/plans/{code}", GetOne, GetAsync);
        routes.Get("/v1/plans", GetAll, ListAsync);
        routes.Post("/v1/plans/{code}/archive", Archive, ArchiveAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        var code = visit.Id("code");
        var body = await visit.ReadAsync<Wire.PlanRequest>();
        var command = new PutPlan(code, PlanWire.Definition(body, visit.Errors));
        return await visit.SubmitAsync(await visit.SignAsync(command), Render);
    }

    static async Task<Reply> GetAsync(Visit visit)
    {
        var (code, version) = (visit.Id("code"), visit.Number("version"));
        var account = await visit.AccountAsync();
        return account.Catalog.Plan(code, version) is { } plan
            ? Reply.Of(Statuses.Ok, PlanWire.Of(plan.Row))
            : Problems.Of(Statuses.PlanNotFound, visit.RequestId);
    }

    static async Task<Reply> ListAsync(Visit visit)
    {
        var (archived, limit, after) = (visit.Flag("archived"), visit.Limit(), visit.IdCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Catalog.Plans
            .Where(plan => archived || !plan.IsArchived)
            .Where(plan => string.CompareOrdinal(plan.Code, after) > 0)
            .OrderBy(plan => plan.Code, StringComparer.Ordinal).Take(limit + 1);
        return Pages.Of([.. rows], limit, plan => PlanWire.Of(plan.Row), plan => Cursors.Write(List, plan.Code));
    }

    static async Task<Reply> ArchiveAsync(Visit visit)
    {
        var code = visit.Id("code");
        await visit.ReadAsync<Wire.EmptyRequest>();
        return await visit.SubmitAsync(await visit.SignAsync(new ArchivePlan(code)), Render);
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<PlanVersion>)outcome;
        return Reply.Of(Statuses.Of(put), PlanWire.Of(put.Value));
    }
}
