namespace Tollgate.Server;

/// <summary>How subscriptions go on that no provider renews.</summary>
internal static class RenewalRoutes
{
    const string Path = "/v1/subscriptions/{id}/renewal";

    static readonly Operation PutOne = new(
        "putRenewal", "Subscriptions", "Have it renewed by the wallet or by invoice, from when what is paid is over.")
    {
        Scope = Scope.CustomersWrite,
        Takes = typeof(Wire.RenewalRequest),
        Answers = typeof(Wire.Subscription),
        Problems = [404, 409],
    };

    static readonly Operation DeleteOne = new(
        "deleteRenewal", "Subscriptions", "Have it renewed no more: it ends when what is paid is over.")
    {
        Scope = Scope.CustomersWrite,
        Answers = typeof(Wire.Subscription),
        Problems = [404, 409],
    };

    public static void MapRenewals(this IEndpointRouteBuilder routes)
    {
        routes.Put(Path, PutOne, PutAsync);
        routes.Delete(Path, DeleteOne, DeleteAsync);
    }

    static async Task<Reply> PutAsync(Visit visit)
    {
        if (!SubscriptionId.TryParse(Named(visit), out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.SubscriptionNotFound));
        var body = await visit.ReadAsync<Wire.RenewalRequest>();
        return await SubscriptionRoutes.SubmitAsync(visit, new SetRenewal(
            customer, id, RenewalWire.Terms(body.By, body.Per, body.Discount), Times.Read(body.DueAt)));
    }

    static async Task<Reply> DeleteAsync(Visit visit)
    {
        if (!SubscriptionId.TryParse(Named(visit), out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.SubscriptionNotFound));
        return await SubscriptionRoutes.SubmitAsync(visit, new EndRenewal(customer, id));
    }

    static string Named(Visit visit) => (string)visit.Http.Request.RouteValues["id"]!;
}
