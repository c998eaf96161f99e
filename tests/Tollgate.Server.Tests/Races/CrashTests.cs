using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tollgate.Server.Tests.Races;

/// <summary>Servers are killed, stalled and asked to end while clients use them.</summary>
public sealed class CrashTests
{
    const int Limit = 4_000;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_server_killed_under_load_keeps_every_use_that_was_answered(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind, count: 2);
        await fleet.SellAsync(Limit);
        ConcurrentDictionary<string, bool> answered = [];

        var load = LoadAsync(fleet.Clients[0], "a", answered);
        var rest = fleet.Clients.Count > 1 ? LoadAsync(fleet.Clients[1], "b", answered) : Task.CompletedTask;
        await AtLeastAsync(answered, 300);
        fleet.Servers[0].Kill9();
        await load;
        if (kind == "sqlite") rest = LoadAsync(await fleet.AddOneAsync(), "b", answered);
        await rest;

        await AssertWholeAsync(fleet, answered);
    }

    [Fact]
    public async Task A_database_stopped_at_once_under_load_keeps_every_use_that_was_answered()
    {
        await using var postgres = await Fleet.OwnPostgresAsync();
        await using var fleet = await Fleet.OnPostgresAsync(await postgres.CreateDatabaseAsync(), 2);
        await fleet.SellAsync(Limit);
        ConcurrentDictionary<string, bool> answered = [];

        var load = Task.WhenAll(
            fleet.Clients.Select((client, i) => LoadAsync(client, $"{i}", answered, persistent: true)));
        await AtLeastAsync(answered, 300);
        await postgres.StopImmediateAsync();
        await postgres.StartAsync();
        await load;

        await AssertWholeAsync(fleet, answered);
    }

    [Fact]
    public async Task A_server_stalled_while_it_holds_locks_delays_others_by_seconds_and_writes_nothing_when_it_wakes()
    {
        await using var fleet = await Fleet.StartAsync("postgres", count: 2);
        await fleet.SellAsync(1_000_000);
        ConcurrentDictionary<string, bool> answered = [];
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(fleet.Clients[0], "stalled", answered, enough: enough.Token);
        await AtLeastAsync(answered, 300);

        fleet.Servers[0].Stop();
        var waited = Stopwatch.StartNew();
        Decision? decision = null;
        while (decision is null && waited.Elapsed < TimeSpan.FromSeconds(20))
        {
            try
            {
                decision = await fleet.Clients[1].UseAsync(
                    new UsageRequest { Customer = "acme", Feature = "calls", Id = "after" });
            }
            catch (TollgateException busy) when (busy.Code == ProblemCodes.CustomerBusy)
            {
            }
        }
        Assert.True(decision?.Allowed, $"no answer after {waited.Elapsed}");
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));

        // Longer than any request may wait: when it wakes, its callers are told, and nothing of theirs is written.
        while (waited.Elapsed < TimeSpan.FromSeconds(12))
            await fleet.Clients[1].CheckAsync(new CheckRequest { Customer = "acme", Feature = "calls" });
        var before = (await fleet.EventsAsync()).Select(one => one.Id).ToHashSet();
        await enough.CancelAsync();
        fleet.Servers[0].Continue();
        await load;

        var after = (await fleet.EventsAsync()).Select(one => one.Id).ToHashSet();
        Assert.Subset(after, answered.Keys.ToHashSet());
        Assert.Subset(answered.Keys.ToHashSet(), after.Except(before).ToHashSet());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_server_asked_to_end_answers_what_it_has_let_in(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind, count: 1);
        await fleet.SellAsync(Limit);
        ConcurrentDictionary<string, bool> answered = [];
        var load = LoadAsync(fleet.Clients[0], "a", answered);
        await AtLeastAsync(answered, 300);

        Assert.Equal(0, await fleet.Servers[0].TerminateAsync());
        await load;
        await fleet.AddOneAsync();

        var stored = await fleet.EventsAsync();
        Assert.Equal(answered.Keys.Order(), stored.Select(one => one.Id).Order());
    }

    // Sixteen callers use one unit at a time until the limit is reached or the server is gone.
    static Task LoadAsync(
        TollgateClient client, string name, ConcurrentDictionary<string, bool> answered, bool persistent = false,
        CancellationToken enough = default) =>
        Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var id = $"{name}.{caller}.{i}";
                try
                {
                    var decision = await client.UseAsync(
                        new UsageRequest { Customer = "acme", Feature = "calls", Id = id });
                    if (!decision.Allowed) return;
                    answered[id] = true;
                }
                catch (Exception gone)
                    when (gone is HttpRequestException or TollgateException { Code: not ProblemCodes.Invalid })
                {
                    if (!persistent) return;
                    i--;
                }
            }
        })));

    static async Task AtLeastAsync(ConcurrentDictionary<string, bool> answered, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (answered.Count < count) await look.WaitForNextTickAsync(patience.Token);
    }

    static async Task AssertWholeAsync(Fleet fleet, ConcurrentDictionary<string, bool> answered)
    {
        var stored = await fleet.EventsAsync();
        var ids = stored.Select(one => one.Id).ToHashSet();
        Assert.Equal(stored.Count, ids.Count);
        Assert.All(answered.Keys, id => Assert.Contains(id, ids));
        Assert.Equal(Limit, stored.Count);
        Assert.Equal(Limit, await fleet.UsedAsync());
        Assert.Equal(Enumerable.Range(3, Limit).Select(n => (long)n), stored.Select(one => one.Sequence).Order());
    }
}
