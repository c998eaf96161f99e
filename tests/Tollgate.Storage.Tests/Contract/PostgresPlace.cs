using System.Diagnostics;
using Npgsql;
using Tollgate.Postgres;

namespace Tollgate.Storage.Tests.Contract;

/// <summary>A database of its own on the server that all tests share.</summary>
sealed class PostgresPlace : Place
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string connectionString;
    readonly NpgsqlDataSource source;

    PostgresPlace(string connectionString)
    {
        this.connectionString = connectionString;
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
    }

    public static async Task<PostgresPlace> NewAsync() =>
        new(await (await PostgresRequired.SharedAsync()).CreateDatabaseAsync());

    public override IStore NewStore() => new PostgresStore(connectionString);

    public override async Task RunAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task WhenWaitingAsync()
    {
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        for (var began = Stopwatch.GetTimestamp(); await command.ExecuteScalarAsync() is 0L;)
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException("Nobody waits for a lock.");
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();
}
