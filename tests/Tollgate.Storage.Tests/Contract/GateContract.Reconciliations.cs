using System.Collections.Immutable;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Of_many_reconciliations_at_once_one_posts()
    {
        var now = await PayAsync(uses: 3);
        var stated = Stated(now, "10");

        var answers = await AtOnceAsync(
            12, (gate, _) => gate.ApplyAsync<Put<Reconciliation>>(Stated(now, "10"), Stop));

        var posted = Assert.Single(answers, answer => answer.Changed).Value;
        Assert.Equal((Amount.Of(6), Amount.Of(4)), (posted.Totals[0].Recorded, posted.Totals[0].Difference));
        Assert.Equal(Amount.Of(90), await BalanceAsync());
        Assert.All(
            answers.Where(answer => !answer.Changed),
            answer => Assert.Equal((Amount.Of(4), Amount.Zero),
                (answer.Value.Totals[0].PostedBefore, answer.Value.Totals[0].Difference)));
        await ReopenAsync();
        Assert.False((await First.ApplyAsync<Put<Reconciliation>>(stated, Stop)).Changed);
        Assert.True((await First.ApplyAsync<Put<Reconciliation>>(Stated(now, "11"), Stop)).Changed);
        Assert.Equal(Amount.Of(89), await BalanceAsync());
    }

    [Fact]
    public async Task What_shares_uses_with_what_was_posted_is_refused_and_posts_nothing()
    {
        var now = await PayAsync(uses: 3);
        await First.ApplyAsync<Put<Reconciliation>>(Stated(now, "10"), Stop);
        await ReopenAsync();

        var answers = await AtOnceAsync(6, (gate, i) => gate.SubmitAsync(
            new Request([Stated(now, "10") with { From = now - Duration.FromHours(i + 1) }]), Stop));

        Assert.All(answers, answer => Assert.Equal(Rejection.ReconciliationOverlaps, answer.Rejected!.Code));
        Assert.Equal(Amount.Of(90), await BalanceAsync());
    }

    [Fact]
    public async Task After_an_erasure_nothing_is_posted_by_properties_that_are_gone()
    {
        var now = await PayAsync(uses: 0);
        await First.UseAsync(new Use(Customer, Feature) { Properties = """{"user":"ann"}""" }, Stop);
        now = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer))).Now;
        await WaitForClockAsync(now);
        var stated = Stated(now + Duration.FromTicks(10), "3");
        var byUser = stated with
        {
            Totals =
            [
                new StatedTotal(stated.Totals[0].Match with
                {
                    Properties = ImmutableSortedDictionary.CreateRange(
                        StringComparer.Ordinal, [KeyValuePair.Create("user", "ann")]),
                }, Amount.Of(3)),
            ],
        };
        Assert.Equal(
            Amount.Of(1), (await First.ApplyAsync<Put<Reconciliation>>(byUser, Stop)).Value.Totals[0].Difference);

        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);
        var again = await First.SubmitAsync(new Request([byUser]), Stop);

        Assert.Equal(Rejection.PropertiesErased, again.Rejected!.Code);
        Assert.Equal(Amount.Of(97), await BalanceAsync());
    }

    [Fact]
    public async Task A_plan_of_a_reconciliation_leaves_nothing_behind()
    {
        var now = await PayAsync(uses: 2);
        var request = new Request([Stated(now, "10") with { DryRun = true }]) { ReadOnly = true };

        var planned = (Put<Reconciliation>)(await First.SubmitAsync(request, Stop)).Outcomes[0];

        Assert.Equal((false, Amount.Of(6)), (planned.Changed, planned.Value.Totals[0].Difference));
        Assert.Equal(Amount.Of(96), await BalanceAsync());
    }

    [Fact]
    public async Task A_reconciliation_of_more_uses_than_a_batch_may_sum_up_waits_for_a_patient_lane()
    {
        await PayAsync(uses: 0, price: "0.002");
        for (var request = 0; request < 25; request++)
            await First.SubmitAsync(
                new Request([.. Enumerable.Range(0, 900).Select(_ => new Use(Customer, Feature))]), Stop);
        var now = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer))).Now;
        await WaitForClockAsync(now);

        var posted = await First.ApplyAsync<Put<Reconciliation>>(Stated(now + Duration.FromTicks(10), "50"), Stop);

        Assert.Equal(
            (Amount.Of(45), Amount.Of(5)), (posted.Value.Totals[0].Recorded, posted.Value.Totals[0].Difference));
        Assert.Equal(Amount.Of(50), await BalanceAsync());
    }

    // A customer with 100 whose uses cost as much each, and the end of a period with so many of them.
    async Task<Instant> PayAsync(int uses, string price = "2")
    {
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("paid", new PlanDefinition(
            "Paid", PlanKind.Base, false, CycleLength.Month, 0, true, new(StringComparer.Ordinal)
            {
                [Feature] = new(false, [new PlanLimit(0, "forever")], OverageMode.Charge, null, false)
                {
                    Price = new UnitPrice(Exact.Parse(price)),
                },
            })), Stop);
        await Trial.PutCustomerAsync(First, Customer, "paid");
        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Currency.Parse("USD"), Amount.Of(100), CreditKind.TopUp), Stop);
        for (var i = 0; i < uses; i++) await First.UseAsync(new Use(Customer, Feature), Stop);
        var now = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer))).Now;
        await WaitForClockAsync(now);
        return now + Duration.FromTicks(10);
    }

    // Until the store's clock shows a later microsecond.
    async Task WaitForClockAsync(Instant time)
    {
        while ((await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer))).Now <= time) await Task.Yield();
    }

    static Reconcile Stated(Instant to, string amount) => new(
        Customer, Currency.Parse("USD"), to - Duration.FromDays(1), to,
        [
            new StatedTotal(
                new ChargeMatch(Feature, null, ImmutableSortedDictionary<string, string>.Empty),
                Amount.Floor(Exact.Parse(amount))),
        ],
        false);

    async Task<Amount> BalanceAsync() =>
        (await First.ShowAsync<IReadOnlyList<WalletState>>(new ShowWallets(Customer))).Single().Wallet.Balance;
}
