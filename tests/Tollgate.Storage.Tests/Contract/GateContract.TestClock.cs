namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_clock_that_is_moved_counts_on_every_gate_from_the_next_decision()
    {
        await Trial.PutPlanAsync(First, "daily", new PlanLimit(5, "day"), new PlanLimit(6, "P2D"));
        await Trial.PutCustomerAsync(First, Customer, "daily");
        foreach (var gate in gates) await gate.CheckAsync(new Use(Customer, Feature), Stop);
        Assert.True((await First.UseAsync(new Use(Customer, Feature, 5), Stop)).Allowed);
        Assert.Equal("day", (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Per.Text);

        await MoveByAsync(Duration.FromDays(1));

        foreach (var gate in gates)
        {
            var rolling = await gate.CheckAsync(new Use(Customer, Feature, 2), Stop);
            Assert.Equal(
                (Reason.LimitExceeded, "P2D", 5L),
                (rolling.Reason, rolling.Figures!.Per.Text, rolling.Figures.Used));
        }
        await MoveByAsync(Duration.FromDays(2));
        foreach (var gate in gates)
            Assert.Equal(0, (await gate.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Used);
        Assert.True((await gates[^1].UseAsync(new Use(Customer, Feature, 5), Stop)).Allowed);
        await Trial.AssertWholeAsync(First, Customer);
    }

    [Fact]
    public async Task The_clock_does_not_go_back_and_runs_on_where_a_gate_is_opened_again()
    {
        await MoveByAsync(Duration.FromDays(40));
        var moved = await ClockAsync();
        await ReopenAsync();

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => First.ApplyAsync<Put<TestClock>>(
            new SetTestClock(moved.Now - Duration.FromMilliseconds(1)), Stop));

        Assert.Equal("now", Assert.Single(rejected.Rejected.Errors).Field);
        var shown = await ClockAsync();
        Assert.True(shown.Now >= moved.Now);
        Assert.Equal(moved.Ahead, shown.Ahead);
    }

    [Fact]
    public async Task Many_that_move_the_clock_at_once_leave_it_at_the_latest_of_their_times()
    {
        var start = (await ClockAsync()).Now;
        await AtOnceAsync(16, async (gate, i) =>
        {
            try
            {
                await gate.ApplyAsync<Put<TestClock>>(new SetTestClock(start + Duration.FromDays(1 + i)), Stop);
            }
            catch (RejectedException)
            {
                // Another has moved it further already.
            }
            return i;
        });

        var shown = await ClockAsync();

        Assert.InRange(shown.Now, start + Duration.FromDays(16), start + Duration.FromDays(17));
    }

    Task<TestClock> ClockAsync() => First.ShowAsync<TestClock>(new ShowTestClock(), Stop);

    async Task MoveByAsync(Duration by) =>
        await First.ApplyAsync<Put<TestClock>>(new SetTestClock((await ClockAsync()).Now + by), Stop);
}
