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

    /// <summary>Waits until nobody else writes. The turn is given back with <see cref="EndTurn"/>.</summary>
    public Task TakeTurnAsync(CancellationToken stop) => turn.WaitAsync(stop);

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
    public async Task<T> InTurnAsync<T>(Func<Connection, T> job, CancellationToken stop)
    {
        await TakeTurnAsync(stop);
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
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        InTurnAsync(connection =>
        {
            var found = connection.Loads.Resolve(keys);
            if (make.All(found.ContainsKey)) return found;
            connection.Run("BEGIN IMMEDIATE");
            connection.Inserts.Make(make);
            connection.Run("COMMIT");
            return connection.Loads.Resolve(keys);
        }, stop);

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
