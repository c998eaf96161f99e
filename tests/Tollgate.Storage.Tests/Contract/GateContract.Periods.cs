using Tollgate.Core.Periods;
using Tollgate.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_period_is_closed_once_by_many_who_knock_at_once_and_by_uses_among_them()
    {
        var endpoint = await EndpointAsync("period.closed");
        await MakeCustomerAsync(1_000);
        await First.UseAsync(new Use(Customer, Feature, 4), Stop);
        await MoveByAsync(Duration.FromDays(32));

        await AtOnceAsync(20, async (gate, i) =>
        {
            if (i % 4 == 0) await gate.UseAsync(new Use(Customer, Feature), Stop);
            return await DueService.KnockAsync(gate, Stop);
        });

        var closed = Assert.Single(await PeriodsAsync());
        Assert.Equal((4, 4), (Assert.Single(closed.Figures).Used, closed.Figures[0].Included));
        Assert.Equal([("period.closed", Customer)], await ToldAsync(endpoint));
        await MoveByAsync(Duration.FromDays(31));
        await DueService.KnockAsync(First, Stop);
        var next = (await PeriodsAsync())[0];
        Assert.Equal((closed.EndsAt, closed.Id, 5), (next.StartsAt, next.After, Assert.Single(next.Figures).Used));
    }

    [Fact]
    public async Task Every_cycle_that_was_slept_through_has_a_period_of_its_own()
    {
        await MakeCustomerAsync(10);
        await First.UseAsync(new Use(Customer, Feature, 4, Id: "a"), Stop);
        await MoveByAsync(Duration.FromDays(310));
        await ReopenAsync();

        await First.ApplyAsync<Reversed>(new ReverseUse(Customer, "a", null), Stop);
        await MoveByAsync(Duration.FromDays(31));
        await DueService.KnockAsync(First, Stop);

        var closed = await PeriodsAsync();
        Assert.Equal(11, closed.Count);
        Assert.Equal([-4, 4], closed.Where(one => one.Figures.Count > 0).Select(one => one.Figures[0].Used));
        Assert.Equal(-4, closed[0].Figures[0].Late);
        Assert.All(closed.Zip(closed.Skip(1)), pair => Assert.Equal(pair.First.StartsAt, pair.Second.EndsAt));
        Assert.Equal(0, await DueService.KnockAsync(First, Stop));
    }

    [Fact]
    public async Task A_boost_until_the_cycles_end_has_ended_in_the_next_period()
    {
        var endpoint = await EndpointAsync("period.closed", "boost.ended");
        await MakeCustomerAsync(10);
        await First.ApplyAsync<Put<Boost>>(
            new ProvisionBoost(Customer, Feature, BoostType.AddLimit, BoostEnd.OfCycle, 5), Stop);
        await First.UseAsync(new Use(Customer, Feature, 15), Stop);
        await MoveByAsync(Duration.FromDays(32));

        await DueService.KnockAsync(First, Stop);

        Assert.Equal([("boost.ended", Customer), ("period.closed", Customer)], await ToldAsync(endpoint));
        Assert.False((await First.UseAsync(new Use(Customer, Feature, 11), Stop)).Allowed);
        Assert.Equal(15, Assert.Single(await PeriodsAsync()).Figures[0].Used);
    }

    async Task<IReadOnlyList<ClosedPeriod>> PeriodsAsync()
    {
        var customer = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Terms.Customer;
        return await First.ListAsync(lists => lists.PeriodsAsync(customer, null, 100, Stop));
    }
}
