using System.Diagnostics;

namespace Tollgate.Server.Commands.Import;

/// <summary>How an import ended.</summary>
enum ImportEnd
{
    /// <summary>At the end of the file.</summary>
    Complete,

    /// <summary>Between two batches, because it was asked to stop.</summary>
    Stopped,

    /// <summary>At the first refusal.</summary>
    Refused,

    /// <summary>Before a malformed line.</summary>
    Malformed,
}

/// <summary>Where an import stands.</summary>
/// <param name="Bytes">Read of the file.</param>
/// <param name="Events">Answered.</param>
/// <param name="Elapsed">Since it began.</param>
readonly record struct ImportState(long Bytes, long Events, TimeSpan Elapsed);

/// <summary>Reads a batch while the one before it is decided. Not thread-safe.</summary>
sealed class Importer(EventMaker events, BatchSender sender, Totals totals)
{
    // Together they keep a request small enough for every server, whatever the records carry along.
    const int BatchEvents = 1000;
    const long BatchBytes = 512 * 1024;

    readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Where it stands.</summary>
    public ImportState State => new(events.BytesRead, totals.Events, Stopwatch.GetElapsedTime(started));

    /// <summary>The line it stands before, where it ended <see cref="ImportEnd.Malformed"/>.</summary>
    public MalformedLineException? Problem { get; private set; }

    /// <summary>Imports to the end of the file, or until something ends it before.</summary>
    /// <param name="report">Called between two batches.</param>
    /// <param name="stop">Ends it when the batch under way is settled.</param>
    public async Task<ImportEnd> RunAsync(Action<ImportState> report, CancellationToken stop)
    {
        try
        {
            return await SendAllAsync(report, stop);
        }
        catch (MalformedLineException refusedByServer)
        {
            Problem = refusedByServer;
            return ImportEnd.Malformed;
        }
    }

    async Task<ImportEnd> SendAllAsync(Action<ImportState> report, CancellationToken stop)
    {
        var sending = Task.FromResult(true);
        while (true)
        {
            var batch = Read();
            if (!await sending) return ImportEnd.Refused;
            report(State);
            if (batch.Count == 0) return Problem is null ? ImportEnd.Complete : ImportEnd.Malformed;
            if (stop.IsCancellationRequested) return ImportEnd.Stopped;
            sending = sender.SendAsync(batch);
        }
    }

    // What stands before a malformed line is a batch like any other; behind it there is none.
    List<Entry> Read()
    {
        List<Entry> batch = [];
        var first = events.BytesRead;
        try
        {
            while (Problem is null && batch.Count < BatchEvents && events.BytesRead - first < BatchBytes)
            {
                if (events.Next() is not { } entries) break;
                batch.AddRange(entries);
            }
        }
        catch (MalformedLineException malformed)
        {
            Problem = malformed;
        }
        return batch;
    }
}
