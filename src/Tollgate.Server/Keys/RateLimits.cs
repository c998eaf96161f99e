using System.Globalization;

namespace Tollgate.Server;

/// <summary>
/// Keeps each key to its rate and says so on every answer: <c>RateLimit</c>, <c>RateLimit-Policy</c> and, on a refusal,
/// <c>Retry-After</c>. What all servers together may let through is in docs/operating. Thread-safe.
/// </summary>
internal sealed class RateLimits(KeyMeters meters)
{
    /// <summary>Counts a request and says on its answer what is left; the refusal if nothing was.</summary>
    /// <param name="http">The request.</param>
    /// <param name="hash">Its key.</param>
    /// <param name="isKnown">
    /// False where no decision has seen the key yet: <see cref="CountLate"/> is to be called.
    /// </param>
    public Reply? Refusal(HttpContext http, Hash hash, out bool isKnown)
    {
        var key = meters.Use(hash);
        isKnown = key is not null;
        if (key is not { Rate: { } rate }) return null;
        var bucket = meters.Take(key, rate);
        var headers = http.Response.Headers;
        var refill = Whole(new TimeSpan(TimeSpan.TicksPerMinute * rate.Burst / rate.PerMinute));
        headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture, $"\"key\";q={rate.Burst};w={refill}");
        var reset = Whole(bucket.Passed ? bucket.Full : bucket.Wait);
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={bucket.Left};t={reset}");
        if (bucket.Passed) return null;
        // The very number of the header: rounded a second time it could be another.
        var wait = TimeSpan.FromSeconds(reset);
        return Problems.Of(Statuses.RateLimited, http.TraceIdentifier) with { RetryAfter = wait };
    }

    /// <summary>Counts a request of a key that was seen only when the request was decided.</summary>
    public void CountLate(Hash hash)
    {
        if (meters.Use(hash) is { Rate: { } rate } key) meters.Take(key, rate, hasPassed: true);
    }

    // Seconds, rounded up: whoever waits for so many is not refused for a part of one.
    static long Whole(TimeSpan time) =>
        Math.Max(1, (time.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
}
