namespace Tollgate.Server;

/// <summary>Whether the process lives, and whether it can decide.</summary>
internal static class HealthRoutes
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    static readonly Operation IsHealthy = new(
        "isHealthy", "Health", "Whether the process lives.")
    { Answers = typeof(Wire.Health) };

    static readonly Operation IsReady = new("isReady", "Health", "Whether the server can decide: its database answers.")
    {
        Answers = typeof(Wire.Health),
        Problems = [503],
    };

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.Get("/healthz", IsHealthy, _ => Task.FromResult(Ok));
        routes.Get("/readyz", IsReady, ReadyAsync);
    }

    static Reply Ok => Reply.Of(Statuses.Ok, new Wire.Health { Status = "ok" });

    static async Task<Reply> ReadyAsync(Visit visit)
    {
        try
        {
            await visit.AccountAsync().WaitAsync(Patience);
            return Ok;
        }
        catch (TimeoutException)
        {
            throw new GateUnavailableException(Unavailability.DatabaseUnavailable);
        }
    }
}
