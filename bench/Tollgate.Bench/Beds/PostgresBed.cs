using Tollgate.Postgres;

namespace Tollgate.Bench.Beds;

/// <summary>A database of its own on a PostgreSQL server.</summary>
internal sealed class PostgresBed(string connectionString, Func<Task> drop) : Bed
{
    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);

    /// <summary>How Npgsql reaches it.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <inheritdoc/>
    public override string Url
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            var password = parts.Password is { Length: > 0 } word ? ":" + Uri.EscapeDataString(word) : "";
            var user = Uri.EscapeDataString(parts.Username!) + password;
            return $"postgres://{user}@{parts.Host}:{parts.Port}/{parts.Database}";
        }
    }

    /// <summary>A store that reaches the database through another port of this machine.</summary>
    public IStore StoreThrough(int port) => new PostgresStore(Through(port));

    /// <summary>The connection string with another port of this machine.</summary>
    public string Through(int port) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    /// <summary>Runs a statement.</summary>
    public async Task RunAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    protected override IStore NewStore() => new PostgresStore(ConnectionString);

    /// <inheritdoc/>
    protected override async Task<Books> BooksAsync()
    {
        await using var command = source.CreateCommand(Books.Query);
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (used, counted) = ((long)reader.GetDecimal(2), (long)reader.GetDecimal(3));
        return new Books(reader.GetInt64(0), reader.GetInt64(1), used, counted);
    }

    /// <inheritdoc/>
    protected override async ValueTask DropAsync()
    {
        await source.DisposeAsync();
        await drop();
    }
}
