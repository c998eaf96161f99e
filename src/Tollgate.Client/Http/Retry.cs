using System.Net;

namespace Tollgate.Client;

/// <summary>Which failures are worth another try, and how long to wait before it.</summary>
static class Retry
{
    static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the same request may get another answer. Every request of the client is safe to repeat.
    /// </summary>
    public static bool IsTransient(HttpStatusCode status, string? code) => status switch
    {
        HttpStatusCode.RequestTimeout => true,
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.BadGateway => true,
        HttpStatusCode.ServiceUnavailable => true,
        HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.Conflict => code == ProblemCodes.IdempotencyKeyInUse,
        _ => false,
    };

    /// <summary>
    /// Exponential with full jitter: evenly spread from 0 to 100 ms, 200 ms, 400 ms ... 5 s. <paramref name="retries"/>
    /// counts those already made.
    /// </summary>
    public static TimeSpan Backoff(int retries)
    {
        var doublings = Math.Min(retries, 16);
        var ceiling = Math.Min(FirstBackoff.Ticks << doublings, MaxBackoff.Ticks);
        return TimeSpan.FromTicks(Random.Shared.NextInt64(ceiling + 1));
    }
}
