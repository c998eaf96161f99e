using Npgsql;

namespace Tollgate.Storage.Tests.Testing;

public sealed class PrivatePostgresTests
{
    [Fact]
    public async Task What_was_committed_survives_an_immediate_stop_and_the_rest_does_not()
    {
        await using var postgres = await PostgresRequired.OwnAsync();
        var database = await postgres.CreateDatabaseAsync() + ";Pooling=false";
        await Sql.RunAsync(database, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)");
        await using var open = new NpgsqlConnection(database);
        await open.OpenAsync(Sql.Cancel);
        await using var transaction = await open.BeginTransactionAsync(Sql.Cancel);
        await using (var insert = new NpgsqlCommand("INSERT INTO t VALUES (2)", open))
            await insert.ExecuteNonQueryAsync(Sql.Cancel);

        await postgres.StopImmediateAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.CountAsync(database, "t"));
        await postgres.StartAsync();
        Assert.Equal(1, await Sql.CountAsync(database, "t"));
    }

    [Fact]
    public async Task Databases_made_at_once_are_all_new_and_empty()
    {
        var postgres = await PostgresRequired.SharedAsync();

        var databases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => postgres.CreateDatabaseAsync()));

        Assert.Equal(3, databases.Distinct().Count());
        foreach (var database in databases) await Sql.RunAsync(database, "CREATE TABLE t (n int)");
    }

    [Fact]
    public async Task The_settings_are_those_that_durability_and_races_need()
    {
        var postgres = await PostgresRequired.SharedAsync();
        var database = postgres.ConnectionString("postgres");

        Assert.Equal("on", await Sql.ScalarAsync(database, "SHOW fsync"));
        Assert.Equal("on", await Sql.ScalarAsync(database, "SHOW synchronous_commit"));
        Assert.Equal("300", await Sql.ScalarAsync(database, "SHOW max_connections"));
        Assert.Equal("UTF8", await Sql.ScalarAsync(database, "SHOW server_encoding"));
    }

    [Fact]
    public async Task Nothing_is_left_after_it_is_disposed()
    {
        var postgres = await PostgresRequired.OwnAsync();
        var database = postgres.ConnectionString("postgres") + ";Pooling=false";
        await Sql.RunAsync(database, "SELECT 1");

        await postgres.DisposeAsync();

        Assert.False(Directory.Exists(postgres.Folder));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.RunAsync(database, "SELECT 1"));
    }
}
