using Microsoft.Data.Sqlite;
using Tollgate.Sqlite;

namespace Tollgate.Storage.Tests.Contract;

/// <summary>A file in a folder of its own.</summary>
sealed class SqlitePlace : Place
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tollgate-sqlite.");

    /// <summary>The database.</summary>
    public string File => Path.Combine(folder.FullName, "tollgate.db");

    public override IStore NewStore() => new SqliteStore(File, TimeProvider.System);

    public override async Task RunAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection behind the store's back.</summary>
    public async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>One SQLite store for all: one process has one.</summary>
sealed class SharedSqlitePlace : Place
{
    readonly SqlitePlace place = new();
    IStore? store;

    public override IStore NewStore() => new KeptStore(store ??= place.NewStore());

    public override async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        await place.DisposeAsync();
    }
}
