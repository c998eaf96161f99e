namespace Tollgate.Server;

/// <summary>Would it be allowed? Nothing is recorded.</summary>
internal static class CheckRoutes
{
    const string List = "checks";

    static readonly Operation CheckOne = new("check", "Usage", "Would this use be allowed? Nothing is recorded.")
    {
        Scope = Scope.UsageRead,
        Takes = typeof(Wire.CheckRequest),
        Answers = typeof(Wire.Decision),
    };

    static readonly Operation CheckMany = new(
        "checkBatch", "Usage", "Would each of these uses be allowed, as things stand?")
    {
        Scope = Scope.UsageRead,
        Takes = typeof(Wire.CheckBatchRequest),
        MostBytes = Operation.LargeBody,
        Answers = typeof(Wire.CheckBatchResult),
    };

    public static void MapChecks(this IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/check", CheckOne, CheckAsync);
        routes.Post("/v1/check/batch", CheckMany, CheckBatchAsync);
    }

    static async Task<Reply> CheckAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.CheckRequest>();
        return await visit.SubmitAsync(new Submission([UsageWire.Command(body)], Render) { ReadOnly = true });
    }

    static async Task<Reply> CheckBatchAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.CheckBatchRequest>();
        visit.CheckCount(List, body.Checks.Count);
        Command[] checks = [.. body.Checks.Select(UsageWire.Command)];
        return await visit.SubmitAsync(new Submission(checks, RenderBatch) { ReadOnly = true, Path = List });
    }

    static Reply Render(IReadOnlyList<Outcome> outcomes) => DecisionJson.Reply(outcomes[0]);

    static Reply RenderBatch(IReadOnlyList<Outcome> outcomes) =>
        new(Statuses.Ok, JsonBytes.Of(outcomes, DecisionJson.WriteChecks));
}
