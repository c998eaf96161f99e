namespace Tollgate.Server;

/// <summary>What a change of plan would do, decided as the change itself and dropped.</summary>
internal static class PreviewRoutes
{
    static readonly Operation PreviewOne = new(
        "previewSubscription", "Subscriptions", "What would a change to another plan do? Nothing is changed.")
    {
        Scope = Scope.CustomersRead,
        Takes = typeof(Wire.PreviewRequest),
        Answers = typeof(Wire.ChangePreview),
        Problems = [404, 409],
    };

    public static void MapPreviews(this IEndpointRouteBuilder routes) =>
        routes.Post("/v1/subscriptions/{id}/preview", PreviewOne, PreviewAsync);

    static async Task<Reply> PreviewAsync(Visit visit)
    {
        var sid = (string)visit.Http.Request.RouteValues["id"]!;
        if (!SubscriptionId.TryParse(sid, out var customer, out var id))
            return await visit.RefuseAsync(Statuses.Of(Rejection.SubscriptionNotFound));
        var body = await visit.ReadAsync<Wire.PreviewRequest>();
        var command = new PreviewChange(SubscriptionWire.Command(customer, id, body, visit.Errors));
        return await visit.SubmitAsync(new Submission([command], Render) { ReadOnly = true });
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes) =>
        Reply.Of(Statuses.Ok, PreviewWire.Of(((Shown<ChangePreview>)outcomes[0]).Value));
}
