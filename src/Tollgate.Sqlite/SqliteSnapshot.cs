namespace Tollgate.Sqlite;

/// <summary>One lane's reading connection: each batch reads one snapshot, beside whoever writes.</summary>
internal sealed class SqliteSnapshot(Connection connection, Writer writer, TimeProvider clock) : ISession
{
    Instant now;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        make.Count > 0 ? await writer.ResolveAsync(keys, make, Writer.Patience, stop) : connection.Loads.Resolve(keys);

    public ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        connection.Run("BEGIN");
        var loaded = connection.Loads.Begin(wanted, clock);
        now = loaded.Now;
        return ValueTask.FromResult(loaded);
    }

    public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) =>
        ValueTask.FromResult(connection.Loads.Load(wanted, now));

    public ValueTask CommitAsync(ChangeSet changes, CancellationToken stop) =>
        throw new NotSupportedException("A reader commits nothing.");

    public ValueTask RollbackAsync(CancellationToken stop)
    {
        connection.Run("ROLLBACK");
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
        throw new NotSupportedException("A reader commits nothing.");

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
