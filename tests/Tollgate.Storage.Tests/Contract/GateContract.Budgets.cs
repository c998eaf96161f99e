namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_hundred_uses_of_1_at_once_spend_a_budget_of_10_exactly()
    {
        await ChargeAsync(Unit("1"), 0, "1000");
        await BudgetAsync(10);

        var decisions = await AtOnceAsync(100, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(10, decisions.Count(decision => decision.Allowed));
        Assert.All(decisions.Where(one => !one.Allowed), one => Assert.Equal(Reason.BudgetExceeded, one.Reason));
        await AssertSpentAsync(10, 0);
        await AssertBalanceAsync("990");
    }

    [Fact]
    public async Task Reservations_at_once_hold_no_more_than_a_budget_has_and_are_counted_anew_alike()
    {
        await ChargeAsync(Unit("1"), 0, "1000");
        await BudgetAsync(10);

        var made = await AtOnceAsync(40, (gate, i) => ReserveAsync(gate, $"r{i}", 3));
        var held = made.Where(one => one.Allowed).ToList();
        Assert.Equal(3, held.Count);
        await AssertSpentAsync(0, 9);
        await EndAsync(First, held[0].Id!, 2);
        await EndAsync(First, held[1].Id!, 0);

        await AssertSpentAsync(2, 3);
    }

    [Fact]
    public async Task What_a_reservation_holds_of_a_budget_is_free_once_its_time_is_over()
    {
        await ChargeAsync(Unit("1"), 0, "1000");
        await BudgetAsync(10);
        await ReserveAsync(First, "r", 10, Duration.FromMinutes(5));
        Assert.Equal(Reason.BudgetExceeded, (await First.CheckAsync(new Use(Customer, Feature), Stop)).Reason);

        await MoveByAsync(Duration.FromMinutes(5));

        Assert.True((await First.UseAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        await AssertSpentAsync(10, 0);
    }

    [Fact]
    public async Task A_budget_that_is_made_while_uses_are_under_way_lacks_none_of_them()
    {
        await ChargeAsync(Unit("1"), 0, "1000");

        var made = 0;
        await AtOnceAsync(60, async (gate, i) =>
        {
            if (i == 30) await BudgetAsync(1_000);
            else if ((await gate.UseAsync(new Use(Customer, Feature), Stop)).Allowed) Interlocked.Increment(ref made);
            return i;
        });

        Assert.Equal(59, made);
        await AssertSpentAsync(59, 0);
        await AssertBalanceAsync("941");
    }

    [Fact]
    public async Task What_was_spent_outlives_the_process_and_a_zone_that_was_changed_and_changed_back()
    {
        await ChargeAsync(Unit("1"), 0, "1000");
        await BudgetAsync(10);
        await First.UseAsync(new Use(Customer, Feature, 3, Id: "a"), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer, TimeZone: "Pacific/Kiritimati"), Stop);
        await First.UseAsync(new Use(Customer, Feature, 4), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await ReopenAsync();

        await AssertSpentAsync(7, 0);
        Assert.Equal(
            Reason.BudgetExceeded, (await First.CheckAsync(new Use(Customer, Feature, 4), Stop)).Reason);
        await First.ApplyAsync<Reversed>(new ReverseUse(Customer, "a"), Stop);
        await AssertSpentAsync(4, 0);
    }

    [Fact]
    public async Task A_budget_that_is_deleted_is_gone_on_every_gate_at_once()
    {
        await ChargeAsync(Unit("1"), 0, "1000");
        await BudgetAsync(0);
        Assert.All(await AtOnceAsync(8, UseAsync), one => Assert.Equal(Reason.BudgetExceeded, one.Reason));

        await First.ApplyAsync<Put<Budget>>(new DeleteBudget(Customer, "b"), Stop);

        Assert.All(await AtOnceAsync(8, UseAsync), one => Assert.True(one.Allowed));

        static Task<Decision> UseAsync(Gate gate, int i) => gate.UseAsync(new Use(Customer, Feature), Stop);
    }

    Task<Put<Budget>> BudgetAsync(long amount) => First.ApplyAsync<Put<Budget>>(
        new PutBudget(Customer, "b", Usd, Amount.Of(amount), Per.Month, Denies: true), Stop);

    // What is kept of it, and the same counted anew by a budget that nobody has had before.
    async Task AssertSpentAsync(long spent, long held)
    {
        await First.ApplyAsync<Put<Budget>>(
            new PutBudget(Customer, $"{Guid.NewGuid()}", Usd, Amount.Of(1), Per.Month, Denies: false), Stop);
        var states = await First.ShowAsync<IReadOnlyList<BudgetState>>(new ShowBudgets(Customer), Stop);
        Assert.All(states, one => Assert.Equal(
            (Amount.Of(spent), Amount.Of(held)), (one.Spend.Spent, one.Spend.Held)));
    }
}
