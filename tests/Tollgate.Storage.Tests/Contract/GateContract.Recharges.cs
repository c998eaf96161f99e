using Tollgate.Recharges;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    readonly SandboxRecharges payments = new();

    [Fact]
    public async Task Fifty_debits_at_once_open_one_recharge_and_many_workers_collect_it_once()
    {
        await RechargeAsync("60", below: "30", amount: "100", cap: "500");

        await AtOnceAsync(50, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));

        Assert.Equal(1, await CountAsync("wallet.recharge_opened"));
        await ReopenAsync();
        await AtOnceAsync(8, (gate, _) => KnockAsync(gate));
        Assert.Equal("110", $"{(await RowAsync()).Balance}");
        Assert.Equal([1], payments.Asked.Values);
        Assert.Equal(1, await CountAsync("wallet.recharge_succeeded"));
        Assert.Equal(0, await KnockAsync(First));
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Of_many_refusals_for_credit_at_once_one_is_told_and_writes_and_after_credit_the_next()
    {
        await ChargeAsync(Unit("1"), 0, "3");
        var made = await First.ApplyAsync<Put<WebhookEndpoint>>(
            new CreateWebhookEndpoint("https://example.com/", ["wallet.exhausted"], WebhookSecret.Of(new byte[32])),
            Stop);

        await RefuseAsync();
        Assert.Equal((1, 1), (await CountAsync("use.refused"), await ToldAsync()));
        await ReopenAsync();
        await RefuseAsync();
        Assert.Equal((1, 1), (await CountAsync("use.refused"), await ToldAsync()));
        await First.ApplyAsync<Put<LedgerEntryView>>(
            new AdjustWallet(Customer, Usd, Amount.Of(1), "test"), Stop);
        await RefuseAsync(atomic: true);
        Assert.Equal((2, 2), (await CountAsync("use.refused"), await ToldAsync()));
        await AssertVerifiedAsync();

        async Task RefuseAsync(bool atomic = false) => Assert.All(
            await AtOnceAsync(20, (gate, _) => gate.SubmitAsync(
                new Request([new Use(Customer, Feature), new Use(Customer, Feature, 5)], atomic), Stop)),
            answer => Assert.True(answer.Outcomes[1].Refused));

        async Task<int> ToldAsync() =>
            (await First.OutboxAsync(outbox => outbox.ListAsync(made.Value.Id, null, 100, Stop))).Count;
    }

    [Fact]
    public async Task A_gate_that_was_not_told_who_collects_opens_what_another_collects()
    {
        await RechargeAsync("10", below: "5", amount: "50", cap: "100");
        await CloseAsync();
        gates.Add(await Trial.OpenAsync(place!.NewStore(), new TollgateOptions()));

        await First.UseAsync(new Use(Customer, Feature, 6), Stop);

        Assert.Equal(1, await CountAsync("wallet.recharge_opened"));
        Assert.Equal(1, await KnockAsync(First));
    }

    [Fact]
    public async Task What_is_refused_three_times_is_given_up_and_waits_for_the_next_change()
    {
        await RechargeAsync("1", below: "1", amount: "9.01", cap: "10");
        await First.UseAsync(new Use(Customer, Feature), Stop);

        Assert.Equal(1, await KnockAsync(First));
        Assert.Equal(0, await KnockAsync(First));
        await MoveByAsync(Duration.FromMinutes(1));
        Assert.Equal(1, await KnockAsync(First));
        await MoveByAsync(Duration.FromMinutes(10));
        Assert.Equal(1, await KnockAsync(First));
        await MoveByAsync(Duration.FromHours(1));
        Assert.Equal(0, await KnockAsync(First));

        Assert.Equal((1, 1), (await CountAsync("wallet.recharge_opened"), await CountAsync("wallet.recharge_failed")));
        var wallet = await RowAsync();
        Assert.Null(wallet.Recharging);
        Assert.Equal(Amount.Zero, wallet.Recharged);
        await First.ApplyAsync<Put<LedgerEntryView>>(
            new AdjustWallet(Customer, Usd, new Amount(-1), "test"), Stop);
        Assert.Equal(2, await CountAsync("wallet.recharge_opened"));
        Assert.Equal(3, payments.Asked.Count);
        await AssertVerifiedAsync();
    }

    [Theory]
    [InlineData("9.02")]
    [InlineData("9.03")]
    public async Task What_is_late_or_lost_is_asked_again_by_the_same_key_and_credited_once(string amount)
    {
        await RechargeAsync("1", below: "1", amount, cap: "10");
        await First.UseAsync(new Use(Customer, Feature), Stop);
        await KnockAsync(First);
        Assert.Equal("0", $"{(await RowAsync()).Balance}");

        await ReopenAsync();
        await MoveByAsync(Duration.FromMinutes(1));
        await KnockAsync(First);

        Assert.Equal([2], payments.Asked.Values);
        var wallet = await RowAsync();
        Assert.Equal((amount, true), ($"{wallet.Balance}", wallet.Recharging is null));
        var opened = await OpenedAsync();
        await AtOnceAsync(4, (gate, _) => gate.ApplyAsync<Put<Wallet>>(
            new CompleteRecharge(Customer, Usd, opened, AmountOf(amount)), Stop));
        Assert.Equal(amount, $"{(await RowAsync()).Balance}");
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_month_stops_at_its_cap_and_the_next_begins_anew()
    {
        await RechargeAsync("1", below: "1", amount: "2", cap: "5");
        for (var i = 0; i < 5; i++)
        {
            await First.UseAsync(new Use(Customer, Feature), Stop);
            await KnockAsync(First);
            await First.UseAsync(new Use(Customer, Feature), Stop);
        }
        Assert.Equal(2, await CountAsync("wallet.recharge_opened"));
        Assert.Equal("0", $"{(await RowAsync()).Balance}");

        await MoveByAsync(Duration.FromDays(31));
        await First.ApplyAsync<Put<LedgerEntryView>>(
            new AdjustWallet(Customer, Usd, new Amount(-1), "test"), Stop);

        Assert.Equal(3, await CountAsync("wallet.recharge_opened"));
        await AssertVerifiedAsync();
    }

    // Acme pays one for each call.
    async Task RechargeAsync(string credit, string below, string amount, string cap)
    {
        await ChargeAsync(Unit("1"), 0, credit);
        await First.ApplyAsync<Put<WalletState>>(new PutWallet(Customer, Usd)
        {
            Recharge = new RechargeRule(AmountOf(below), AmountOf(amount), AmountOf(cap)),
        }, Stop);
    }

    async Task<Wallet> RowAsync() =>
        (await First.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(Customer), Stop)).Single().Wallet;

    Task<int> KnockAsync(Gate gate) => Collector.KnockAsync(gate, payments, NullLogger.Instance, Stop);

    async Task<int> CountAsync(string action) =>
        (await Trial.HistoryAsync(First, Customer)).Count(change => change.Audit?.Action == action);

    async Task<long> OpenedAsync() => (await Trial.HistoryAsync(First, Customer))
        .Last(change => change.Audit?.Action == "wallet.recharge_opened").Sequence;
}
