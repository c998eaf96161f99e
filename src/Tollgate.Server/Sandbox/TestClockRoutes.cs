namespace Tollgate.Server;

/// <summary>The clock of a sandbox; of any other server there is none.</summary>
internal static class TestClockRoutes
{
    static readonly Operation GetOne = new(
        "getTestClock", "Administration", "The clock of every decision. 404 unless the server is a sandbox.")
    {
        Scope = Scope.Admin,
        Answers = typeof(Wire.TestClock),
        Problems = [404],
    };

    static readonly Operation PutOne = new(
        "setTestClock", "Administration",
        "Move the clock of every decision forward; it runs on from there. 404 unless the server is a sandbox.")
    {
        Scope = Scope.Admin,
        Takes = typeof(Wire.TestClockRequest),
        Answers = typeof(Wire.TestClock),
        Problems = [404],
    };

    public static void MapTestClock(this IEndpointRouteBuilder routes, bool sandbox)
    {
        routes.Get("/v1/test-clock", GetOne, sandbox ? GetAsync : RefuseAsync);
        routes.Put("/v1/test-clock", PutOne, sandbox ? PutAsync : RefuseAsync);
    }

    static Task<Reply> RefuseAsync(Visit visit) => visit.RefuseAsync(Statuses.NotFound);

    static async Task<Reply> GetAsync(Visit visit) => Of(await visit.ShowAsync<TestClock>(new ShowTestClock()));

    static async Task<Reply> PutAsync(Visit visit)
    {
        var body = await visit.ReadAsync<Wire.TestClockRequest>();
        var command = await visit.SignAsync(new SetTestClock(Instant.FromDateTimeOffset(body.Now)));
        return await visit.SubmitAsync(command, outcome => Of(((Put<TestClock>)outcome).Value));
    }

    static Reply Of(TestClock clock) =>
        Reply.Of(Statuses.Ok, new Wire.TestClock { Now = Times.Write(clock.Now) });
}
