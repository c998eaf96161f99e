namespace Tollgate.Server;

/// <summary>May a customer pass the gate? For callers that do not embed it; nothing is locked for them.</summary>
internal static class AccessRoutes
{
    static readonly Operation Check = new(
        "checkAccess", "Payments", "Whether a customer may pass the gate, as things stand; nothing is recorded.")
    {
        Scope = Scope.UsageRead,
        Takes = typeof(Wire.AccessRequest),
        Answers = typeof(Wire.AccessAnswer),
        Problems = [404],
    };

    public static void MapAccess(this IEndpointRouteBuilder routes) => routes.Post("/v1/access", Check, CheckAsync);

    static async Task<Reply> CheckAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.AccessRequest>();
        var access = await visit.ShowAsync<AccessView>(new ShowAccess(body.Customer, body.Namespace));
        return Reply.Of(Statuses.Ok, PaymentWire.Of(access));
    }
}
