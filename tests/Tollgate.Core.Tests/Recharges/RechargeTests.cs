using Tollgate.Core.Money;
using Tollgate.Core.Recharges;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.Recharges;

/// <summary>When a wallet recharges itself, and what becomes of that.</summary>
public sealed class RechargeTests
{
    public static TheoryData<Rule> Opened { get; } = Rule.Table(
        new("when a use leaves less than the threshold", desk => State(Paying(desk, "10").Paid(6)), "#6 50 of 50"),
        new("not at the threshold", desk => State(Paying(desk, "10").Paid(5)), "none of 0"),
        new("when the rule comes to a wallet that is low", desk => State(Paying(desk, "4")), "#5 50 of 50"),
        new("when money is set aside", desk =>
        {
            Paying(desk, "10").Reserve("r", 6);
            return State(desk);
        }, "#6 50 of 50"),
        new("when credit expires, though nobody asks for it",
            desk => State(Paying(desk, "10", until: "2026-01-16T00:00:00Z").At("2026-01-17T00:00:00Z")),
            "#6 50 of 50"),
        new("one at a time", desk => State(Paying(desk, "10").Paid(6).Paid(1)), "#6 50 of 50"),
        new("not by a change that leaves the money as it was",
            desk => State(Paying(desk, "10").Paid(6).Failing(3).Named()), "none of 0"),
        new("but by the next that moves it",
            desk => State(Paying(desk, "10").Paid(6).Failing(3).Paid(1)), "#11 50 of 50"),
        new("not past the cap of the month",
            desk => State(Paying(desk, "10", cap: "99").Paid(6).Completing().Paid(52)), "none of 50"),
        new("nor in another zone, where the month starts elsewhere",
            desk => State(Paying(desk, "10", cap: "99").Paid(6).Completing().Customer("Asia/Tokyo").Paid(52)),
            "none of 50"),
        new("but in the next month again", desk => State(
            Paying(desk, "10", cap: "99").Paid(6).Completing().At("2026-02-02T00:00:00Z").Paid(52)), "#10 50 of 50"),
        new("a check opens none", desk =>
        {
            Paying(desk, "10").Pay(6, check: true);
            return State(desk);
        }, "none of 0"));

    public static TheoryData<Rule> Ended { get; } = Rule.Table(
        new("paid it is credited", desk => State(Paying(desk, "10").Paid(6).Completing()) + "|" + desk.Balance(),
            "none of 50|54 held 0 #2 4 #7 50"),
        new("paid twice it is credited once", desk => State(Paying(desk, "10").Paid(6).Completing().Completing()) + "|"
            + desk.Balance(), "none of 50|54 held 0 #2 4 #7 50"),
        new("money that came after it was given up is money",
            desk => Paying(desk, "10").Paid(6).Failing(3).Completing().Balance(), "54 held 0 #2 4 #10 50"),
        new("refused once it stays open", desk => State(Paying(desk, "10").Paid(6).Failing(1)), "#6 50 of 50 failed 1"),
        new("refused three times it is given up and counts no more",
            desk => State(Paying(desk, "10").Paid(6).Failing(3)), "none of 0"),
        new("taken by one of two", desk => Paying(desk, "10").Paid(6).Taking() + desk.Taking(), "taken, not taken, "),
        new("and again after a minute", desk => Paying(desk, "10").Paid(6).Taking()
            + desk.At("2026-01-15T12:01:00Z").Taking(), "taken, taken, "));

    [Theory, MemberData(nameof(Opened))]
    public void A_recharge_opens(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Ended))]
    public void A_recharge_ends(Rule rule) => rule.Holds();

    [Fact]
    public void Nothing_opens_before_anybody_collects_and_for_all_from_then_on()
    {
        var desk = new Desk();
        desk.Rows.StopCollecting();
        Paying(desk, "10").Paid(6);
        Assert.Equal("none of 0", State(desk));

        desk.Do(new CollectRecharges());
        desk.Do(new CollectRecharges());
        Assert.Single(desk.Rows.AccountAudits, one => one.Action == "recharges.collected");
        Assert.StartsWith("#", State(desk.Paid(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_collected_is_credited_though_the_wallet_is_as_full_as_it_can_be()
    {
        var desk = Paying(new Desk(), "10").Paid(6);
        for (var i = 0; i < 8999; i++) desk.Adjust("1000000000");
        Assert.Equal("rejected Invalid amount:out_of_range", Desk.Show(desk.Do(new GrantCredit(
            "acme", Till.Usd, new Amount(Amount.MostStated), CreditKind.TopUp))));
        var left = Amount.Most - desk.Rows.Customer("acme")!.Wallets["USD"].Balance.Micros;
        desk.Do(new AdjustWallet("acme", Till.Usd, new Amount(left), "to the brim"));
        desk.Completing();

        Assert.Equal(Amount.Most + Amount.Of(50).Micros, desk.Rows.Customer("acme")!.Wallets["USD"].Balance.Micros);
        Assert.Equal("adjustment 9000000000049.00", desk.Adjust("-1"));
    }

    [Fact]
    public void The_id_of_a_recharge_names_its_payment_whatever_the_customer_is_called()
    {
        var name = new string('c', 128);
        Assert.Empty(Errors(RechargeId.Format(name, long.MaxValue)));
        Assert.Equal(["payment invalid_id"], Errors(RechargeId.Format(new string('d', 128), 1)));
        Assert.Equal(["payment invalid_id"], Errors(new string('x', 129)));

        IEnumerable<string> Errors(string payment)
        {
            var errors = new FieldErrors();
            new ReturnPayment(name, Till.Usd, payment, Amount.Of(1)).Validate(errors);
            return errors.All.Select(one => $"{one.Field} {one.Code}");
        }
    }

    [Theory]
    [InlineData(-1, 1, 1, "recharge.below")]
    [InlineData(0, 0, 1, "recharge.amount")]
    [InlineData(0, 2, 1, "recharge.monthly_cap")]
    [InlineData(-1, 0, -1, "recharge.below recharge.amount recharge.monthly_cap")]
    public void A_rule_names_every_bad_field(long below, long amount, long cap, string expected)
    {
        var errors = new FieldErrors();
        new PutWallet("acme", Till.Usd)
        {
            Recharge = new RechargeRule(Amount.Of(below), Amount.Of(amount), Amount.Of(cap)),
        }.Validate(errors);

        Assert.Equal(expected, string.Join(' ', errors.All.Select(error => error.Field)));
    }

    // The rule is change 4, after the credit and the subscription.
    static Desk Paying(Desk desk, string credit, string cap = "500", string? until = null)
    {
        desk.Customer().Grant(credit, until: until);
        desk.Plan("pro", Till.Feature(Till.Unit("1"), 0)).Subscribe("pro");
        desk.Do(new PutWallet("acme", Till.Usd)
        {
            Recharge = new RechargeRule(Amount.Of(5), Amount.Of(50), RechargeWords.Parse(cap)),
        });
        return desk;
    }

    static string State(Desk desk)
    {
        desk.Balance();
        desk.Named();
        var wallet = desk.Rows.Customer("acme")!.Wallets["USD"];
        var open = wallet.Recharging is { } one
            ? $"#{one.Id} {one.Amount}"
            : "none";
        var failed = wallet.Recharging is { Failures: > 0 } tried ? $" failed {tried.Failures}" : "";
        return $"{open} of {wallet.Recharged}{failed}";
    }
}

/// <summary>Words about recharges; the first is number 6.</summary>
static class RechargeWords
{
    public static Desk Paid(this Desk desk, decimal quantity)
    {
        desk.Pay(quantity);
        return desk;
    }

    public static Desk Named(this Desk desk)
    {
        desk.Do(new Core.Customers.PutCustomer("acme", Name: $"Acme at {desk.Now}"));
        return desk;
    }

    public static Desk Completing(this Desk desk, long id = 6)
    {
        desk.Do(new CompleteRecharge("acme", Till.Usd, id, Amount.Of(50)));
        return desk;
    }

    public static Desk Failing(this Desk desk, int times)
    {
        for (var i = 0; i < times; i++) desk.Do(new FailRecharge("acme", Till.Usd, 6, "no money"));
        return desk;
    }

    public static string Taking(this Desk desk) =>
        desk.Do(new TakeRecharge("acme", Till.Usd)) is Put<Wallet> { Changed: true } ? "taken, " : "not taken, ";

    public static Amount Parse(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new FormatException(text);
}
