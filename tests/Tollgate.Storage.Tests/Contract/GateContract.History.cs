namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_history_of_uses_and_changes_is_gapless_chained_and_what_every_counter_sums()
    {
        await MakeCustomerAsync(limit: 100, more: ["minute", "day", "month", "cycle", "PT1H", "P10D"]);
        await MixAsync(300);

        await AssertUsedAsync(100);
        var history = await Trial.HistoryAsync(First, Customer);
        Assert.True(history.Count(change => change.Audit is not null) > 10);
        Assert.True(history.Count(change => change.Event?.At < change.Event?.RecordedAt) > 3);
        await ReopenAsync();
        Assert.Equal(100, await Trial.AssertWholeAsync(First, Customer));
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

    // Uses of 1 to 3 with and without ids, some repeated, some dated, between changes of the customer, until the limit
    // is full.
    async Task MixAsync(int count)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await AtOnceAsync(count, async (gate, i) =>
        {
            if (i % 20 == 7) await gate.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, Name: $"name {i}"), Stop);
            var at = i % 5 == 1 ? now - Duration.FromMinutes(i) : (Instant?)null;
            return await gate.UseAsync(
                new Use(Customer, Feature, 1 + (i % 3), Id: i % 4 == 0 ? $"id-{i / 8}" : null, At: at), Stop);
        });
        while ((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed) continue;
    }
}
