namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task What_a_subscription_overrides_is_still_there_after_a_restart_and_counts_what_was_used_before()
    {
        await MakeCustomerAsync(limit: 100);
        await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, $"plan-{Customer}") { Overrides = Given(30, "P2D") });
        await ReopenAsync();

        var after = await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(10, after.Count(decision => decision.Allowed));
        Assert.All(after, decision => Assert.Equal("P2D", decision.Figures!.Per.Text));
        await AssertUsedAsync(30);
    }

    [Fact]
    public async Task Overrides_of_a_change_that_waits_are_stored_beside_those_in_force()
    {
        await MakeCustomerAsync(limit: 5);
        await Trial.PutPlanAsync(First, "next", new PlanLimit(1, "forever"));
        var made = await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, $"plan-{Customer}") { Overrides = Given(7, "forever") });
        await First.ApplyAsync<Put<Subscription>>(
            new ChangeSubscription(Customer, made.Value.Id, "next", When: CancelWhen.PeriodEnd)
            {
                Overrides = Given(9, "month"),
            });
        await ReopenAsync();

        var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer));
        var stored = shown.Terms.Subscriptions[^1];
        Assert.Equal((Given(7, "forever"), Given(9, "month")), (stored.Overrides, stored.NextOverrides));
        Assert.Equal(7, (await First.UseAsync(new Use(Customer, Feature, 8), Stop)).Figures!.Limit);
        Assert.Equal(Given(9, "month"), stored.OverridesAt(stored.ChangeAt!.Value));
        await AssertUsedAsync(0);
    }

    static Overrides Given(decimal quantity, string per) => Overrides.Of(
        [new(Feature, new PlanFeature(false, [new PlanLimit(quantity, per)], OverageMode.Deny, null, false))]);
}
