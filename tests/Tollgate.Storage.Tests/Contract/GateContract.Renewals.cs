using Tollgate.Core.Due;
using Tollgate.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task A_renewal_that_is_due_is_paid_once_whoever_wakes_up_and_whatever_is_asked()
    {
        await RenewedAsync(credit: 20);
        await MoveByAsync(Duration.FromDays(32));

        var uses = AtOnceAsync(30, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        var knocks = AtOnceAsync(6, (gate, _) => DueService.KnockAsync(gate, Stop));
        Assert.All(await uses, use => Assert.True(use.Allowed));
        await knocks;

        Assert.Equal("Grant 20, Debit -9", await EntriesAsync());
        Assert.Equal((SubscriptionStatus.Active, 0), await StandsAsync());
        await ReopenAsync();
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        Assert.Equal("Grant 20, Debit -9", await EntriesAsync());
        await AssertVerifiedAsync();

        // Who is erased is suspended, and renewed no more.
        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);
        await MoveByAsync(Duration.FromDays(32));
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        Assert.Equal("Grant 20, Debit -9", await EntriesAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task Who_looks_after_months_and_a_restart_finds_each_period_paid_in_order_and_then_the_free_plan()
    {
        await RenewedAsync(credit: 20);
        await ReopenAsync();
        await MoveByAsync(Duration.FromDays(150));
        await ReopenAsync();

        // Readers too, before anybody has written it down: one call a day is left of it.
        foreach (var gate in gates)
        {
            var check = await gate.CheckAsync(new Use(Customer, Feature, 2), Stop);
            Assert.Equal((Reason.LimitExceeded, "day", 1L), (
                check.Reason, check.Figures!.Per.Text, check.Figures.Limit));
        }
        Assert.True((await First.UseAsync(new Use(Customer, Feature), Stop)).Allowed);
        Assert.False((await gates[^1].UseAsync(new Use(Customer, Feature), Stop)).Allowed);

        Assert.Equal("Grant 20, Debit -9, Debit -9", await EntriesAsync());
        Assert.Empty(await First.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices(Customer), Stop));
        await AssertVerifiedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_set_aside_before_a_renewal_that_nobody_paid_ends_after_it_whoever_looks_when(bool budget)
    {
        if (budget)
            await First.ApplyAsync<Put<Feature>>(
                new PutFeature(Storage, new FeatureDefinition(Storage, FeatureType.Gauge)), Stop);
        await RenewedAsync(credit: 5, storage: budget);
        if (budget)
        {
            await First.ApplyAsync<Put<Budget>>(
                new PutBudget(Customer, "all", Usd, Amount.Of(1_000), Per.Parse("month"), false), Stop);
            await First.UseAsync(new Use(Customer, Storage) { Level = 5_000 }, Stop);
        }
        var due = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Terms
            .Subscriptions.Single().Renewal!.DueAt;
        var now = (await First.ShowAsync<TestClock>(new ShowTestClock(), Stop)).Now;
        await MoveByAsync(due - now - Duration.FromMinutes(2));
        Assert.True((await First.UseAsync(
            new Use(Customer, Feature, 3, Id: "held") { HoldFor = Duration.FromMinutes(5) }, Stop)).Allowed);
        await MoveByAsync(Duration.FromDays(100));
        await ReopenAsync();

        // Whoever only asks finds it settled too.
        var checks = await AtOnceAsync(4, (gate, _) => gate.CheckAsync(new Use(Customer, Feature), Stop));
        Assert.All(checks, check => Assert.Equal((true, 0), (check.Allowed, check.Figures!.Reserved)));
        var passed = await First.ExecuteAsync(Customer, (passage, _) => Task.FromResult(passage.Access.Active), Stop);
        Assert.True(passed.Value);
        var uses = AtOnceAsync(8, (gate, _) => gate.UseAsync(new Use(Customer, Feature), Stop));
        Assert.Equal(1, (await uses).Count(use => use.Allowed));
        await AssertVerifiedAsync();
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task Top_ups_and_tries_at_once_pay_what_is_due_once()
    {
        await RenewedAsync(credit: 1);
        await MoveToDueAsync(Duration.FromHours(1));
        await AtOnceAsync(4, (gate, _) => DueService.KnockAsync(gate, Stop));
        Assert.Equal((SubscriptionStatus.PastDue, 1), await StandsAsync());
        await MoveByAsync(Duration.FromDays(3));

        await AtOnceAsync(20, async (gate, i) =>
        {
            if (i % 2 == 0) return await DueService.KnockAsync(gate, Stop);
            await gate.ApplyAsync<Put<CreditGrantView>>(
                new GrantCredit(Customer, Usd, Amount.Of(1), CreditKind.TopUp), Stop);
            return 0;
        });

        Assert.Single((await LedgerAsync()), entry => entry.Kind == EntryKind.Debit);
        Assert.Equal((SubscriptionStatus.Active, 0), await StandsAsync());
        Assert.Equal(Amount.Of(2), await BalanceAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task An_invoice_that_many_pay_at_once_renews_once()
    {
        await RenewedAsync(credit: 20, RenewedBy.Invoice);
        var first = (await SubscriptionAsync()).Renewal!.DueAt;
        await MoveByAsync(Duration.FromDays(33));
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);
        var unpaid = Assert.Single(
            await First.ShowAsync<IReadOnlyList<InvoiceView>>(new ShowInvoices(Customer), Stop));

        var paid = await AtOnceAsync(10, (gate, _) => gate.ApplyAsync<Put<InvoiceView>>(
            new PayInvoice(Customer, unpaid.Id), Stop));

        Assert.Single(paid, one => one.Changed);
        var after = (await SubscriptionAsync()).Renewal!;
        Assert.Equal(0, after.Failures);
        Assert.InRange((after.DueAt - first).TotalDays, 28, 31);
        Assert.Equal("Grant 20", await EntriesAsync());
        await AssertVerifiedAsync();
    }

    [Fact]
    public async Task A_fall_that_nobody_saw_charges_levels_by_the_plan_of_then()
    {
        await First.ApplyAsync<Put<Feature>>(
            new PutFeature(Storage, new FeatureDefinition("Storage", FeatureType.Gauge)), Stop);
        await RenewedAsync(credit: 1, storage: true);
        await First.ApplyAsync<Put<Budget>>(
            new PutBudget(Customer, "b", Usd, Amount.Of(1), Per.Month, Denies: false), Stop);
        Assert.True((await First.UseAsync(new Use(Customer, Storage) { Level = 34 }, Stop)).Allowed);
        await MoveToDueAsync(Duration.FromDays(30));
        await ReopenAsync();

        foreach (var gate in gates) await gate.CheckAsync(new Use(Customer, Feature), Stop);
        await First.ApplyAsync<Shown<Head>>(new SettleDue(Customer), Stop);

        // Of a full day 24 units by 24 hours at 0.01; the first day is a part of one.
        var days = (await LedgerAsync()).Where(entry => entry.Kind == EntryKind.Debit).ToList();
        Assert.InRange(days.Count, 22, 24);
        Assert.All(days.Skip(1), day => Assert.Equal(AmountOf("-5.76"), day.Amount));
        await AssertVerifiedAsync();
    }

    // Acme on a plan of 9 USD a month that is renewed here, with a free one to fall to.
    async Task RenewedAsync(int credit, RenewedBy by = RenewedBy.Wallet, bool storage = false)
    {
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan("pro", PlanOf(9, 1_000, "cycle", null)), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(
            new PutPlan("free", PlanOf(0, 1, "day", storage ? Stored("0.01") : null)), Stop);
        await First.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange { FreePlan = "free" }), Stop);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await First.ApplyAsync<Put<CreditGrantView>>(
            new GrantCredit(Customer, Usd, Amount.Of(credit), CreditKind.Grant), Stop);
        await First.ApplyAsync<Put<Subscription>>(
            new Subscribe(Customer, "pro") { Renewal = new RenewalTerms(by) }, Stop);

        PlanDefinition PlanOf(decimal price, decimal calls, string per, PlanFeature? gauge)
        {
            var definition = new PlanDefinition(
                "plan", PlanKind.Base, false, CycleLength.Month, 0, true, new()
                {
                    [Feature] = new PlanFeature(false, [new PlanLimit(calls, per)], OverageMode.Deny, null, false),
                })
            {
                Prices = price == 0 ? null : [new PlanPrice(price, "USD", PricePer.Month)],
            };
            if (storage) definition.Features[Storage] = gauge ?? Stored(null);
            return definition;
        }
    }

    async Task MoveToDueAsync(Duration after) =>
        await First.ApplyAsync<Put<TestClock>>(
            new SetTestClock((await SubscriptionAsync()).Renewal!.DueAt + after), Stop);

    async Task<Subscription> SubscriptionAsync() =>
        (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Terms.Subscriptions[^1];

    async Task<(SubscriptionStatus Status, int Failures)> StandsAsync()
    {
        var customer = await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop);
        var one = customer.Terms.Subscriptions[^1];
        return (one.StatusAt(customer.Now, customer.Catalog), one.Renewal!.Failures);
    }
}
