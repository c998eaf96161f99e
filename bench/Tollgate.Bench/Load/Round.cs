namespace Tollgate.Bench.Load;

/// <summary>What one round of load came to.</summary>
/// <param name="Answered">Uses that were answered as allowed.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Latencies">How long each request took.</param>
internal sealed record Round(long Answered, TimeSpan Elapsed, Latencies Latencies)
{
    /// <summary>Uses per second.</summary>
    public double Rate => Answered / Elapsed.TotalSeconds;
}

/// <summary>One side of a comparison: how it is loaded, and what it has recorded.</summary>
/// <param name="Name">For the message of a failure.</param>
/// <param name="RunAsync">Loads it for a time.</param>
/// <param name="RecordedAsync">
/// Counts what it has stored, having compared its counters with its events; null for one that stores nothing.
/// </param>
internal sealed record Contender(string Name, Func<TimeSpan, Task<Round>> RunAsync, Func<Task<long>>? RecordedAsync)
{
    /// <summary>Loads it for a time, and fails if what it has stored is not what it has answered.</summary>
    public async Task<Round> RunCheckedAsync(TimeSpan time)
    {
        if (RecordedAsync is null) return await RunAsync(time);
        var before = await RecordedAsync();
        var round = await RunAsync(time);
        var recorded = await RecordedAsync() - before;
        if (recorded == round.Answered) return round;
        throw new IncorrectException($"{Name} answered {round.Answered} uses and recorded {recorded}.");
    }
}

/// <summary>Something that was measured was not correct: the figures mean nothing.</summary>
internal sealed class IncorrectException(string message) : Exception(message);
