using Npgsql;
using Tollgate.Passages;
using Tollgate.Postgres;
using Sql = Tollgate.Storage.Tests.Testing.Sql;

namespace Tollgate.Storage.Tests.Postgres;

/// <summary>Operations with rows of their own, beside the gate's, on real connections.</summary>
public sealed partial class PassageTests : IAsyncLifetime
{
    const string Customer = "acme";
    const string Feature = Trial.Feature;

    readonly List<Gate> gates = [];
    string database = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Gate First => gates[0];

    public async ValueTask InitializeAsync()
    {
        database = await (await PostgresRequired.SharedAsync()).CreateDatabaseAsync();
        await Sql.RunAsync(database, "CREATE TABLE page (id text PRIMARY KEY)");
        for (var i = 0; i < 4; i++) await OpenAsync(new TollgateOptions { BusyTimeout = TimeSpan.FromSeconds(30) });
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(20, "forever"));
        await Trial.PutCustomerAsync(First, Customer, "pro");
        await Trial.PutCustomerAsync(First, "calm", "pro");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in gates) await gate.DisposeAsync();
    }

    [Fact]
    public async Task Rows_of_the_operation_and_its_uses_are_committed_together_or_not_at_all()
    {
        var passed = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => gates[i % 4].ExecuteAsync(
            Customer,
            async (passage, cancel) =>
            {
                var use = await passage.UseAsync(new Use(Customer, Feature, Id: $"page{i}"), cancel);
                if (use.Allowed) await InsertAsync(passage, $"page{i}");
                return use.Allowed;
            },
            Stop))));

        Assert.Equal(20, passed.Count(one => one.Value));
        Assert.Equal(20, await Sql.CountAsync(database, "page"));
        Assert.Equal(20, await Trial.AssertWholeAsync(First, Customer));
    }

    [Fact]
    public async Task Rows_of_an_operation_that_throws_are_not_there()
    {
        await Assert.ThrowsAsync<DivideByZeroException>(() => First.ExecuteAsync<int>(
            Customer,
            async (passage, _) =>
            {
                await InsertAsync(passage, "a");
                await passage.UseAsync(new Use(Customer, Feature), Stop);
                throw new DivideByZeroException();
            },
            Stop));

        Assert.Equal(0, await Sql.CountAsync(database, "page"));
        Assert.Equal(0, await Trial.AssertWholeAsync(First, Customer));
    }

    [Fact]
    public async Task No_operation_starts_after_a_suspension_was_answered_and_those_before_it_finish()
    {
        var suspended = 0;
        var started = 0;
        var running = Enumerable.Range(0, 50).Select(i => Task.Run(() => gates[i % 4].ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                Assert.Equal(0, Volatile.Read(ref suspended));
                Interlocked.Increment(ref started);
                await InsertAsync(passage, $"page{i}");
                return Volatile.Read(ref suspended);
            },
            Stop))).ToList();
        while (Volatile.Read(ref started) < 10) await Task.Yield();

        await gates[3].ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
        Volatile.Write(ref suspended, 1);

        var passed = await Task.WhenAll(running);
        Assert.Equal(started, passed.Count(one => one.Ran));
        Assert.Equal(started, await Sql.CountAsync(database, "page"));
        Assert.All(passed.Where(one => !one.Ran), one => Assert.Equal(Reason.CustomerSuspended, one.Reason));
        foreach (var gate in gates)
            Assert.False((await gate.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop)).Ran);
    }

    [Fact]
    public async Task A_held_customer_keeps_no_other_waiting_in_lanes_or_at_the_gate()
    {
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                began.SetResult();
                await end.Task;
                return await passage.UseAsync(new Use(Customer, Feature, 15), Stop);
            },
            Stop);
        await began.Task;

        var waiting = gates.Select(gate => gate.UseAsync(new Use(Customer, Feature, 10), Stop)).ToList();
        // More than there are places at the gate: they wait for their turn, and for nothing that others need.
        var queued = Enumerable.Range(0, 30)
            .Select(_ => First.ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop)).ToList();
        foreach (var gate in gates)
        {
            Assert.True((await gate.UseAsync(new Use("calm", Feature), Stop)).Allowed);
            Assert.True((await gate.ExecuteAsync("calm", (_, _) => Task.FromResult(1), Stop)).Ran);
            Assert.True((await gate.AccessAsync(Customer, cancel: Stop)).Active);
        }

        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        Assert.All(queued, one => Assert.False(one.IsCompleted));
        end.SetResult();
        Assert.True((await holder).Value!.Allowed);
        foreach (var one in waiting) Assert.Equal(Reason.LimitExceeded, (await one).Reason);
        Assert.All(await Task.WhenAll(queued), one => Assert.True(one.Ran));
    }

    [Fact]
    public async Task Operations_that_wait_for_customers_held_elsewhere_give_their_places_to_others()
    {
        var gate = await OpenAsync(new TollgateOptions { BusyTimeout = TimeSpan.FromSeconds(30), Holds = 2 });
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        List<Task<Passed<int>>> waiting = [];
        for (var i = 0; i < 6; i++)
        {
            await Trial.PutCustomerAsync(First, $"held{i}", "pro");
            await First.CheckAsync(transaction, $"held{i}", cancel: Stop);
            waiting.Add(gate.ExecuteAsync($"held{i}", (_, _) => Task.FromResult(1), Stop));
        }

        for (var i = 0; i < 3; i++)
            Assert.True((await gate.ExecuteAsync("calm", (_, _) => Task.FromResult(1), Stop)).Ran);

        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        await transaction.CommitAsync(Stop);
        Assert.All(await Task.WhenAll(waiting), one => Assert.True(one.Ran));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_operation_of_a_customer_that_is_used_without_pause_comes_to_its_turn(int servers)
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(10_000_000, "forever"));
        await Trial.PutCustomerAsync(First, "busy", "pro");
        using var over = new CancellationTokenSource();
        var users = Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            var used = 0L;
            while (!over.IsCancellationRequested)
                if ((await gates[i % servers].UseAsync(new Use("busy", Feature), Stop)).Allowed) used++;
            return used;
        })).ToList();

        for (var i = 0; i < 40; i++)
        {
            var passed = await gates[i % servers].ExecuteAsync("busy", (p, _) => InsertAsync(p, $"busy{i}"), Stop);
            Assert.True(passed.Ran);
        }
        await over.CancelAsync();

        var used = (await Task.WhenAll(users)).Sum();
        Assert.Equal(used, await Trial.AssertWholeAsync(First, "busy"));
    }

    [Fact]
    public async Task Statements_of_the_operation_run_with_settings_of_their_own()
    {
        string[] names = ["enable_seqscan", "plan_cache_mode", "jit", "timezone", "lock_timeout"];
        var shown = names.Select(name => Sql.ScalarAsync(database, $"SHOW {name}"));
        var expected = string.Join(", ", await Task.WhenAll(shown));

        var passed = await First.ExecuteAsync(Customer, async (passage, _) =>
        {
            var before = await ShowAsync(passage);
            await passage.UseAsync(new Use(Customer, Feature), Stop);
            var after = await ShowAsync(passage);
            await ScalarAsync(passage, "SELECT set_config('enable_seqscan', 'off', true)");
            await passage.UseAsync(new Use(Customer, Feature), Stop);
            return (before, after, (string)(await ScalarAsync(passage, "SHOW enable_seqscan"))!);
        }, Stop);

        Assert.Equal((expected, expected, "off"), passed.Value);

        async Task<string> ShowAsync(Passage passage)
        {
            List<object?> values = [];
            foreach (var name in names) values.Add(await ScalarAsync(passage, $"SHOW {name}"));
            return string.Join(", ", values);
        }
    }

    [Fact]
    public async Task The_connections_of_operations_can_be_configured()
    {
        await Sql.RunAsync(database, "CREATE TYPE mood AS ENUM ('glad', 'sad')");
        await using var gate = await Trial.OpenAsync(new PostgresStore(database, source => source.MapEnum<Mood>()));

        var passed = await gate.ExecuteAsync(
            Customer, (passage, _) => ScalarAsync(passage, "SELECT 'sad'::mood"), Stop);

        Assert.Equal(Mood.Sad, passed.Value);
    }

    [Fact]
    public async Task The_server_itself_ends_a_transaction_that_idles_for_longer_than_it_may_last()
    {
        var passed = await First.ExecuteAsync(
            Customer, (passage, _) => ScalarAsync(passage, "SHOW idle_in_transaction_session_timeout"), Stop);

        Assert.Equal("35s", passed.Value);
    }

    [Fact]
    public async Task A_check_in_a_transaction_of_the_callers_own_sees_a_suspension_and_keeps_one_waiting()
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Stop);
        await using (var transaction = await connection.BeginTransactionAsync(Stop))
        {
            Assert.True((await First.CheckAsync(transaction, Customer, cancel: Stop)).Active);
            var suspending = gates[1].ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
            var waits = gates[2].ExecuteAsync(Customer, (_, _) => Task.FromResult(1), Stop);
            Assert.True((await gates[1].UseAsync(new Use("calm", Feature), Stop)).Allowed);
            Assert.True((await First.CheckAsync(transaction, Customer, cancel: Stop)).Active);
            await using (var insert = new NpgsqlCommand("INSERT INTO page VALUES ('own')", connection, transaction))
                await insert.ExecuteNonQueryAsync(Stop);
            Assert.False(suspending.IsCompleted || waits.IsCompleted);
            await transaction.CommitAsync(Stop);
            await suspending;
            await waits;
        }

        await using var next = await connection.BeginTransactionAsync(Stop);
        await gates[3].ExecuteAsync("calm", (_, _) => Assert.ThrowsAsync<InvalidOperationException>(
            () => First.CheckAsync(next, "calm", cancel: Stop)), Stop);
        Assert.Equal(Reason.CustomerSuspended, (await First.CheckAsync(next, Customer, cancel: Stop)).Reason);
        await Assert.ThrowsAsync<RejectedException>(() => First.CheckAsync(next, "nobody", cancel: Stop));
        Assert.True((await First.CheckAsync(next, "calm", cancel: Stop)).Active);
        Assert.Equal(1, await Sql.CountAsync(database, "page"));
    }

    enum Mood
    {
        Glad,
        Sad,
    }

    async Task<Gate> OpenAsync(TollgateOptions options)
    {
        var gate = await Trial.OpenAsync(new PostgresStore(database), options);
        gates.Add(gate);
        return gate;
    }

    static async Task InsertAsync(Passage passage, string id)
    {
        var transaction = passage.PostgresTransaction();
        await using var insert = new NpgsqlCommand(
            "INSERT INTO page VALUES ($1)", transaction.Connection, transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = id } },
        };
        await insert.ExecuteNonQueryAsync(Stop);
    }

    static async Task<object?> ScalarAsync(Passage passage, string sql)
    {
        var transaction = passage.PostgresTransaction();
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        return await command.ExecuteScalarAsync(Stop);
    }
}
