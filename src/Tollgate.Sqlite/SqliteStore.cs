using SQLitePCL;

namespace Tollgate.Sqlite;

/// <summary>
/// SQLite 3.35 or later, in a file of one process: a second one is refused. Beside the file lie SQLite's <c>-wal</c>
/// and <c>-shm</c> and the lock file <c>-lock</c>, which stays. Thread-safe.
/// </summary>
public sealed class SqliteStore : IStore
{
    readonly string path;
    readonly TimeProvider clock;
    readonly Writer writer;
    readonly SqliteQueries queries;

    /// <summary>
    /// A store in the file <paramref name="path"/>, which is made if it is not there; its folder has to be.
    /// </summary>
    public SqliteStore(string path, TimeProvider clock)
    {
        this.path = Path.GetFullPath(path);
        this.clock = clock;
        writer = new Writer(this.path);
        queries = new SqliteQueries(this.path);
        Outbox = new SqliteOutbox(queries, writer, clock);
        Inbox = new SqliteInbox(queries, writer, clock);
        KeyUsage = new SqliteKeyUsage(queries, writer, clock);
    }

    /// <inheritdoc/>
    public IQueries Queries => queries;

    /// <inheritdoc/>
    public IOutbox Outbox { get; }

    /// <inheritdoc/>
    public IInbox Inbox { get; }

    /// <inheritdoc/>
    public IKeyUsage KeyUsage { get; }

    /// <inheritdoc/>
    public IRecords Records => new SqliteRecords(queries, path);

    /// <inheritdoc/>
    public bool HasOneWriter => true;

    /// <inheritdoc/>
    public async ValueTask MigrateAsync(CancellationToken stop) =>
        await writer.InTurnAsync(connection => Migrations.Apply(connection, clock), stop);

    /// <inheritdoc/>
    public async ValueTask<ISession> OpenAsync(Access access, CancellationToken stop)
    {
        if (access == Access.Write) return new SqliteSession(writer, clock, Writer.Patience);
        var connection = await Task.Run(() => Connection.OpenReader(path), stop);
        return new SqliteSnapshot(connection, writer, clock);
    }

    /// <inheritdoc/>
    public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
        ValueTask.FromResult<IHeldSession>(new SqliteHold(writer, clock));

    /// <inheritdoc/>
    public async ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) =>
        await writer.InTurnAsync(connection => connection.Inserts.ForgetResponses(before), stop);

    /// <inheritdoc/>
    public async ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop) =>
        await writer.InTurnAsync(connection => Erasure.Step(connection, customer, after), stop);

    /// <inheritdoc/>
    public Fault Classify(Exception exception, bool committing) => exception switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } => Fault.Transient,
        SqliteException
        {
            SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_CANTOPEN
                or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_PROTOCOL or raw.SQLITE_CORRUPT
                or raw.SQLITE_NOTADB
            // A COMMIT whose flush failed may be found whole when the file is opened again.
        } => committing ? Fault.Unknown : Fault.Unavailable,
        TimeoutException => Fault.Held,
        IOException or UnauthorizedAccessException or ObjectDisposedException => Fault.Unavailable,
        _ => Fault.Poison,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        queries.Dispose();
        await writer.DisposeAsync();
    }
}
