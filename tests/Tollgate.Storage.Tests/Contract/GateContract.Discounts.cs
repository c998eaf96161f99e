using Tollgate.Core.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Of_ten_customers_that_ask_for_a_discount_at_once_three_get_it_and_three_renewals_are_lowered()
    {
        await DiscountedPlanAsync(uses: 3);
        var given = await AtOnceAsync(10, (gate, i) => GiveAsync(gate, $"c{i}", renewing: i % 2 == 0));
        Assert.Equal(3, given.Count(one => one));
        Assert.Equal(3, await UsesAsync());

        // All are renewed at once, whoever got it: nobody waits for another.
        await MoveByAsync(Duration.FromDays(32));
        await AtOnceAsync(20, (gate, i) => gate.ApplyAsync<Shown<Head>>(new SettleDue($"c{i % 10}"), Stop));

        var paid = new List<Amount>();
        for (var i = 0; i < 10; i++)
            paid.Add((await Trial.LedgerAsync(First, $"c{i}")).Single(one => one.Kind == EntryKind.Debit).Amount);
        Assert.Equal(3, paid.Count(AmountOf("-4.5").Equals));
        Assert.Equal(7, paid.Count(AmountOf("-9").Equals));
        await ReopenAsync();
        Assert.Equal(3, await UsesAsync());
    }

    [Fact]
    public async Task A_discount_that_was_refused_leaves_nothing_behind_and_more_may_be_allowed()
    {
        await DiscountedPlanAsync(uses: 1);
        Assert.True(await GiveAsync(First, "a", renewing: false));
        Assert.False(await GiveAsync(First, "b", renewing: false));
        var none = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer("b"), Stop);
        Assert.Empty(none.Terms.Subscriptions);

        await First.ApplyAsync<Put<Discount>>(new PutDiscount("D", Half with { MaxUses = 2 }), Stop);

        Assert.True(await GiveAsync(gates[^1], "b", renewing: false));
        Assert.Equal(2, await UsesAsync());
    }

    static DiscountDefinition Half { get; } = new(Exact.Of(50), null, null);

    async Task DiscountedPlanAsync(int uses)
    {
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, CycleLength.Month, 0, true, [])
        {
            Prices = [new PlanPrice(9, "USD", PricePer.Month)],
        }), Stop);
        await First.ApplyAsync<Put<Discount>>(new PutDiscount("D", Half with { MaxUses = uses }), Stop);
    }

    // A customer with credit on the plan, with the discount from the start or once it is renewed; whether it got it.
    async Task<bool> GiveAsync(Gate gate, string customer, bool renewing)
    {
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer(customer), Stop);
        if (!(await gate.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(customer), Stop)).Any())
            await gate.ApplyAsync<Put<CreditGrantView>>(
                new GrantCredit(customer, Usd, Amount.Of(100), CreditKind.Grant), Stop);
        var terms = new RenewalTerms(RenewedBy.Wallet, null, "D");
        var without = new Subscribe(customer, "pro") { Renewal = terms with { Discount = null } };
        Command asked = without with { Renewal = terms };
        if (renewing)
        {
            var made = await gate.ApplyAsync<Put<Subscription>>(without, Stop);
            asked = new SetRenewal(customer, made.Value.Id, terms);
        }
        var answer = await gate.SubmitAsync(new Request([asked, new HoldAccount()]), Stop);
        if (answer.Outcomes[0] is not Rejected rejected) return true;
        Assert.Equal(Rejection.DiscountUsedUp, rejected.Code);
        if (!renewing && customer.StartsWith('c')) await gate.ApplyAsync<Put<Subscription>>(without, Stop);
        return false;
    }

    async Task<int> UsesAsync() =>
        (await First.ShowAsync<Account>(new ShowAccount(), Stop)).Catalog.Discount("D")!.Uses;
}
