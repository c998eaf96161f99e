namespace Tollgate.Sqlite;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
internal sealed class Connection : IDisposable
{
    // FULL costs one flush per batch. Nobody waits for a lock here, so nothing relies on busy_timeout.
    const string Writer = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA wal_autocheckpoint=2500;
        PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY
        """;

    const string Reader = "PRAGMA query_only=ON; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY";

    readonly SqliteConnection connection;

    Connection(SqliteConnection connection)
    {
        this.connection = connection;
        Loads = new Loads(connection);
        Inserts = new Inserts(connection);
    }

    public Loads Loads { get; }

    public Inserts Inserts { get; }

    /// <summary>The one that writes and checkpoints; makes the file.</summary>
    public static Connection OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWriteCreate, Writer);

    /// <summary>One that reads.</summary>
    public static Connection OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly, Reader);

    public void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public Query Query(string sql, int parameters) => new(connection, sql, parameters);

    public void Dispose()
    {
        Loads.Dispose();
        Inserts.Dispose();
        connection.Dispose();
    }

    static Connection Open(string path, SqliteOpenMode mode, string settings)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.CreateFunction<string?, string?, bool>("holds", Holds, isDeterministic: true);
            connection.CreateFunction<string?, string?>("erased", Erased.Of, isDeterministic: true);
            var opened = new Connection(connection);
            opened.Run(settings);
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite's own lower() knows ASCII only.
    static bool Holds(string? text, string? part) =>
        part is null || text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
