using System.Diagnostics;
using Npgsql;

namespace Tollgate.Storage.Tests.Testing;

public sealed class TcpProxyPostgresTests
{
    [Theory]
    [InlineData(CutPoint.AfterForward, 1)]
    [InlineData(CutPoint.BeforeForward, 0)]
    public async Task A_commit_whose_connection_is_cut_fails_for_the_client_and_counts_if_it_arrived(
        CutPoint point, int rows)
    {
        await using var rig = await Rig.StartAsync();
        await using var transaction = await rig.Connection.BeginTransactionAsync(Sql.Cancel);
        await rig.InsertAsync(1);

        var cut = rig.Proxy.CutWhen("COMMIT", point);
        await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync(Sql.Cancel));
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Sql.Cancel);

        Assert.Equal(rows, await Sql.CountAsync(rig.Direct, "t"));
    }

    [Theory]
    [InlineData(CutPoint.AfterForward, 1)]
    [InlineData(CutPoint.BeforeForward, 0)]
    public async Task A_prepared_statement_is_cut_by_its_next_flush(CutPoint point, int rows)
    {
        await using var rig = await Rig.StartAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO t VALUES (1)", rig.Connection);
        await insert.PrepareAsync(Sql.Cancel);

        var cut = rig.Proxy.CutAfterNextClientFlush(point);
        await Assert.ThrowsAnyAsync<Exception>(() => insert.ExecuteNonQueryAsync(Sql.Cancel));
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Sql.Cancel);

        Assert.Equal(rows, await Sql.CountAsync(rig.Direct, "t"));
    }

    [Fact]
    public async Task A_batch_larger_than_any_read_is_executed_to_its_end_before_its_answer_is_dropped()
    {
        await using var rig = await Rig.StartAsync();
        await using var batch = new NpgsqlBatch(rig.Connection);
        batch.BatchCommands.Add(new("SELECT repeat('x', 100000) -- an answer that flushes before the batch is done"));
        for (var i = 0; i < 200; i++) batch.BatchCommands.Add(new($"INSERT INTO t VALUES ({i}) -- {new('y', 2_000)}"));

        var cut = rig.Proxy.CutAfterNextClientFlush();
        await Assert.ThrowsAnyAsync<Exception>(() => batch.ExecuteNonQueryAsync(Sql.Cancel));
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Sql.Cancel);

        Assert.Equal(200, await Sql.CountAsync(rig.Direct, "t"));
    }

    [Fact]
    public async Task A_transaction_in_one_flush_is_not_taken_as_answered_by_the_answer_to_its_begin()
    {
        await using var rig = await Rig.StartAsync();
        await using var transaction = await rig.Connection.BeginTransactionAsync(Sql.Cancel);
        await using var batch = new NpgsqlBatch(rig.Connection);
        batch.BatchCommands.Add(new("INSERT INTO t VALUES (1)"));
        batch.BatchCommands.Add(new("SELECT pg_sleep(0.2)"));
        batch.BatchCommands.Add(new("COMMIT"));

        var cut = rig.Proxy.CutWhen("COMMIT", CutPoint.AfterForward);
        await Assert.ThrowsAnyAsync<Exception>(() => batch.ExecuteNonQueryAsync(Sql.Cancel));
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Sql.Cancel);

        Assert.Equal(1, await Sql.CountAsync(rig.Direct, "t"));
    }

    [Fact]
    public async Task A_cut_waits_for_its_bytes_and_leaves_later_connections_alone()
    {
        await using var rig = await Rig.StartAsync();
        var cut = rig.Proxy.CutWhen("INSERT", CutPoint.BeforeForward);
        Assert.Throws<InvalidOperationException>(() => { _ = rig.Proxy.CutAfterNextClientFlush(); });
        Assert.Equal(0, await Sql.CountAsync(rig.Through, "t"));
        Assert.False(cut.IsCompleted);

        await Assert.ThrowsAnyAsync<Exception>(() => rig.InsertAsync(1));
        await cut.WaitAsync(TimeSpan.FromSeconds(30), Sql.Cancel);

        await Sql.RunAsync(rig.Through, "INSERT INTO t VALUES (2)");
        Assert.Equal(1, await Sql.CountAsync(rig.Through, "t"));
    }

    [Fact]
    public async Task Cutting_all_breaks_the_connections_of_the_moment()
    {
        await using var rig = await Rig.StartAsync();

        rig.Proxy.CutAll();

        await Assert.ThrowsAnyAsync<Exception>(() => rig.InsertAsync(1));
        Assert.Equal(0, await Sql.CountAsync(rig.Through, "t"));
    }

    [Fact]
    public async Task Latency_is_paid_by_each_round_trip()
    {
        await using var rig = await Rig.StartAsync();
        await rig.InsertAsync(0);
        rig.Proxy.Latency = TimeSpan.FromMilliseconds(5);

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++) await rig.InsertAsync(i);

        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(100));
    }

    sealed record Rig(string Direct, string Through, TcpProxy Proxy, NpgsqlConnection Connection) : IAsyncDisposable
    {
        public static async Task<Rig> StartAsync()
        {
            var postgres = await PostgresRequired.SharedAsync();
            var direct = await postgres.CreateDatabaseAsync();
            await Sql.RunAsync(direct, "CREATE TABLE t (n int)");
            var proxy = await postgres.StartProxyAsync();
            var through = new NpgsqlConnectionStringBuilder(direct) { Port = proxy.Port, Pooling = false }
                .ConnectionString;
            var connection = new NpgsqlConnection(through);
            await connection.OpenAsync(Sql.Cancel);
            return new Rig(direct, through, proxy, connection);
        }

        public async Task InsertAsync(int number)
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO t VALUES ({number})", Connection);
            await insert.ExecuteNonQueryAsync(Sql.Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
