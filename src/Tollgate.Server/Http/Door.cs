namespace Tollgate.Server;

/// <summary>
/// Between the web server and the handlers: a key at least, then the handler, and for whatever goes wrong the problem
/// details. Thread-safe.
/// </summary>
internal sealed class Door(Gate gate, KeyNames names, RateLimits limits)
{
    /// <summary>Answers one request of a route.</summary>
    public async Task ServeAsync(HttpContext http, Route route, Handler handler)
    {
        var reply = await AnswerAsync(http, route, handler);
        await reply.SendAsync(http.Response);
    }

    async Task<Reply> AnswerAsync(HttpContext http, Route route, Handler handler)
    {
        var visit = new Visit(http, route, gate, names);
        if (visit.IsUnnamed) return Problems.Of(Statuses.Unauthenticated, visit.RequestId);
        if (visit.Caller is not { Token: null } caller) return await AnswerAsync(visit, handler);
        if (limits.Refusal(http, caller.Key, out var isKnown) is { } tooMany) return tooMany;
        try
        {
            return await AnswerAsync(visit, handler);
        }
        finally
        {
            if (!isKnown) limits.CountLate(caller.Key);
        }
    }

    static async Task<Reply> AnswerAsync(Visit visit, Handler handler)
    {
        try
        {
            visit.CheckQuery();
            return await handler(visit);
        }
        catch (BadRequestException bad)
        {
            return await RefuseAsync(visit, Problems.Of(bad, visit.RequestId));
        }
        catch (InvalidRequestException invalid)
        {
            var bad = new BadRequestException(Statuses.Invalid, BadFields.Sentence(invalid.Errors), invalid.Errors);
            return await RefuseAsync(visit, Problems.Of(bad, visit.RequestId));
        }
        catch (RejectedException rejected)
        {
            return Problems.Of(rejected.Rejected, visit.RequestId);
        }
    }

    // What is wrong with a request is told only to a key that may make it.
    static async Task<Reply> RefuseAsync(Visit visit, Reply bad) =>
        await visit.JudgeAsync() is { } refusal ? Problems.Of(refusal, visit.RequestId) : bad;
}

/// <summary>
/// The outermost of all: names every request, and lets no answer out that says less than a problem does.
/// </summary>
internal static class DoorPipeline
{
    public static void AddDoor(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddSingleton<KeyNames>();
        services.AddSingleton<Door>();
    }

    public static void UseDoor(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILogger<Door>>();
        app.Use(next => http => PassAsync(http, next, log));
        app.UseRouting();
    }

    static async Task PassAsync(HttpContext http, RequestDelegate next, ILogger log)
    {
        RequestId.Set(http);
        var id = http.TraceIdentifier;
        try
        {
            await next(http);
            if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null })
                await Problems.Of(Statuses.Of(http.Response.StatusCode), id).SendAsync(http.Response);
        }
        catch (Exception gone) when (
            http.RequestAborted.IsCancellationRequested
            && gone is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception failure) when (http.Response.HasStarted)
        {
            log.AnswerCut(id, failure);
            http.Abort();
        }
        catch (Exception failure)
        {
            await ProblemOf(failure, id, log).SendAsync(http.Response);
        }
    }

    static Reply ProblemOf(Exception failure, string id, ILogger log)
    {
        if (failure is GateUnavailableException unavailable) return Problems.Of(unavailable, id);
        if (failure is BadHttpRequestException bad) return Problems.Of(Statuses.Of(bad.StatusCode), id);
        log.RequestFailed(id, failure);
        return Problems.Of(Statuses.Internal, id, "The server has failed; its log tells more under this request's id.");
    }
}
