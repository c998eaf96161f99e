using Microsoft.Data.Sqlite;
using Tollgate.Sqlite;
using OutboxSql = Tollgate.Sqlite.OutboxSql;
using Sql = Tollgate.Sqlite.Sql;

namespace Tollgate.Storage.Tests.Contract;

public sealed class SqliteStoreTests : DatabaseContract
{
    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new SqlitePlace());

    [Fact]
    public async Task A_second_store_on_the_file_is_refused_by_name_until_the_first_is_closed()
    {
        var file = ((SqlitePlace)Here).File;
        await using var second = new SqliteStore(file, TimeProvider.System);

        var error = await Assert.ThrowsAsync<IOException>(() => second.MigrateAsync(Stop).AsTask());

        Assert.Contains($"{file}-lock", error.Message, StringComparison.Ordinal);
        Assert.Equal(Fault.Unavailable, second.Classify(error, committing: false));
        await Store.DisposeAsync();
        await second.MigrateAsync(Stop);
    }

    [Fact]
    public async Task A_store_that_is_closed_leaves_one_whole_file_and_refuses_sessions()
    {
        var file = ((SqlitePlace)Here).File;
        await using var session = await OpenAsync();
        await session.BeginAsync(Wanting([CustomerId.Account]), wait: false, Stop);

        await Store.DisposeAsync();

        Assert.False(File.Exists($"{file}-wal"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.LoadAsync(Wanting(), Stop).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => MakeAsync("a"));
    }

    [Fact]
    public async Task No_read_by_key_walks_a_table_however_empty_it_was_when_it_was_analysed()
    {
        string[] reads =
        [
            Sql.Resolve, Sql.Head, Sql.Revision, Sql.Id, Sql.Counter, Sql.Total, Sql.Oldest, Sql.LastAt, Sql.Response,
            Sql.Profile, Sql.Subscriptions, Sql.Boosts, Sql.Namespaces, Sql.Reservation, Sql.Lines, Sql.Due,
            Sql.NextDue, Sql.EventsAfter,
            Sql.FindEvent, Sql.FindAudit, Sql.ForgetResponse, Sql.ForgetOldResponses,
            OutboxSql.IsDue, OutboxSql.DueCustomers, OutboxSql.Take, OutboxSql.PutOff, OutboxSql.LetGoOn,
            OutboxSql.Record, OutboxSql.Find, OutboxSql.Retry, OutboxSql.List, OutboxSql.ForgetOver,
        ];
        await Store.DisposeAsync();
        await Here.RunAsync("ANALYZE");
        await using var connection = await ((SqlitePlace)Here).ConnectAsync();
        foreach (var sql in reads)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            for (var n = 1; n <= 10; n++) command.Parameters.AddWithValue($"${n}", 1);
            await using var plan = await command.ExecuteReaderAsync(Stop);
            while (await plan.ReadAsync(Stop))
            {
                Assert.DoesNotMatch("^SCAN (?!CONSTANT|SUBQUERY|TABLE json_each|t$|\\(subquery)", plan.GetString(3));
                if (!sql.Contains("sequence + 0", StringComparison.Ordinal))
                    Assert.DoesNotContain("event_history", plan.GetString(3), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_a_history_walks_its_own_index_and_sorts_nothing(bool analysed)
    {
        await Store.DisposeAsync();
        if (analysed) await Here.RunAsync("ANALYZE");
        await using var connection = await ((SqlitePlace)Here).ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {SqliteQueries.HistoryEvents}";
        for (var n = 1; n <= 3; n++) command.Parameters.AddWithValue($"${n}", 1);
        await using var plan = await command.ExecuteReaderAsync(Stop);
        List<string> steps = [];
        while (await plan.ReadAsync(Stop)) steps.Add(plan.GetString(3));
        Assert.Equal("SEARCH TABLE event USING INDEX event_history (<expr>=? AND <expr>>?)", Assert.Single(steps));
    }

    [Theory]
    [InlineData("plan_id")]
    [InlineData("next_plan_id")]
    public async Task Subscribers_of_a_plan_version_are_found_by_their_index(string column)
    {
        await using var connection = await ((SqlitePlace)Here).ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {SqliteQueries.Subscribers(column)}";
        for (var n = 1; n <= 3; n++) command.Parameters.AddWithValue($"${n}", 1);
        await using var plan = await command.ExecuteReaderAsync(Stop);
        List<string> steps = [];
        while (await plan.ReadAsync(Stop)) steps.Add(plan.GetString(3));
        Assert.Contains(steps, step => step.EndsWith($"({column}=? AND customer_id>?)", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_providers_id_is_found_by_its_index()
    {
        await using var connection = await ((SqlitePlace)Here).ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {SqliteQueries.Links}";
        for (var n = 1; n <= 3; n++) command.Parameters.AddWithValue($"${n}", "1");
        await using var plan = await command.ExecuteReaderAsync(Stop);
        List<string> steps = [];
        while (await plan.ReadAsync(Stop)) steps.Add(plan.GetString(3));
        Assert.Contains(steps, step => step.Contains("provider_link_id (provider=? AND id=?)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(13, Fault.Unavailable, Fault.Unknown)]
    [InlineData(10, Fault.Unavailable, Fault.Unknown)]
    [InlineData(7, Fault.Unavailable, Fault.Unknown)]
    [InlineData(14, Fault.Unavailable, Fault.Unknown)]
    [InlineData(5, Fault.Transient, Fault.Transient)]
    [InlineData(6, Fault.Transient, Fault.Transient)]
    [InlineData(19, Fault.Poison, Fault.Poison)]
    [InlineData(1, Fault.Poison, Fault.Poison)]
    public void A_failure_is_told_by_its_code_and_a_broken_disk_leaves_a_commit_in_doubt(
        int code, Fault before, Fault committing)
    {
        Assert.Equal(before, Store.Classify(new SqliteException("", code), committing: false));
        Assert.Equal(committing, Store.Classify(new SqliteException("", code), committing: true));
    }
}

public sealed class SqliteGateTests : GateContract
{
    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new SqlitePlace());
}

public sealed class SqliteFourGatesTests : GateContract
{
    private protected override int GatesAtOnce => 4;

    private protected override Task<Place> NewPlaceAsync() => Task.FromResult<Place>(new SharedSqlitePlace());
}
