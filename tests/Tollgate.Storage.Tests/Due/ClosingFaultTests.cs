using Tollgate.Due;
using Tollgate.Storage.Tests.Lanes;

namespace Tollgate.Storage.Tests.Due;

public sealed class ClosingFaultTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_period_that_cannot_be_closed_keeps_nobody_elses_open_and_is_tried_again()
    {
        var store = new FaultyStore(new MemoryStore(TimeProvider.System));
        await using var gate = await Trial.OpenAsync(store);
        await Trial.PutPlanAsync(gate, "pro", new PlanLimit(10, "cycle"));
        for (var i = 0; i < 7; i++)
        {
            await Trial.PutCustomerAsync(gate, $"c{i}", "pro");
            await gate.UseAsync(new Use($"c{i}", Trial.Feature, i + 1), Stop);
        }
        var now = (await gate.ShowAsync<TestClock>(new ShowTestClock(), Stop)).Now;
        await gate.ApplyAsync<Put<TestClock>>(new SetTestClock(now + Duration.FromDays(32)), Stop);
        var broken = await IdAsync("c3");
        var tries = 0;
        store.BeforeCommit = changes =>
        {
            if (!changes.Periods.Exists(one => one.Customer == broken)) return;
            tries++;
            throw new InjectedException(Fault.Poison);
        };

        var failure = await Assert.ThrowsAsync<AggregateException>(() => DueService.KnockAsync(gate, Stop));

        Assert.IsType<InjectedException>(Assert.Single(failure.InnerExceptions));
        Assert.True(tries > 0);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1], await ClosedAsync());
        store.BeforeCommit = _ => { };
        Assert.Equal(1, await DueService.KnockAsync(gate, Stop));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1], await ClosedAsync());
        var kept = await gate.ListAsync(lists => lists.PeriodsAsync(broken, null, 10, Stop));
        Assert.Equal(4, Assert.Single(Assert.Single(kept).Figures).Used);
        Assert.Null((await gate.VerifyAllAsync(null, null, Stop)).Divergence);

        async Task<List<int>> ClosedAsync()
        {
            List<int> counts = [];
            for (var i = 0; i < 7; i++)
            {
                var id = await IdAsync($"c{i}");
                counts.Add((await gate.ListAsync(lists => lists.PeriodsAsync(id, null, 10, Stop))).Count);
            }
            return counts;
        }

        async Task<CustomerId> IdAsync(string key) =>
            (await gate.ListAsync(lists => lists.FindCustomerAsync(key, Stop)))!.Value;
    }
}
