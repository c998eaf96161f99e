using Xunit;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_history_has_no_gap_and_its_chain_recomputes_from_the_first_change()
    {
        await MakeCustomerAsync(limit: 100);
        await MixAsync(300);

        var history = await HistoryAsync();

        Assert.Equal(Enumerable.Range(1, history.Count).Select(n => (long)n), history.Select(change => change.Sequence));
        Assert.True(history.Count(change => change.Audit is not null) > 10);
        var hash = Hash.Empty;
        foreach (var change in history)
        {
            hash = change.Event is { } use ? Chain.Next(hash, use, Feature) : Chain.Next(hash, change.Audit!);
            Assert.Equal(hash, change.Event?.Hash ?? change.Audit!.Hash);
        }
    }

    [Fact]
    public async Task Every_counter_is_the_sum_of_its_events_in_the_end()
    {
        await MakeCustomerAsync(limit: 100, more: ["minute", "day", "month", "cycle", "PT1H"]);
        await MixAsync(300);

        var id = (await First.Queries.FindCustomerAsync(Customer, Stop))!.Value;
        var events = (await HistoryAsync()).Select(change => change.Event).OfType<UsageEvent>().ToList();
        var counters = await First.Queries.CountersAsync(id, Stop);

        Assert.Equal(100, events.Sum(use => use.Included + use.Overage));
        Assert.True(counters.Count >= 6);
        foreach (var counter in counters)
        {
            var from = counter.CountedFrom is { } after ? after + Duration.FromTicks(10) : counter.Key.From;
            var sum = events.Where(use => use.At >= from && use.At < counter.Key.To).Sum(use => use.Included + use.Overage);
            Assert.Equal(sum, counter.Used);
        }
    }

    [Fact]
    public async Task A_replay_after_a_restart_equals_the_first_decision()
    {
        await MakeCustomerAsync(limit: 100, more: ["cycle", "PT1H"]);
        var uses = Enumerable.Range(0, 20).Select(i => new Use(Customer, Feature, 1 + (i % 3), Id: $"id-{i}")
        {
            Actor = "someone",
            Properties = """{"model":"ä"}""",
        }).ToArray();
        var first = await AtOnceAsync(20, (gate, i) => gate.UseAsync(uses[i], Stop));
        await ReopenAsync();

        var again = await AtOnceAsync(20, (gate, i) => gate.UseAsync(uses[i], Stop));

        Assert.All(again, decision => Assert.True(decision.Replayed));
        Assert.Equal(first, again.Select(decision => decision with { Replayed = false }));
        var changed = await First.UseAsync(new Use(Customer, Feature, 50, Id: "id-0"), Stop);
        Assert.Equal(Reason.IdConflict, changed.Reason);
    }

    // Uses of 1 to 3 with and without ids, some repeated, some dated, between changes of the customer, until the limit is full.
    async Task MixAsync(int count)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await AtOnceAsync(count, async (gate, i) =>
        {
            if (i % 20 == 7) await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, Name: $"name {i}"), Stop);
            var at = i % 5 == 1 ? now - Duration.FromMinutes(i) : (Instant?)null;
            return await gate.UseAsync(new Use(Customer, Feature, 1 + (i % 3), Id: i % 4 == 0 ? $"id-{i / 8}" : null, At: at), Stop);
        });
        while ((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed) continue;
    }
}
