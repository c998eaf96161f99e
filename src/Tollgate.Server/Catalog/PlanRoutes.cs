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

    static readonly Operation GetAll = new("listPlans", "Catalogue", "Every plan in its latest version, by code.")
    {
        Scope = Scope.CatalogRead,
        Query = [QueryParameter.Limit, QueryParameter.Cursor],
        Answers = typeof(Wire.Page<Wire.Plan>),
    };

    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        routes.Put("/v1/plans/{code}", PutOne, PutAsync);
        routes.Get("/v1/plans/{code}", GetOne, GetAsync);
        routes.Get("/v1/plans", GetAll, ListAsync);
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
        var (limit, after) = (visit.Limit(), visit.IdCursor(List));
        var account = await visit.AccountAsync();
        var rows = account.Catalog.Plans
            .Where(plan => string.CompareOrdinal(plan.Code, after) > 0)
            .OrderBy(plan => plan.Code, StringComparer.Ordinal).Take(limit + 1);
        return Pages.Of([.. rows], limit, plan => PlanWire.Of(plan.Row), plan => Cursors.Write(List, plan.Code));
    }

    static Reply Render(Outcome outcome)
    {
        var put = (Put<PlanVersion>)outcome;
        return Reply.Of(Statuses.Of(put), PlanWire.Of(put.Value));
    }
}
