using System.Collections.Concurrent;
using System.Globalization;

namespace Tollgate.Server;

/// <summary>
/// How many requests each key may still make, by GCRA: one time stamp per key. Kept in this process alone, so that
/// <c>n</c> servers let through at most <c>n</c> times a key's rate. Keys are those the gate has seen; a key's very
/// first request on a server may pass uncounted. Only keys that exist are kept. Thread-safe.
/// </summary>
internal sealed class RateLimits(Gate gate, TimeProvider clock)
{
    readonly ConcurrentDictionary<long, Meter> meters = new();

    /// <summary>Counts a request and says on its answer what is left; the refusal if nothing was.</summary>
    public Reply? Refusal(HttpContext http, Hash hash)
    {
        if (gate.SeenKeys.Find(hash) is not { Rate: { } rate } key) return null;
        var meter = meters.GetOrAdd(key.Id, _ => new Meter());
        var (passed, left, wait, full) = meter.Take(rate, clock.GetTimestamp(), clock.TimestampFrequency);
        var headers = http.Response.Headers;
        var refill = Whole(rate.Burst * 60.0 / rate.PerMinute);
        headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture, $"\"key\";q={rate.Burst};w={refill}");
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"key\";r={left};t={Whole(passed ? full : wait)}");
        if (passed) return null;
        return Problems.Of(Statuses.RateLimited, http.TraceIdentifier) with { RetryAfter = TimeSpan.FromSeconds(wait) };
    }

    static long Whole(double seconds) => Math.Max(1, (long)Math.Ceiling(seconds));

    // GCRA: `due` is when the key would be at its burst again. A request moves it on by one interval, and passes while
    // it lies no further ahead than the whole burst. Time stamps decide nothing that is stored, so doubles will do.
    sealed class Meter
    {
        readonly Lock state = new();
        double due;

        /// <returns>Whether it passed, how many more would, seconds until one would, seconds until all would.</returns>
        public (bool Passed, long Left, double Wait, double Full) Take(KeyRate rate, long stamp, long frequency)
        {
            var now = (double)stamp / frequency;
            var interval = 60.0 / rate.PerMinute;
            var most = rate.Burst * interval;
            lock (state)
            {
                var next = Math.Max(due, now) + interval;
                var passed = next - now <= most + Slack;
                if (passed) due = next;
                var ahead = Math.Max(due - now, 0);
                var left = Math.Max((long)Math.Floor((most - ahead + Slack) / interval), 0);
                return (passed, left, Math.Max(next - now - most, 0), ahead);
            }
        }

        const double Slack = 1e-6;
    }
}
