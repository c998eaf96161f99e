namespace Tollgate.Sqlite;

/// <summary>Turns at writing. From begin to commit or rollback nobody else writes.</summary>
internal class SqliteSession(Writer writer, TimeProvider clock, TimeSpan patience) : ISession
{
    Instant now;
    bool begun;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        begun
            ? await WorkAsync(connection => connection.Loads.Resolve(keys))
            : await writer.ResolveAsync(keys, make, patience, stop);

    // Nobody else's customers are held: whoever has to wait, waits for its turn.
    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        var first = !begun;
        if (first) await writer.TakeTurnAsync(patience, stop);
        begun = true;
        var loaded = await WorkAsync(connection =>
        {
            if (first) connection.Run("BEGIN IMMEDIATE");
            return connection.Loads.Begin(wanted, clock);
        });
        now = loaded.Now;
        return loaded;
    }

    public async ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) =>
        await WorkAsync(connection => connection.Loads.Load(wanted, now));

    public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        await WorkAsync(connection =>
        {
            connection.Inserts.Write(changes);
            connection.Run("COMMIT");
            return true;
        });
        EndTurn();
    }

    public async ValueTask RollbackAsync(CancellationToken stop)
    {
        if (!begun) return;
        await WorkAsync(connection =>
        {
            connection.Run("ROLLBACK");
            return true;
        });
        EndTurn();
    }

    public async ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
        await writer.InTurnAsync(connection => connection.Loads.Find(attempt) == attempt.Hash, stop);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RollbackAsync(CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed first, which left no trace of the transaction either.
        }
    }

    // What fails has ended its transaction: the connection is closed with it.
    protected async Task<T> WorkAsync<T>(Func<Connection, T> job)
    {
        if (!begun) throw new InvalidOperationException("The session has no transaction.");
        try
        {
            return await writer.RunAsync(job);
        }
        catch
        {
            EndTurn();
            throw;
        }
    }

    void EndTurn()
    {
        begun = false;
        writer.EndTurn();
    }
}
