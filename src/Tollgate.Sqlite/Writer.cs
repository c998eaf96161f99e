namespace Tollgate.Sqlite;

/// <summary>
/// The one connection of this machine that writes and checkpoints, on a thread of its own, guarded by a lock file
/// against a second process: with two, this version of SQLite can corrupt the file. Sessions take turns. Thread-safe.
/// </summary>
internal sealed class Writer(string path) : IAsyncDisposable
{
    readonly WorkThread thread = new("tollgate sqlite writer");
    readonly SemaphoreSlim turn = new(1, 1);
    FileStream? guard;
    Connection? connection;
    bool disposed;

    /// <summary>How long a batch waits for its turn: an operation may hold the file for long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits until nobody else writes. The turn is given back with <see cref="EndTurn"/>.</summary>
    /// <exception cref="TimeoutException">Somebody else still does after <paramref name="patience"/>.</exception>
    public async Task TakeTurnAsync(TimeSpan patience, CancellationToken stop)
    {
        if (!await turn.WaitAsync(patience, stop)) throw new TimeoutException("Another writes for long.");
    }

    public void EndTurn() => turn.Release();

    /// <summary>
    /// Has the turn's holder's job done on the thread. One that fails takes the connection with it, so that nothing of
    /// its transaction is left; the next one opens another.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Connection, T> job) => thread.RunAsync(() =>
    {
        try
        {
            return job(connection ??= Open());
        }
        catch
        {
            Close();
            throw;
        }
    });

    /// <summary>Takes a turn for one job.</summary>
    public Task<T> InTurnAsync<T>(Func<Connection, T> job, CancellationToken stop) =>
        InTurnAsync(job, Timeout.InfiniteTimeSpan, stop);

    async Task<T> InTurnAsync<T>(Func<Connection, T> job, TimeSpan patience, CancellationToken stop)
    {
        await TakeTurnAsync(patience, stop);
        try
        {
            return await RunAsync(job);
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>
    /// Finds the numbers of keys, and gives one first to those of <paramref name="make"/> that have none.
    /// </summary>
    public Task<Dictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, TimeSpan patience,
        CancellationToken stop) =>
        InTurnAsync(connection =>
        {
            var found = connection.Loads.Resolve(keys);
            if (make.All(found.ContainsKey)) return found;
            connection.Run("BEGIN IMMEDIATE");
            connection.Inserts.Make(make);
            connection.Run("COMMIT");
            return connection.Loads.Resolve(keys);
        }, patience, stop);

    /// <summary>Ends what is under way, without a trace, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) return;
        var closed = thread.RunAsync(() =>
        {
            Close();
            guard?.Dispose();
            return true;
        });
        await thread.DisposeAsync();
        await closed;
    }

    Connection Open()
    {
        guard ??= Guard($"{path}-lock");
        return Connection.OpenWriter(path);
    }

    void Close()
    {
        connection?.Dispose();
        connection = null;
    }

    static FileStream Guard(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new IOException(
                $"{file} is locked or cannot be made: one process at a time may have a SQLite database open.", held);
        }
    }
}
