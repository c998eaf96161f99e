using System.Text.Json;
using Tollgate.Core.Money;
using Tollgate.Core.Usage;
using Tollgate.Core.Wallets;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Wallets;

public sealed class WalletWatchTests
{
    static readonly Currency Usd = Currency.Parse("USD");

    public static TheoryData<Rule> Told { get; } = Rule.Table(
        new("As it falls below, once", desk =>
        {
            On(desk, 20, low: 10);
            Adjust(desk, -10);
            Adjust(desk, -1);
            Adjust(desk, -1);
            return Tell(desk);
        }, "wallet.low at 9.00"),
        new("Armed again by rising", desk =>
        {
            On(desk, 20, low: 10);
            Adjust(desk, -11);
            Adjust(desk, 5);
            Adjust(desk, -5);
            return Tell(desk);
        }, "wallet.low at 9.00, wallet.low at 9.00"),
        new("Not a wallet that was never above", desk =>
        {
            On(desk, 0, low: 10);
            desk.Do(Grant(5));
            return Tell(desk);
        }, ""),
        new("As nothing is left", desk =>
        {
            On(desk, 20, low: 10);
            Adjust(desk, -20);
            Adjust(desk, -1);
            return Tell(desk);
        }, "wallet.low at 0.00, wallet.exhausted at 0.00"),
        new("As it first cannot pay, once until credit comes", desk =>
        {
            Paying(desk, 3);
            desk.Pay(4);
            desk.Pay(4);
            desk.Pay(3);
            desk.Do(Grant(1));
            desk.Pay(2);
            desk.Pay(2, check: true);
            return Tell(desk);
        }, "wallet.exhausted at 3.00, wallet.exhausted at 1.00"),
        new("Not by a refusal after nothing was left", desk =>
        {
            Paying(desk, 3);
            desk.Pay(3);
            desk.Pay(1);
            return Tell(desk);
        }, "wallet.exhausted at 0.00"),
        new("Nor by a check", desk =>
        {
            Paying(desk, 3);
            desk.Pay(4, check: true);
            return Tell(desk);
        }, ""),
        new("By a refusal in a batch of all or none", desk =>
        {
            Paying(desk, 3);
            desk.Do([new Use("acme", "calls", 2), new Use("acme", "calls", 2)], atomic: true);
            desk.Do([new Use("acme", "calls", 2), new Use("acme", "calls", 2)], atomic: true);
            return $"{Tell(desk)}, {desk.Balance()}";
        }, "wallet.exhausted at 3.00, 3 held 0 #2 3"),
        new("And again as what was held is free", desk =>
        {
            Paying(desk, 3);
            desk.Reserve("r", 3);
            desk.Settle("r", 1);
            desk.Reserve("s", 2);
            return Tell(desk);
        }, "wallet.exhausted at 0.00, wallet.exhausted at 0.00"),
        new("What may be overdrawn is available", desk =>
        {
            On(desk, 20, low: 10, overdraft: 15);
            Adjust(desk, -25);
            Adjust(desk, -1);
            return Tell(desk);
        }, "wallet.low at 9.00"),
        new("By a threshold that is raised above it", desk =>
        {
            On(desk, 20, low: 10);
            desk.Do(new PutWallet("acme", Usd, LowBalance: Amount.Of(30)));
            return Tell(desk);
        }, "wallet.low at 20.00"),
        new("By credit that expires", desk =>
        {
            On(desk, 4, low: 10);
            desk.Do(Grant(6) with { ExpiresAt = Desk.Time("2026-01-16T00:00:00Z") });
            desk.At("2026-01-16T12:00:00Z").Do(new PutWallet("acme", Usd, LowBalance: Amount.Of(10)));
            return Tell(desk);
        }, "wallet.low at 4.00"),
        new("Nobody who does not want to know", desk =>
        {
            desk.Customer();
            desk.Do(Grant(20));
            desk.Do(new PutWallet("acme", Usd, LowBalance: Amount.Of(10)));
            Adjust(desk, -20);
            return Tell(desk);
        }, ""));

    [Theory]
    [MemberData(nameof(Told))]
    public void A_wallet_that_falls_is_told_of(Rule rule) => rule.Holds();

    [Fact]
    public void The_first_refusal_for_credit_alone_takes_a_number()
    {
        var desk = new Desk();
        Paying(desk, 3);
        var before = desk.Rows.Customer("acme")!.Head.Sequence;
        for (var i = 0; i < 3; i++) desk.Pay(4);

        Assert.Equal(before + 1, desk.Rows.Customer("acme")!.Head.Sequence);
        Assert.Equal("use.refused", desk.Rows.Customer("acme")!.Audits[^1].Action);
    }

    [Fact]
    public void What_comes_and_goes_is_told_with_its_amount()
    {
        var desk = new Desk();
        desk.Customer();
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["wallet.*", "credit.*"], Secret));
        desk.Do(Grant(20));
        Adjust(desk, -5);

        Assert.Equal(
            ["credit.granted 20.00", "wallet.adjusted -5.00"],
            desk.Rows.Outbox.Select(one => $"{one.Type} {Data(one).GetProperty("amount").GetString()}"));
    }

    static readonly string Secret = WebhookSecret.Of(new byte[32]);

    static void On(Desk desk, long amount, long low, long overdraft = 0)
    {
        desk.Customer();
        desk.Do(new PutWallet("acme", Usd, OverdraftLimit: Amount.Of(overdraft), LowBalance: Amount.Of(low)));
        if (amount > 0) desk.Do(Grant(amount));
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["wallet.low", "wallet.exhausted"], Secret));
    }

    // Calls cost 1 each; the credit is change 2.
    static void Paying(Desk desk, long amount)
    {
        desk.Customer();
        desk.Do(Grant(amount));
        desk.Plan("pro", Till.Feature(Till.Unit("1"), 0)).Subscribe("pro");
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["wallet.low", "wallet.exhausted"], Secret));
    }

    static GrantCredit Grant(long amount) => new("acme", Usd, Amount.Of(amount), CreditKind.Grant);

    static void Adjust(Desk desk, long amount) =>
        desk.Do(new AdjustWallet("acme", Usd, Amount.Of(amount), "because"));

    static string Tell(Desk desk) => string.Join(
        ", ", desk.Rows.Outbox.Select(one => $"{one.Type} at {Data(one).GetProperty("available").GetString()}"));

    static JsonElement Data(OutboxEntry one) => JsonDocument.Parse(one.Payload).RootElement.GetProperty("data");
}
