namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Counters_stay_right_across_a_change_of_plan_that_no_command_follows()
    {
        await MakeCustomerAsync(limit: 100, more: ["cycle"]);
        await Trial.PutPlanAsync(
            First, "next",
            [new PlanLimit(40, "forever"), new PlanLimit(1_000_000, "cycle"), new PlanLimit(1_000, "month")]);
        await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer));
        var at = shown.Now + Duration.FromMilliseconds(1_500);
        var changed = await First.ApplyAsync<Put<Subscription>>(new ChangeSubscription(
            Customer, shown.Terms.Subscriptions[0].Id, "next", When: CancelWhen.At, At: at));
        Assert.True(changed.Value.IsChanging(shown.Now));
        await ReopenAsync();

        await AtOnceAsync(10, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        while ((await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer))).Now < at) continue;
        var after = await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(10, after.Count(decision => decision.Allowed));
        await AssertUsedAsync(40);
        await ReopenAsync();
        await AssertUsedAsync(40);
    }

    [Fact]
    public async Task A_pause_counts_from_the_next_decision_everywhere_and_is_still_there_after_a_restart()
    {
        await MakeCustomerAsync(limit: 100);
        var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer));
        var id = shown.Terms.Subscriptions[0].Id;
        await First.ApplyAsync<Put<Subscription>>(new PauseSubscription(Customer, id));

        var paused = await AtOnceAsync(10, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        Assert.All(paused, decision => Assert.Equal(Reason.SubscriptionInactive, decision.Reason));
        await ReopenAsync();
        Assert.False((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed);
        await First.ApplyAsync<Put<Subscription>>(new ResumeSubscription(Customer, id));
        var again = await AtOnceAsync(10, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        Assert.All(again, decision => Assert.True(decision.Allowed));
        await AssertUsedAsync(10);
    }
}
