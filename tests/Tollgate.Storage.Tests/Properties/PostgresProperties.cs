using Npgsql;
using Tollgate.Postgres;

namespace Tollgate.Storage.Tests.Properties;

public sealed class PostgresProperties(ITestOutputHelper output) : StoreProperties(output)
{
    protected override TimeSpan Time => TimeSpan.FromSeconds(20);

    protected override int MostGates => 4;

    private protected override async Task<Func<IStore>> MakeStoreAsync()
    {
        var database = await (await PostgresRequired.SharedAsync()).CreateDatabaseAsync();
        return () => new PostgresStore(database);
    }

    private protected override async Task<ClockedStore> MakeAsync()
    {
        var postgres = await PostgresRequired.SharedAsync();
        var database = await postgres.CreateDatabaseAsync();
        var clock = new NpgsqlConnection(database + ";Pooling=false");
        await clock.OpenAsync();
        await using var make = new NpgsqlCommand(
            "CREATE TABLE test_clock (now timestamptz NOT NULL); INSERT INTO test_clock VALUES ('1970-01-01Z'); SET synchronous_commit = off", clock);
        await make.ExecuteNonQueryAsync();
        var store = new PostgresStore(database, "SELECT now FROM test_clock");
        return new ClockedStore(new ClosingWith(store, clock), new ManualTime(DateTimeOffset.UnixEpoch), SetAsync);

        async Task SetAsync(Instant now)
        {
            await using var set = new NpgsqlCommand("UPDATE test_clock SET now = $1", clock);
            set.Parameters.Add(new NpgsqlParameter { Value = now.ToDateTimeUtc() });
            await set.ExecuteNonQueryAsync();
        }
    }

    // The clock's connection ends with its store.
    sealed class ClosingWith(IStore store, NpgsqlConnection clock) : IStore
    {
        public IQueries Queries => store.Queries;

        public ValueTask MigrateAsync(CancellationToken stop) => store.MigrateAsync(stop);

        public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) => store.OpenAsync(access, stop);

        public Fault Classify(Exception exception, bool committing) => store.Classify(exception, committing);

        public ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) => store.ForgetResponsesAsync(before, stop);

        public async ValueTask DisposeAsync()
        {
            await store.DisposeAsync();
            await clock.DisposeAsync();
        }
    }
}
