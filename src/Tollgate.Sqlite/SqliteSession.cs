namespace Tollgate.Sqlite;

/// <summary>One lane's turns at writing. From begin to commit or rollback nobody else writes.</summary>
internal sealed class SqliteSession(Writer writer, TimeProvider clock) : ISession
{
    Instant now;
    bool begun;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        await writer.ResolveAsync(keys, make, Writer.Patience, stop);

    // Nobody else's customers are held: whoever has to wait, waits for its turn.
    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        await writer.TakeTurnAsync(Writer.Patience, stop);
        begun = true;
        var loaded = await WorkAsync(connection =>
        {
            connection.Run("BEGIN IMMEDIATE");
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
        if (!begun) return;
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
    async Task<T> WorkAsync<T>(Func<Connection, T> job)
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
