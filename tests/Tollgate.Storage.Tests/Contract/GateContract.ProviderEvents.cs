using System.Text;
using Tollgate.Payments.Inbox;
using Tollgate.Payments.Sandbox;
using Tollgate.Payments.Sessions;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task Told_by_two_messages_many_times_and_asked_for_meanwhile_a_session_is_fulfilled_once()
    {
        var sandbox = new SandboxProvider(TimeProvider.System, () => new Uri("http://localhost"));
        var id = await OpenPaymentAsync();
        await CashierOf(First, sandbox).RefreshAsync(Customer, id, "ann", Stop);
        var page = (await PaymentAsync(id)).Checkout!;
        sandbox.Choose(page, SandboxOutcome.Succeed);

        var told = await AtOnceAsync(24, async (gate, i) =>
        {
            if (i % 3 == 2) await CashierOf(gate, sandbox).RefreshAsync(Customer, id, "ann", Stop);
            return i % 3 == 2 ? WebhookOutcome.Ignored : await TellAsync(gate, sandbox, $"evt_{i % 3}", page);
        });

        Assert.Equal(2, told.Count(one => one == WebhookOutcome.Applied));
        Assert.Equal(14, told.Count(one => one == WebhookOutcome.Duplicate));
        await ReopenAsync();
        Assert.Equal(PaymentStatus.Succeeded, (await PaymentAsync(id)).Status);
        Assert.Equal(Amount.Of(50), (await WalletAsync()).Wallet.Balance);
        var kept = await First.InboxAsync(inbox => inbox.ListAsync(null, 10, Stop));
        Assert.All(kept, one => Assert.Equal((InboxOutcome.Applied, Customer), (one.Outcome, one.CustomerKey)));
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task A_crash_between_keeping_and_claiming_and_one_after_it_are_healed_by_the_next_try()
    {
        var sandbox = new SandboxProvider(TimeProvider.System, () => new Uri("http://localhost"));
        var id = await OpenPaymentAsync();
        await CashierOf(First, sandbox).RefreshAsync(Customer, id, "ann", Stop);
        var page = (await PaymentAsync(id)).Checkout!;
        sandbox.Choose(page, SandboxOutcome.Succeed);
        // Kept, and nothing more; then claimed, and what became of it was never noted.
        await First.InboxAsync(inbox => inbox.KeepAsync(MessageOf("evt_1", page), TimeSpan.Zero, Stop));
        var claim = new ApplyEvent(
            Customer, "sandbox", "evt_2", "checkout.completed", Rows.Noon,
            new RecordPayment(Customer, id, "sandbox", PaymentFact.Succeeded) { Collected = Fifty, Payment = "p" });
        await First.ApplyAsync<Put<ProviderEventView>>(claim, Stop);
        await First.InboxAsync(inbox => inbox.KeepAsync(MessageOf("evt_2", page), TimeSpan.Zero, Stop));
        await ReopenAsync();

        var clerk = new Clerk(First, new PaymentProviders([sandbox]), TimeProvider.System);
        Assert.Equal(2, await clerk.KnockAsync(Stop));

        var kept = await First.InboxAsync(inbox => inbox.ListAsync(null, 10, Stop));
        Assert.All(kept, one => Assert.Equal((InboxOutcome.Applied, null), (one.Outcome, one.NextAt)));
        Assert.Equal(Amount.Of(50), (await WalletAsync()).Wallet.Balance);
        Assert.Equal(WebhookOutcome.Duplicate, await TellAsync(First, sandbox, "evt_2", page));
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task Erased_what_was_told_of_a_customer_is_blank_and_its_claims_are_still_verified()
    {
        var sandbox = new SandboxProvider(TimeProvider.System, () => new Uri("http://localhost"));
        var id = await OpenPaymentAsync();
        await CashierOf(First, sandbox).RefreshAsync(Customer, id, "ann", Stop);
        var page = (await PaymentAsync(id)).Checkout!;
        await TellAsync(First, sandbox, "evt_1", page);
        await First.ApplyAsync<Put<ProviderEventView>>(
            new ApplyEvent(Customer, "sandbox", "evt_2", "t", Rows.Noon, new PayInvoice(Customer, "in_1"))
            {
                Object = "sandbox/invoice/in_1",
            }, Stop);
        await First.ApplyAsync<Put<Profile>>(new EraseCustomer(Customer), Stop);
        await First.EraseHistoryAsync(Customer, Stop);

        var kept = Assert.Single(await First.InboxAsync(inbox => inbox.ListAsync(null, 10, Stop)));
        Assert.Empty(kept.Body);
        var clerk = new Clerk(First, new PaymentProviders([sandbox]), TimeProvider.System);
        Assert.Equal(InboxOutcome.Applied, (await clerk.ReplayAsync(kept.Key, Stop))!.Outcome);
        await AssertMoneyAsync();
    }

    static Task<WebhookOutcome> TellAsync(Gate gate, SandboxProvider sandbox, string name, string page)
    {
        var body = MessageOf(name, page).Body;
        return new Clerk(gate, new PaymentProviders([sandbox]), TimeProvider.System)
            .TakeInAsync(sandbox, sandbox.ReadKept(body).Event!, body, Stop);
    }

    static InboxMessage MessageOf(string name, string page) => new(
        "sandbox", name, "checkout.completed", Rows.Noon, Encoding.UTF8.GetBytes(
            $$"""{"id":"{{name}}","type":"checkout.completed","created":1763200000,"checkout":"{{page}}"}"""));
}
