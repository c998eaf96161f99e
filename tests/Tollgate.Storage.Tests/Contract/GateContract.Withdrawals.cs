using System.Collections.Concurrent;
using Tollgate.Payouts;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    static readonly Currency Usd = Currency.Parse("USD");

    [Fact]
    public async Task Of_withdrawals_at_once_that_are_more_than_there_is_as_many_are_held_as_can_be_paid()
    {
        await FundAsync(10_000);

        var answers = await AtOnceAsync(3, (gate, _) => RequestAsync(gate, 4_000));

        Assert.Equal(
            [null, null, Rejection.CreditInsufficient], answers.Select(one => one.Rejected?.Code).OrderBy(one => one));
        await ReopenAsync();
        var wallet = await WalletAsync();
        Assert.Equal((Amount.Of(10_000), Amount.Of(8_000)), (wallet.Wallet.Balance, wallet.Wallet.Held));
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task Of_the_suspended_only_what_was_begun_is_paid_and_the_rest_once_they_are_resumed()
    {
        await FundAsync(100);
        var (begun, waiting) = (Made(await RequestAsync(First, 10)), Made(await RequestAsync(First, 20)));
        foreach (var id in (long[])[begun, waiting])
            await First.ApplyAsync<Put<Withdrawal>>(new ApproveWithdrawal(Customer, id, "boss"), Stop);
        await First.ApplyAsync<Put<Withdrawal>>(new BeginPayout(Customer, begun), Stop);
        await First.ApplyAsync<Put<Profile>>(new SuspendCustomer(Customer), Stop);
        var executor = new Counting();

        var refused = await RequestAsync(First, 10);
        await MoveByAsync(Duration.FromHours(1));
        Assert.Equal(1, await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop));
        Assert.Equal(0, await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop));

        Assert.Equal(Rejection.CustomerSuspended, refused.Rejected!.Code);
        Assert.Equal([WithdrawalId.Format(Customer, begun)], executor.Asked);
        await First.ApplyAsync<Put<Profile>>(new ResumeCustomer(Customer), Stop);
        Assert.Equal(1, await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop));
        Assert.Equal(Amount.Of(70), (await WalletAsync()).Wallet.Balance);
    }

    [Fact]
    public async Task A_request_that_is_made_by_many_at_once_is_one_withdrawal()
    {
        await FundAsync(100);
        var answers = await AtOnceAsync(10, (gate, _) => RequestAsync(gate, 10, "w-1"));
        Assert.Single(answers.Select(one => ((Put<Withdrawal>)one.Outcomes[0]).Value.Id).Distinct());
        Assert.Single(answers, one => ((Put<Withdrawal>)one.Outcomes[0]).Created);
        Assert.Equal(Amount.Of(10), (await WalletAsync()).Wallet.Held);
    }

    [Fact]
    public async Task Approved_by_many_at_once_and_paid_by_many_at_once_it_is_paid_once()
    {
        await FundAsync(100);
        var ids = new List<long>();
        for (var i = 0; i < 5; i++) ids.Add(Made(await RequestAsync(First, 10)));
        await AtOnceAsync(20, (gate, i) =>
            gate.SubmitAsync(new Request([new ApproveWithdrawal(Customer, ids[i % 5], $"boss{i}")]), Stop));
        var executor = new Counting();

        await AtOnceAsync(12, (gate, _) => Paymaster.KnockAsync(gate, executor, NullLogger.Instance, Stop));

        Assert.Equal(ids.Select(id => WithdrawalId.Format(Customer, id)).Order(), executor.Asked.Order());
        await ReopenAsync();
        Assert.Equal(
            Enumerable.Repeat(WithdrawalStatus.Paid, 5), (await WithdrawalsAsync()).Select(one => one.Status));
        var wallet = await WalletAsync();
        Assert.Equal((Amount.Of(50), Amount.Zero), (wallet.Wallet.Balance, wallet.Wallet.Held));
        await AssertLedgerAsync(1 + 5 + 5);
        Assert.Equal(0, await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop));
    }

    [Fact]
    public async Task After_a_crash_between_payout_and_commit_it_is_asked_again_with_the_same_key_and_paid_once()
    {
        await FundAsync(100);
        var id = Made(await RequestAsync(First, 10));
        await First.ApplyAsync<Put<Withdrawal>>(new ApproveWithdrawal(Customer, id, "boss"), Stop);
        var executor = new Counting { Lost = 2 };

        await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop);
        await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop);
        Assert.Single(executor.Asked);
        var failed = await First.SubmitAsync(new Request([new FailWithdrawal(Customer, id, "by hand")]), Stop);
        var canceled = await First.SubmitAsync(new Request([new CancelWithdrawal(Customer, id)]), Stop);
        await ReopenAsync();
        for (var i = 0; i < 3; i++)
        {
            await MoveByAsync(Duration.FromHours(1));
            await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop);
        }

        Assert.Equal(
            (Rejection.PayoutUnderWay, Rejection.PayoutUnderWay), (failed.Rejected!.Code, canceled.Rejected!.Code));
        Assert.Equal(3, executor.Asked.Count);
        Assert.Single(executor.Sandbox.Paid);
        Assert.Equal(WithdrawalStatus.Paid, (await WithdrawalsAsync()).Single().Status);
        Assert.Equal(Amount.Of(90), (await WalletAsync()).Wallet.Balance);
        await AssertLedgerAsync(3);
    }

    [Fact]
    public async Task What_cannot_be_paid_is_free_again()
    {
        await FundAsync(100);
        var id = Made(await First.SubmitAsync(new Request([new RequestWithdrawal(
            Customer, Usd, Amount.Of(10), "bank", """{"outcome":"fail"}""", "ann")]), Stop));
        await First.ApplyAsync<Put<Withdrawal>>(new ApproveWithdrawal(Customer, id, "boss"), Stop);

        await Paymaster.KnockAsync(First, new SandboxPayouts(), NullLogger.Instance, Stop);

        Assert.Equal(WithdrawalStatus.Failed, (await WithdrawalsAsync()).Single().Status);
        var wallet = await WalletAsync();
        Assert.Equal((Amount.Of(100), Amount.Zero), (wallet.Wallet.Balance, wallet.Wallet.Held));
    }

    [Fact]
    public async Task Returns_at_once_take_what_is_owed_once()
    {
        await FundAsync(50);
        await AtOnceAsync(24, (gate, i) => gate.SubmitAsync(new Request([(i % 4) switch
        {
            0 => new ReturnPayment(Customer, Usd, "pay", Amount.Of(20)),
            1 => new ReturnPayment(Customer, Usd, "pay", Amount.Of(30)),
            2 => new ReturnPayment(Customer, Usd, "pay", Dispute: new Dispute("d", Amount.Of(50), DisputeState.Open)),
            _ => new ReturnPayment(Customer, Usd, "pay", Dispute: new Dispute("e", Amount.Of(5), DisputeState.Won)),
        }]), Stop));
        await ReopenAsync();
        Assert.Equal(Amount.Zero, (await WalletAsync()).Wallet.Balance);

        await First.ApplyAsync<Put<PaymentReturnView>>(new ReturnPayment(
            Customer, Usd, "pay", Dispute: new Dispute("d", Amount.Of(50), DisputeState.Won)), Stop);

        Assert.Equal(Amount.Of(20), (await WalletAsync()).Wallet.Balance);
        Assert.Equal(Amount.Of(20), (await WalletAsync()).Grants.Single().Remaining);
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task Withdrawals_and_uses_of_one_wallet_at_once_never_spend_the_same_money()
    {
        SortedDictionary<string, PlanFeature> features = new()
        {
            [Feature] = new PlanFeature(false, [new PlanLimit(0, "forever")], OverageMode.Charge, null, false)
            {
                Price = new UnitPrice(Exact.Parse("7")),
            },
        };
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan(
            "paid", new PlanDefinition("paid", PlanKind.Base, false, CycleLength.Month, 0, true, features)), Stop);
        await FundAsync(200, "paid");

        var spent = await AtOnceAsync(60, async (gate, i) =>
        {
            if (i % 2 == 0) return (await gate.UseAsync(new Use(Customer, Feature), Stop)).Allowed ? 7 : 0;
            return (await RequestAsync(gate, 11)).Rejected is null ? 11 : 0;
        });

        await ReopenAsync();
        var (wallet, used) = ((await WalletAsync()).Wallet, spent.Where(one => one == 7).Sum());
        Assert.Equal((Amount.Of(200 - used), Amount.Of(spent.Sum() - used)), (wallet.Balance, wallet.Held));
        Assert.InRange(wallet.Available.Micros, 0, Amount.Of(6).Micros);
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task Erased_a_withdrawal_that_ended_tells_of_no_person_and_one_that_waits_is_paid_once_resumed()
    {
        await FundAsync(100);
        var ended = Made(await RequestAsync(First, 10));
        var waits = Made(await RequestAsync(First, 20));
        await First.ApplyAsync<Put<Withdrawal>>(new CancelWithdrawal(Customer, ended), Stop);
        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);
        var approve = new ApproveWithdrawal(Customer, waits, "boss");
        Assert.Equal(
            Rejection.CustomerSuspended, (await First.SubmitAsync(new Request([approve]), Stop)).Rejected!.Code);
        await First.ApplyAsync<Put<Profile>>(new ResumeCustomer(Customer), Stop);
        await First.ApplyAsync<Put<Withdrawal>>(approve, Stop);
        var executor = new Counting();
        await Paymaster.KnockAsync(First, executor, NullLogger.Instance, Stop);

        var rows = await WithdrawalsAsync();
        Assert.Equal(("{}", ""), (rows[1].Destination, rows[1].RequestedBy));
        Assert.Equal("""{"iban":"****6789"}""", rows[0].Destination);
        Assert.Equal("""{"iban":"DE123456789"}""", Assert.Single(executor.Destinations));
    }

    // A customer with so much that was paid for by "pay", and a way to take it out that costs 1.
    async Task FundAsync(long amount, string? plan = null)
    {
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        if (plan is not null) await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, plan), Stop);
        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, Amount.Of(amount), CreditKind.TopUp, ExternalId: "pay"), Stop);
        await First.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange
        {
            WithdrawalMethods = WithdrawalMethods.Of(new Dictionary<string, WithdrawalMethod>
            {
                ["bank"] = new(Amount.Of(5), FeeAmount: Amount.Of(1)),
            }),
        }), Stop);
    }

    static Task<Answer> RequestAsync(Gate gate, long amount, string? id = null) => gate.SubmitAsync(
        new Request([new RequestWithdrawal(
            Customer, Usd, Amount.Of(amount), "bank", """{"iban":"DE123456789"}""", "ann", id)]), Stop);

    static long Made(Answer answer) => ((Put<Withdrawal>)answer.Outcomes[0]).Value.Id;

    async Task<WalletState> WalletAsync() =>
        (await First.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(Customer), Stop)).Single();

    async Task<IReadOnlyList<Withdrawal>> WithdrawalsAsync()
    {
        var id = await Trial.IdAsync(First, Customer);
        return await First.ListAsync(lists => lists.WithdrawalsAsync(id, null, 100, Stop));
    }

    async Task AssertLedgerAsync(int entries)
    {
        var id = await Trial.IdAsync(First, Customer);
        var rows = await First.ListAsync(lists => lists.LedgerAsync(id, Usd, null, 100, Stop));
        Assert.Equal(entries, rows.Count);
        await AssertMoneyAsync();
    }

    // Balances, grants, holds and the chain follow from the ledger.
    async Task AssertMoneyAsync() => Assert.Null((await First.VerifyAsync(Customer, Stop))!.Divergence);

    // A sandbox that counts, and of which so many answers are lost after it has paid.
    sealed class Counting : IPayoutExecutor
    {
        int lost;

        public SandboxPayouts Sandbox { get; } = new();

        public ConcurrentBag<string> Asked { get; } = [];

        public ConcurrentBag<string> Destinations { get; } = [];

        public int Lost { get; init; }

        public async Task<PayoutResult> PayAsync(Payout payout, CancellationToken stop)
        {
            Asked.Add(payout.Id);
            Destinations.Add(payout.Destination);
            var result = await Sandbox.PayAsync(payout, stop);
            return Interlocked.Increment(ref lost) <= Lost ? throw new IOException("The answer was lost.") : result;
        }
    }
}
