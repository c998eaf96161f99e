namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Of_ten_uses_of_1_at_once_5_of_credit_pay_exactly_5_and_each_leaves_its_own_balance()
    {
        await ChargeAsync(Unit("1"), 0, "5");

        var decisions = await AtOnceAsync(10, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(5, decisions.Count(decision => decision.Allowed));
        Assert.All(decisions.Where(one => !one.Allowed), one => Assert.Equal(Reason.CreditInsufficient, one.Reason));
        Assert.Equal(
            ["5", "4", "3", "2", "1", "0"], (await LedgerAsync()).Select(entry => $"{entry.Balance}"));
        await AssertBalanceAsync("0");
    }

    [Fact]
    public async Task Ten_thousand_uses_of_a_tenth_of_a_cent_cost_ten()
    {
        await ChargeAsync(Unit("0.001"), 0, "100");

        for (var i = 0; i < 10; i++)
            await UseManyAsync(Enumerable.Range(0, 1_000).Select(_ => new Use(Customer, Feature)));

        await AssertBalanceAsync("90");
    }

    [Fact]
    public async Task A_thousand_uses_of_9_tokens_at_a_twentieth_per_million_cost_450_micros()
    {
        await ChargeAsync(new PackagePrice(1_000_000, Exact.Parse("0.05"), true), 0, "1");

        await AtOnceAsync(1_000, (gate, _) => gate.UseAsync(new Use(Customer, Feature, 9), Stop));

        await AssertBalanceAsync("0.99955");
    }

    [Fact]
    public async Task With_499_of_500_used_3_more_are_1_included_and_2_charged()
    {
        await ChargeAsync(Unit("25"), 500, "100");
        await First.UseAsync(new Use(Customer, Feature, 499), Stop);

        var decision = await First.UseAsync(new Use(Customer, Feature, 3), Stop);

        Assert.Equal((1, 2), (decision.Included, decision.Overage));
        Assert.Equal(new CurrencyAmount(Amount.Of(50), Usd), decision.Charge);
        await AssertBalanceAsync("50");
    }

    [Fact]
    public async Task Of_twenty_sends_at_once_credit_for_5_pays_5_whatever_holds_reverses_and_tops_up_beside_them()
    {
        await ChargeAsync(Unit("2"), 0, "10");

        var decisions = await AtOnceAsync(20, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        Assert.Equal(5, decisions.Count(decision => decision.Allowed));
        var paid = decisions.Where(decision => decision.Allowed).Select(decision => decision.Id!).ToList();

        await AtOnceAsync(60, async (gate, i) => (i % 4) switch
        {
            0 => await DoAsync(gate, new ReverseUse(Customer, paid[i % 5])),
            1 => await DoAsync(gate, new Use(Customer, Feature) { HoldFor = Duration.FromHours(1) }),
            2 => await DoAsync(gate, new Use(Customer, Feature)),
            _ => await DoAsync(
                gate, new GrantCredit(Customer, Usd, Amount.Of(1), CreditKind.TopUp, ExternalId: $"order-{i % 8}")),
        });

        // 10 and two orders came in; what went out is uses, what is held reservations, and nothing is below zero.
        var wallet = (await WalletAsync()).Wallet;
        var ledger = await LedgerAsync();
        Assert.Equal(12_000_000, ledger
            .Where(entry => entry.Kind is EntryKind.Grant or EntryKind.TopUp).Sum(entry => entry.Amount.Micros));
        Assert.True(wallet.Available >= Amount.Zero && wallet.Held >= Amount.Zero);
        Assert.Equal(wallet.Balance.Micros, ledger.Sum(entry => entry.Amount.Micros));
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Ten_thousand_targets_are_charged_in_one_request_at_the_price_of_that_size_or_not_at_all()
    {
        Tier[] tiers = [new(Exact.Parse("5000"), Exact.Parse("0.025")), new(null, Exact.Parse("0.022"))];
        await ChargeAsync(new TieredPrice(true, tiers) { By = RatedBy.Request }, 0, "219.99");
        Use[] campaign = [.. Enumerable.Range(0, 10_000).Select(i => new Use(Customer, Feature, Id: $"target-{i}"))];

        var refused = await UseManyAsync(campaign);
        Assert.DoesNotContain(refused, decision => decision.Allowed);
        await AssertBalanceAsync("219.99");

        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, new Amount(10_000), CreditKind.TopUp), Stop);
        var sent = await UseManyAsync(campaign);
        Assert.All(sent, decision => Assert.Equal(new Amount(22_000), decision.Charge!.Value.Amount));
        await AssertBalanceAsync("0");

        await AtOnceAsync(3, (gate, i) => DoAsync(gate, new ReverseUse(Customer, $"target-{i}")));
        await AssertBalanceAsync("0.066");
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Credit_expires_by_an_entry_of_its_own_whether_or_not_anybody_looked()
    {
        await ChargeAsync(Unit("1"), 0, null);
        var snapshot = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop);
        var soon = snapshot.Now + Duration.FromMilliseconds(500);
        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, Amount.Of(5), CreditKind.Grant, ExpiresAt: soon), Stop);
        await First.UseAsync(new Use(Customer, Feature, 2, Id: "a"), Stop);

        while ((await WalletAsync()).Wallet.Balance > Amount.Zero) await Task.Yield();
        Assert.Equal(Reason.CreditInsufficient, (await First.UseAsync(new Use(Customer, Feature), Stop)).Reason);
        await DoAsync(First, new ReverseUse(Customer, "a"));

        Assert.Equal(
            ["Grant 5", "Debit -2", "Expiry -3", "Reversal 2", "Expiry -2"],
            (await LedgerAsync()).Select(entry => $"{entry.Kind} {entry.Amount}"));
        await AssertVerifiedAsync();
    }

    static UnitPrice Unit(string amount) => new(Exact.Parse(amount));

    // A customer with so many included a cycle, a price for more, and credit.
    async Task ChargeAsync(Price price, decimal included, string? credit, PlanKind kind = PlanKind.Base)
    {
        SortedDictionary<string, PlanFeature> features = new()
        {
            [Feature] = new PlanFeature(false, [new PlanLimit(included, "cycle")], OverageMode.Charge, null, false)
            {
                Price = price,
            },
        };
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan(
            "paid", new PlanDefinition("Paid", kind, false, CycleLength.Month, 0, true, features)), Stop);
        await Trial.PutCustomerAsync(First, Customer, "paid");
        if (credit is null || !Amount.TryParse(credit, out var amount)) return;
        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, amount, CreditKind.Grant), Stop);
    }

    async Task<IReadOnlyList<Decision>> UseManyAsync(IEnumerable<Use> uses)
    {
        var answer = await First.SubmitAsync(new Request([.. uses]) { Atomic = true }, Stop);
        return [.. answer.Outcomes.Cast<Decision>()];
    }

    static async Task<Outcome> DoAsync(Gate gate, Command command) =>
        (await gate.SubmitAsync(new Request([command]), Stop)).Outcomes[0];

    async Task<IReadOnlyList<LedgerEntry>> LedgerAsync()
    {
        var id = await Trial.IdAsync(First, Customer);
        var newest = await First.ListAsync(lists => lists.LedgerAsync(id, Usd, null, 1_000, Stop));
        return [.. newest.Reverse()];
    }

    async Task AssertBalanceAsync(string expected)
    {
        var wallet = (await WalletAsync()).Wallet;
        Assert.Equal((expected, "0"), ($"{wallet.Balance}", $"{wallet.Held}"));
        await AssertVerifiedAsync();
    }

    async Task AssertVerifiedAsync() => Assert.Null((await First.VerifyAsync(Customer, Stop))!.Divergence);
}
