using Npgsql;
using Tollgate.Postgres;

namespace Tollgate.Storage.Tests.Properties;

public sealed class PostgresProperties(ITestOutputHelper output) : StoreProperties(output), IAsyncDisposable
{
    string? database;
    NpgsqlConnection? clock;

    protected override TimeSpan Time => TimeSpan.FromSeconds(20);

    protected override int MostGates => 4;

    public async ValueTask DisposeAsync()
    {
        if (clock is not null) await clock.DisposeAsync();
    }

    private protected override async Task<Func<IStore>> MakeStoreAsync()
    {
        await EmptyAsync();
        return () => new PostgresStore(database!);
    }

    private protected override async Task<ClockedStore> MakeAsync()
    {
        await EmptyAsync();
        var store = new PostgresStore(database!, "SELECT now FROM test_clock");
        return new ClockedStore(store, new ManualTime(DateTimeOffset.UnixEpoch), SetAsync);
    }

    async Task SetAsync(Instant now)
    {
        await using var set = new NpgsqlCommand("UPDATE test_clock SET now = $1", clock);
        set.Parameters.Add(new NpgsqlParameter { Value = now.ToDateTimeUtc() });
        await set.ExecuteNonQueryAsync();
    }

    // One database for all scenarios of a test: an empty schema is made faster than a database.
    async Task EmptyAsync()
    {
        if (clock is null)
        {
            database = await (await PostgresRequired.SharedAsync()).CreateDatabaseAsync();
            clock = new NpgsqlConnection(database + ";Pooling=false;Options=-c synchronous_commit=off");
            await clock.OpenAsync();
        }
        await using var empty = new NpgsqlCommand("""
            DROP SCHEMA public CASCADE;
            CREATE SCHEMA public;
            CREATE TABLE test_clock (now timestamptz NOT NULL);
            INSERT INTO test_clock VALUES ('1970-01-01Z');
            """, clock);
        await empty.ExecuteNonQueryAsync();
    }
}
