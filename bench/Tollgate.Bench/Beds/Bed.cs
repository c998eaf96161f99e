using Microsoft.Extensions.Logging.Abstractions;

namespace Tollgate.Bench.Beds;

/// <summary>A fresh database to measure on, with gates on it. It goes when it is disposed.</summary>
internal abstract class Bed : IAsyncDisposable
{
    readonly List<Gate> gates = [];

    /// <summary>The database as a server's <c>--database</c> names it.</summary>
    public abstract string Url { get; }

    /// <summary>A store on the database.</summary>
    protected abstract IStore NewStore();

    /// <summary>What is stored.</summary>
    protected abstract Task<Books> BooksAsync();

    /// <summary>Deletes the database.</summary>
    protected abstract ValueTask DropAsync();

    /// <summary>Opens a gate; it is closed with the bed, or before.</summary>
    public async Task<Gate> OpenGateAsync(IStore? store = null)
    {
        var gate = new Gate(store ?? NewStore(), new TollgateOptions(), TimeProvider.System, NullLogger<Gate>.Instance);
        gates.Add(gate);
        await gate.OpenAsync();
        return gate;
    }

    /// <summary>Closes a gate before the bed goes.</summary>
    public async Task CloseGateAsync(Gate gate)
    {
        gates.Remove(gate);
        await gate.DisposeAsync();
    }

    /// <summary>How many uses are stored, each of which left the same traces.</summary>
    /// <exception cref="IncorrectException">Counters do not say what the events say.</exception>
    public async Task<long> RecordedAsync(Traces traces)
    {
        var books = await BooksAsync();
        var uses = books.Ids;
        if (books == new Books(traces.Lines * uses, uses, traces.Units * uses, traces.Counted * uses)) return uses;
        throw new IncorrectException(
            $"{books.Events} events of {books.Used} in all, but {books.Ids} ids and counters of {books.Counted}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gate in gates) await gate.DisposeAsync();
        await DropAsync();
    }
}

/// <summary>What one use leaves in the books.</summary>
/// <param name="Lines">Events: its own, and one for each pool that it draws on.</param>
/// <param name="Units">Sum of these.</param>
/// <param name="Counted">By how much all counters together rise.</param>
internal sealed record Traces(int Lines, int Units, int Counted);

/// <summary>What a database holds.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="Ids">Number of event ids.</param>
/// <param name="Used">Sum of the events.</param>
/// <param name="Counted">Sum of the counters.</param>
internal sealed record Books(long Events, long Ids, long Used, long Counted)
{
    /// <summary>The same on every database.</summary>
    public const string Query = """
        SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM event_id),
               (SELECT coalesce(sum(included + overage), 0) FROM event), (SELECT coalesce(sum(used), 0) FROM counter)
        """;
}
