using Microsoft.Data.Sqlite;
using Tollgate.Sqlite;

namespace Tollgate.Bench.Beds;

/// <summary>SQLite databases in a folder of their own: the gate's, and beside it that of a baseline.</summary>
internal sealed class SqliteBed(string folder) : Bed
{
    readonly string path = Path.Combine(folder, "gate.db");

    /// <summary>Where a baseline may put its own.</summary>
    public string BaselinePath { get; } = Path.Combine(folder, "baseline.db");

    /// <inheritdoc/>
    public override string Url => $"sqlite:{path}";

    /// <inheritdoc/>
    protected override IStore NewStore() => new SqliteStore(path, TimeProvider.System);

    /// <inheritdoc/>
    protected override async Task<Books> BooksAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Books.Query;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Books(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    /// <inheritdoc/>
    protected override ValueTask DropAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
