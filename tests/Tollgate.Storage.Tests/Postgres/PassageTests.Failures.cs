using Npgsql;
using Tollgate.Postgres;
using Sql = Tollgate.Storage.Tests.Testing.Sql;

namespace Tollgate.Storage.Tests.Postgres;

public sealed partial class PassageTests
{
    [Theory]
    [InlineData("operation")]
    [InlineData("commit")]
    public async Task A_connection_that_is_killed_leaves_nothing_behind_and_the_next_goes_on(string noticedBy)
    {
        var lost = await Assert.ThrowsAnyAsync<Exception>(() => First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                await passage.UseAsync(new Use(Customer, Feature, 20), Stop);
                await InsertAsync(passage, "a");
                var backend = await ScalarAsync(passage, "SELECT pg_backend_pid()");
                await Sql.RunAsync(database, $"SELECT pg_terminate_backend({backend}, 10000)");
                if (noticedBy == "operation") await InsertAsync(passage, "b");
                return 1;
            },
            Stop));

        Assert.True(noticedBy == "operation" ? lost is NpgsqlException : lost is GateUnavailableException, $"{lost}");
        Assert.Equal(0, await Sql.CountAsync(database, "page"));
        var next = await First.ExecuteAsync(
            Customer, (passage, _) => passage.UseAsync(new Use(Customer, Feature, 20), Stop), Stop);
        Assert.True(next.Value!.Allowed);
    }

    [Fact]
    public async Task What_an_operation_took_back_to_a_savepoint_nobody_decides_by()
    {
        await using var other = await Trial.OpenAsync(new PostgresStore(database));
        await other.UseAsync(new Use(Customer, Feature) { CheckOnly = true }, Stop);
        await First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                var transaction = passage.PostgresTransaction();
                await transaction.SaveAsync("before", Stop);
                await passage.ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
                await transaction.RollbackAsync("before", Stop);
            },
            Stop);

        // Another server's change takes the number that was taken back.
        await other.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, "Ann"), Stop);
        Assert.True((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_operation_that_goes_on_when_it_is_told_to_end_is_rolled_back_and_says_so(bool uses)
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAsync<InvalidOperationException>(() => First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                if (uses) await passage.UseAsync(new Use(Customer, Feature, 1), Stop);
                await cancel.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(
                    () => passage.UseAsync(new Use(Customer, Feature, 1), Stop));
            },
            cancel.Token));
        Assert.Equal(0, await Trial.AssertWholeAsync(First, Customer));
    }

    [Fact]
    public async Task A_commit_that_was_never_answered_and_used_nothing_is_said_to_be_unknown()
    {
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                var backend = await ScalarAsync(passage, "SELECT pg_backend_pid()");
                await Sql.RunAsync(database, $"SELECT pg_terminate_backend({backend}, 10000)");
            },
            Stop));
    }

    [Fact]
    public async Task Connections_cut_anywhere_leave_rows_and_uses_in_step()
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(150, "forever"));
        await Trial.PutCustomerAsync(First, "cut", "pro");
        await using var proxy = await (await PostgresRequired.SharedAsync()).StartProxyAsync();
        var through = new NpgsqlConnectionStringBuilder(database) { Port = proxy.Port }.ConnectionString;
        await using var gate = await Trial.OpenAsync(
            new PostgresStore(through), new TollgateOptions { BusyTimeout = TimeSpan.FromSeconds(30) });
        var (tries, failed) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                while (!await TryAsync($"{caller}-{i}")) Interlocked.Increment(ref failed);
        })));

        Assert.InRange(failed, 10, 60);
        Assert.Equal(150, await Sql.CountAsync(database, "page"));
        Assert.Equal(150, await Trial.AssertWholeAsync(First, "cut"));

        // One operation runs at a time: the next to be sent is of its use, its own row, or COMMIT.
        void Cut(bool now, int number)
        {
            if (now) _ = proxy.CutAfterNextClientFlush(number % 8 < 4 ? CutPoint.AfterForward : CutPoint.BeforeForward);
        }

        // Whatever became of it, an operation with the same id may come again.
        async Task<bool> TryAsync(string id)
        {
            try
            {
                await gate.ExecuteAsync(
                    "cut",
                    async (passage, cancel) =>
                    {
                        var now = ++tries;
                        Cut(now % 12 == 3, now);
                        var use = await passage.UseAsync(new Use("cut", Feature, Id: id), cancel);
                        Cut(now % 12 == 6, now);
                        if (use is { Allowed: true, Replayed: false }) await InsertAsync(passage, id);
                        Cut(now % 12 == 9, now);
                    },
                    Stop);
                return true;
            }
            catch (Exception exception) when (
                exception is GateUnavailableException or OutcomeUnknownException
                || (exception is NpgsqlException and not PostgresException { SqlState: "23505" }))
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("in a statement")]
    [InlineData("on its thread")]
    [InlineData("idle")]
    public async Task An_operation_that_does_not_end_is_cut_off_wherever_it_is(string where)
    {
        var gate = await OpenAsync(new TollgateOptions { LongestHold = TimeSpan.FromSeconds(1) });
        using var forever = new ManualResetEventSlim();

        await Assert.ThrowsAsync<TimeoutException>(() => gate.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                await InsertAsync(passage, "a");
                if (where == "in a statement") await ScalarAsync(passage, "SELECT pg_sleep(1000)");
                else if (where == "on its thread") forever.Wait(CancellationToken.None);
                else await new TaskCompletionSource().Task;
            },
            Stop));

        Assert.Equal(0, await Sql.CountAsync(database, "page"));
        Assert.True((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed);
        for (var i = 0; i < 3; i++)
            Assert.True((await gate.ExecuteAsync(Customer, (p, _) => InsertAsync(p, $"b{i}"), Stop)).Ran);
        forever.Set();
    }

    [Fact]
    public async Task An_operation_that_goes_on_after_its_own_statement_failed_is_not_committed()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                await InsertAsync(passage, "a");
                await Assert.ThrowsAsync<PostgresException>(() => InsertAsync(passage, "a"));
            },
            Stop));

        Assert.Equal(0, await Sql.CountAsync(database, "page"));
    }

    [Theory]
    [InlineData("COMMIT", true)]
    [InlineData("ROLLBACK", true)]
    [InlineData("COMMIT", false)]
    [InlineData("ROLLBACK", false)]
    public async Task An_operation_that_ends_the_transaction_itself_is_told_so(string end, bool goesOn)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => First.ExecuteAsync(
            Customer,
            async (passage, _) =>
            {
                var transaction = passage.PostgresTransaction();
                if (end == "COMMIT") await transaction.CommitAsync(Stop);
                else await transaction.RollbackAsync(Stop);
                if (!goesOn) return;
                await Assert.ThrowsAsync<InvalidOperationException>(
                    () => passage.UseAsync(new Use(Customer, Feature), Stop));
            },
            Stop));

        Assert.Equal(0, await Trial.AssertWholeAsync(First, Customer));
    }
}
