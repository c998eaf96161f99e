using Tollgate.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Who_looks_after_three_cycles_and_a_restart_finds_the_credit_of_each()
    {
        await IncludeCreditAsync("10", cap: "4");
        Assert.Equal("10 #3 10", await ShownAsync());
        await ReopenAsync();

        await MoveByAsync(Duration.FromDays(95));
        await ReopenAsync();

        Assert.Equal("14", (await ShownAsync()).Split(' ')[0]);
        Assert.True((await First.UseAsync(new Use(Customer, Feature, 12), Stop)).Allowed);
        Assert.Equal("2", (await ShownAsync()).Split(' ')[0]);
        Assert.Equal(
            "Grant 10, Expiry -10, Grant 4, Grant 10, Expiry -4, Expiry -10, Grant 4, Grant 10, Expiry -4, Expiry -10, "
            + "Grant 4, Grant 10, Debit -12", await EntriesAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_use_right_after_the_turn_is_paid_by_the_new_credit_and_many_who_knock_give_it_once()
    {
        await IncludeCreditAsync("10");
        Assert.True((await First.UseAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        foreach (var gate in gates)
            Assert.Equal(
                Reason.CreditInsufficient, (await gate.CheckAsync(new Use(Customer, Feature), Stop)).Reason);

        await MoveByAsync(Duration.FromDays(32));

        foreach (var gate in gates)
            Assert.True((await gate.CheckAsync(new Use(Customer, Feature, 10), Stop)).Allowed);
        var uses = AtOnceAsync(40, (gate, _) => gate.UseAsync(new Use(Customer, Feature, 1), Stop));
        var knocks = AtOnceAsync(4, (gate, _) => DueService.KnockAsync(gate, Stop));
        Assert.Equal(10, (await uses).Count(use => use.Allowed));
        await knocks;
        Assert.Equal("0", await ShownAsync());
        Assert.Equal(2, (await EntriesAsync()).Split(", ").Count("Grant 10".Equals));
        await AssertVerifiedAsync();
    }

    // Acme on a plan that charges one for each call, and includes credit.
    async Task IncludeCreditAsync(string amount, string? cap = null)
    {
        var feature = new PlanFeature(false, [new PlanLimit(0, "cycle")], OverageMode.Charge, null, false)
        {
            Price = new UnitPrice(Exact.Of(1)),
        };
        var plan = new PlanDefinition(
            "paid", PlanKind.Base, false, CycleLength.Month, 0, true, new() { [Feature] = feature })
        {
            Credit =
            [
                new PlanCredit(AmountOf(amount), Usd, CreditPer.Cycle, cap is null ? null : AmountOf(cap)),
            ],
        };
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("paid", plan), Stop);
        await Trial.PutCustomerAsync(First, Customer, "paid");
    }

    async Task<string> ShownAsync()
    {
        var wallet = (await First.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(Customer), Stop)).Single();
        return $"{wallet.Wallet.Balance}" + string.Concat(wallet.Grants.Select(one => $" #{one.Id} {one.Remaining}"));
    }

    async Task<string> EntriesAsync() => string.Join(
        ", ", (await LedgerAsync()).Select(entry => $"{entry.Kind} {entry.Amount}"));

    static Amount AmountOf(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new FormatException(text);
}
