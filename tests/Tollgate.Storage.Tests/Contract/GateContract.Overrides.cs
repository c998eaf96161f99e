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

    [Fact]
    public async Task A_preview_counts_windows_that_nothing_has_counted_and_leaves_nothing_behind()
    {
        await MakeCustomerAsync(limit: 100);
        await Trial.PutPlanAsync(First, "next", new PlanLimit(7, "month"), new PlanLimit(9, "P2D"));
        await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer));
        var asked = new ChangeSubscription(Customer, shown.Terms.Subscriptions[0].Id, "next");
        await ReopenAsync();
        var counters = await CountersAsync(shown);

        var previews = await AtOnceAsync(
            20, (gate, _) => gate.ShowAsync<ChangePreview>(new PreviewChange(asked), Stop));

        Assert.All(previews, preview => Assert.Equal(
            [("month", 20L, 7L), ("P2D", 20L, 9L)], preview.Lines.Single().After.Limits.Select(
                limit => (limit.Figures.Per.Text, limit.Figures.Used, limit.Figures.Limit))));
        Assert.Equal(counters, await CountersAsync(shown));
        await AssertUsedAsync(20);
        await First.ApplyAsync<Put<Subscription>>(asked);
        await ReopenAsync();
        Assert.Equal(20, (await First.CheckAsync(new Use(Customer, Feature), Stop)).Figures!.Used);
    }

    async Task<List<Counter>> CountersAsync(CustomerSnapshot shown) =>
        [.. await First.ListAsync(lists => lists.CountersAsync(shown.Terms.Customer, Stop))];

    static Overrides Given(decimal quantity, string per) => Overrides.Of(
        [new(Feature, new PlanFeature(false, [new PlanLimit(quantity, per)], OverageMode.Deny, null, false))]);
}
