namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    // Whoever wins, the customer's own change of plan is what counts in the end, and no number is taken twice.
    [Fact]
    public async Task A_customer_that_changes_its_plan_while_it_is_moved_ends_on_its_own_choice()
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(1_000, "forever"));
        await Trial.PutPlanAsync(First, "other", new PlanLimit(2_000, "forever"));
        for (var i = 0; i < 10; i++) await Trial.PutCustomerAsync(First, $"{Customer}-{i}", "pro");
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(3_000, "forever"));

        await AtOnceAsync(40, async (gate, i) =>
        {
            var customer = $"{Customer}-{i % 10}";
            if (i % 4 == 0)
                await gate.ApplyAsync<Put<Subscription>>(new ChangeSubscription(customer, 2, "other"), Stop);
            else if (i % 4 == 1) await gate.UseAsync(new Use(customer, Feature), Stop);
            else await gate.ApplyAsync<Moved>(new MoveSubscriptions(customer, "pro", null, 2, false), Stop);
            return true;
        });

        for (var i = 0; i < 10; i++)
        {
            var shown = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer($"{Customer}-{i}"), Stop);
            var plan = shown.Catalog.Plan(shown.Terms.Subscriptions.Single().PlanAt(shown.Now));
            Assert.Equal(i % 4 == 0 || i % 2 == 0 ? ("other", 1) : ("pro", 2), (plan.Code, plan.Row.Version));
            await Trial.AssertWholeAsync(First, $"{Customer}-{i}");
        }
    }

    [Fact]
    public async Task A_move_that_is_repeated_after_a_page_finishes_and_then_finds_nobody()
    {
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(10, "forever"));
        for (var i = 0; i < 5; i++) await Trial.PutCustomerAsync(First, $"{Customer}-{i}", "pro");
        await Trial.PutPlanAsync(First, "pro", new PlanLimit(20, "forever"));
        var old = (await First.ShowAsync<Account>(new ShowAccount())).Catalog.Plan("pro", 1)!.Id;

        Assert.Equal(2, await MoveAsync(limit: 2));
        Assert.Equal(3, await MoveAsync(limit: 100));
        Assert.Empty(await First.ListAsync(lists => lists.SubscribersAsync([old], CustomerId.Account, 100, Stop)));

        async Task<int> MoveAsync(int limit)
        {
            var page = await First.ListAsync(lists => lists.SubscribersAsync([old], CustomerId.Account, limit, Stop));
            var moved = await Task.WhenAll(page.Select(one =>
                First.ApplyAsync<Moved>(new MoveSubscriptions(one.Key, "pro", null, 2, false), Stop)));
            return moved.Sum(one => one.Now);
        }
    }
}
