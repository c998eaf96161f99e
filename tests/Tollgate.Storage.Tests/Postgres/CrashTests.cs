using System.Collections.Concurrent;
using Npgsql;
using Tollgate.Postgres;

namespace Tollgate.Storage.Tests.Postgres;

/// <summary>Connections are cut and the server is stopped while the gate works on it.</summary>
public sealed class CrashTests
{
    const int Callers = 32;
    const int Limit = 3_000;

    [Fact]
    public async Task A_connection_cut_anywhere_neither_loses_nor_doubles_a_use()
    {
        var postgres = await PostgresRequired.SharedAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var proxy = await postgres.StartProxyAsync();
        await using var gate = await OpenAsync(Through(database, proxy.Port));

        await LoadAsync(gate, async running =>
        {
            for (var cuts = 0; cuts < 30 && !running.IsCompleted; cuts++)
                await Task.WhenAny(
                    proxy.CutAfterNextClientFlush(cuts % 2 == 0 ? CutPoint.AfterForward : CutPoint.BeforeForward),
                    running);
        });
    }

    // The statement is seen on the wire until it is prepared: a new session's first commits, and every cut makes a new
    // session.
    [Theory]
    [InlineData(CutPoint.AfterForward)]
    [InlineData(CutPoint.BeforeForward)]
    public async Task A_connection_cut_between_commit_and_its_answer_neither_loses_nor_doubles_a_use(CutPoint point)
    {
        var postgres = await PostgresRequired.SharedAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var proxy = await postgres.StartProxyAsync();
        await using var gate = await OpenAsync(Through(database, proxy.Port));
        proxy.CutAll();

        await LoadAsync(gate, async running =>
        {
            for (var cuts = 0; cuts < 20; cuts++)
            {
                var cut = proxy.CutWhen("COMMIT", point);
                Assert.Same(cut, await Task.WhenAny(cut, running));
            }
        });
    }

    [Fact]
    public async Task A_database_that_is_stopped_at_once_and_started_again_keeps_every_use_that_was_answered()
    {
        await using var postgres = await PostgresRequired.OwnAsync();
        await using var gate = await OpenAsync(await postgres.CreateDatabaseAsync());

        await LoadAsync(gate, async running =>
        {
            for (var stops = 0; stops < 2 && !running.IsCompleted; stops++)
            {
                await postgres.StopImmediateAsync();
                await postgres.StartAsync();
            }
        });
    }

    static string Through(string database, int port) =>
        new NpgsqlConnectionStringBuilder(database) { Port = port }.ConnectionString;

    static async Task<Gate> OpenAsync(string database)
    {
        var gate = await Trial.OpenAsync(
            new PostgresStore(database),
            new TollgateOptions { RequestTimeout = TimeSpan.FromSeconds(30), BusyTimeout = TimeSpan.FromSeconds(30) });
        await Trial.PutPlanAsync(gate, "pro", new PlanLimit(Limit, "forever"), new PlanLimit(Limit, "PT5H"));
        await Trial.PutCustomerAsync(gate, "acme", "pro");
        return gate;
    }

    // Callers use one unit at a time under ids of their own until the limit is reached, while the mischief goes on.
    static async Task LoadAsync(Gate gate, Func<Task, Task> mischief)
    {
        ConcurrentBag<string> recorded = [];
        var callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{caller}.{i}";
                var decision = await gate.UseAsync(new Use("acme", Trial.Feature, Id: id));
                if (!decision.Allowed) return;
                recorded.Add(id);
            }
        })));

        await mischief(callers);
        await callers;

        Assert.Equal(Limit, await Trial.AssertWholeAsync(gate, "acme"));
        var stored = (await Trial.HistoryAsync(gate, "acme"))
            .Where(change => change.Event is not null).Select(change => change.Event!.Id);
        Assert.Equal(recorded.Order(), stored.Order());
    }
}
