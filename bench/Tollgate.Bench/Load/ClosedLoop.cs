using System.Diagnostics;

namespace Tollgate.Bench.Load;

/// <summary>So many callers, each with one request in flight: the next is sent when the last is answered.</summary>
internal static class ClosedLoop
{
    /// <summary>For a time. <paramref name="ask"/> takes the caller's number, returns the uses answered.</summary>
    public static async Task<Round> RunAsync(int callers, TimeSpan time, Func<int, Task<int>> ask)
    {
        var latencies = new Latencies();
        var started = Stopwatch.GetTimestamp();
        var loops = Enumerable.Range(0, callers).Select(caller => Task.Run(() => LoopAsync(caller)));
        var answered = await Task.WhenAll(loops);
        return new Round(answered.Sum(), Stopwatch.GetElapsedTime(started), latencies);

        async Task<long> LoopAsync(int caller)
        {
            var sum = 0L;
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                sum += await ask(caller);
                latencies.RecordSince(asked);
            }
            return sum;
        }
    }
}
