namespace Tollgate.Server;

/// <summary>What a customer has.</summary>
internal static class EntitlementRoutes
{
    static readonly Operation GetAll = new(
        "getEntitlements", "Entitlements", "What a customer may use now, and how much is left.")
    {
        Scope = Scope.UsageRead,
        Query = [QueryParameter.Namespace],
        Answers = typeof(Wire.CustomerEntitlements),
        Problems = [404],
    };

    public static void MapEntitlements(this IEndpointRouteBuilder routes) =>
        routes.Get("/v1/customers/{id}/entitlements", GetAll, GetAsync);

    static async Task<Reply> GetAsync(Visit visit)
    {
        var (id, name) = (visit.Id("id"), visit.Namespace());
        var view = await visit.ShowAsync<EntitlementsView>(new ShowEntitlements(id, name));
        return Reply.Of(Statuses.Ok, EntitlementWire.Of(view));
    }
}
