using Tollgate.Payments;
using Tollgate.Payments.Sandbox;
using Tollgate.Payments.Sessions;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    static readonly CurrencyAmount Fifty = new(Amount.Of(50), Currency.Parse("USD"));

    [Fact]
    public async Task Told_of_by_many_at_once_a_payment_is_credited_once()
    {
        var id = await OpenPaymentAsync();
        await AtOnceAsync(24, (gate, i) => gate.SubmitAsync(new Request([(i % 4) switch
        {
            0 => new RedirectPayment(Customer, id, "sandbox", "c", "https://pay.test/c"),
            1 => new RecordPayment(Customer, id, "sandbox", PaymentFact.Failed),
            2 => new RecordPayment(Customer, id, "sandbox", PaymentFact.Expired),
            _ => new RecordPayment(Customer, id, "sandbox", PaymentFact.Succeeded) { Collected = Fifty, Payment = "p" },
        }]), Stop));

        await ReopenAsync();
        Assert.Equal(PaymentStatus.Succeeded, (await PaymentAsync(id)).Status);
        Assert.Equal(Amount.Of(50), (await WalletAsync()).Wallet.Balance);
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task Two_sessions_for_one_plan_paid_at_once_give_it_once_and_prolong_it_once()
    {
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        await First.ApplyAsync<Put<PlanVersion>>(new PutPlan(
            "paid", new PlanDefinition("paid", PlanKind.Base, false, CycleLength.Month, 0, true, [])
            {
                Prices = [new PlanPrice(50, "USD", PricePer.Month)],
            }), Stop);
        var open = new OpenPayment(Customer, "paid", PricePer.Month, null, "https://x.test/", "sandbox");
        List<long> ids = [];
        for (var i = 0; i < 2; i++)
            ids.Add((await First.ApplyAsync<Put<PaymentSession>>(open, Stop)).Value.Id);

        await AtOnceAsync(12, (gate, i) => gate.SubmitAsync(new Request(
            [new RecordPayment(Customer, ids[i % 2], "sandbox", PaymentFact.Succeeded) { Collected = Fifty }]), Stop));

        var terms = (await First.ShowAsync<CustomerSnapshot>(new ShowCustomer(Customer), Stop)).Terms;
        var one = Assert.Single(terms.Subscriptions);
        Assert.InRange((one.EndsAt!.Value - one.StartsAt).TotalDays, 58, 63);
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task A_success_after_expiry_counts_and_a_failure_after_success_does_not()
    {
        var id = await OpenPaymentAsync();
        await First.ApplyAsync<Put<PaymentSession>>(
            new RedirectPayment(Customer, id, "sandbox", "c", "https://pay.test/c"), Stop);
        await MoveByAsync(Duration.FromHours(24));
        Assert.Equal(PaymentStatus.Expired, (await PaymentAsync(id)).Status);

        await First.ApplyAsync<Put<PaymentSession>>(
            new RecordPayment(Customer, id, "sandbox", PaymentFact.Succeeded) { Collected = Fifty }, Stop);
        await First.ApplyAsync<Put<PaymentSession>>(
            new RecordPayment(Customer, id, "sandbox", PaymentFact.Failed), Stop);

        await ReopenAsync();
        Assert.Equal(PaymentStatus.Succeeded, (await PaymentAsync(id)).Status);
        Assert.Equal(Amount.Of(50), (await WalletAsync()).Wallet.Balance);
        await AssertMoneyAsync();
    }

    [Fact]
    public async Task Refreshed_by_many_servers_at_once_it_is_paid_once_and_after_a_crash_it_gets_its_page()
    {
        var sandbox = new SandboxProvider(TimeProvider.System, () => new Uri("http://localhost"));
        var id = await OpenPaymentAsync();
        // The server that opened it died before or after it asked for the page.
        await ReopenAsync();
        await AtOnceAsync(6, (gate, _) => CashierOf(gate, sandbox).RefreshAsync(Customer, id, "ann", Stop));
        var page = (await PaymentAsync(id)).Checkout!;
        Assert.Equal(PaymentStatus.Redirected, (await PaymentAsync(id)).Status);
        sandbox.Choose(page, SandboxOutcome.PayOver);

        await AtOnceAsync(12, (gate, _) => CashierOf(gate, sandbox).RefreshAsync(Customer, id, "ann", Stop));

        Assert.Equal(PaymentStatus.Succeeded, (await PaymentAsync(id)).Status);
        Assert.Equal(Amount.Of(75), (await WalletAsync()).Wallet.Balance);
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task Erased_a_session_tells_of_no_person_and_is_still_verified()
    {
        var id = await OpenPaymentAsync();
        await First.ApplyAsync<Put<PaymentSession>>(
            new RedirectPayment(Customer, id, "sandbox", "c", "https://pay.test/c"), Stop);
        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);

        var number = await Trial.IdAsync(First, Customer);
        var row = Assert.Single(await First.ListAsync(lists => lists.PaymentsAsync(number, null, 10, Stop)));
        Assert.Equal(("", null, ""), (row.ReturnUrl, row.CheckoutUrl, row.Actor));
        await AssertMoneyAsync();
    }

    static Cashier CashierOf(Gate gate, IPaymentProvider provider) => new(gate, new PaymentProviders([provider]));

    async Task<long> OpenPaymentAsync()
    {
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer), Stop);
        var open = new OpenPayment(Customer, null, PricePer.Month, Fifty, "https://x.test/", "sandbox") { By = "ann" };
        return (await First.ApplyAsync<Put<PaymentSession>>(open, Stop)).Value.Id;
    }

    Task<PaymentSession> PaymentAsync(long id) =>
        First.ShowAsync<PaymentSession>(new ShowPayment(Customer, id), Stop);
}
