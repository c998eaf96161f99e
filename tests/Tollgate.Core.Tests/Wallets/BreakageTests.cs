using Tollgate.Core.Pricing;
using Xunit;
using static Tollgate.Core.Tests.Wallets.Till;

namespace Tollgate.Core.Tests.Wallets;

/// <summary>What once went wrong with money.</summary>
public sealed class BreakageTests
{
    static string UseIn(Desk desk, string? name, decimal quantity, string? id = null) =>
        Show(desk.Do(new Core.Usage.Use("acme", "calls", quantity, name, id)));

    public static TheoryData<Rule> Rules => Rule.Table(
        new("a use of the shared cycle is taken back from it, though its namespace has a plan by now", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:3 1"), credit: "100").Namespace("eu");
            var first = UseIn(desk, "eu", 5, "a");
            desk.SubscribeIn("eu", "pro");
            return $"{first}; {desk.Reverse("a")}; {UseIn(desk, null, 5)}";
        }, "0+0+5 15; back 15; 0+0+5 15"),
        new("a use of the shared cycle gives back no more than its cycle, whatever its namespace pays by now", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:1 10"), credit: "1000").Namespace("eu");
            var first = UseIn(desk, "eu", 5, "a");
            desk.SubscribeIn("eu", "pro");
            var own = UseIn(desk, "eu", 10, "b");
            return $"{first}; {own}; {desk.Reverse("a")}; {desk.Balance()}";
        }, "0+0+5 5; 0+0+10 55; back 5; 945 held 0 #3 945"),
        new("units of one namespace's price do not rate another's in a request", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Request, "5:1 10"), credit: "1000").Namespace("eu");
            desk.Plan("ns", Feature(Tiers(false, RatedBy.Request, "5:2 20"), 0));
            desk.SubscribeIn("eu", "ns");
            var answers = desk.Do(
                [new Core.Usage.Use("acme", "calls", 5), new Core.Usage.Use("acme", "calls", 5, "eu")]);
            return string.Join(", ", answers.Select(answer => Show(answer)));
        }, "0+0+5 5, 0+0+5 10"),
        new("a reversal by cycle leaves no unit behind where the price is by event by now", _ =>
        {
            var desk = Charging(Tiers(false, RatedBy.Cycle, "5:0 10"), credit: "1000");
            desk.Pay(5, "a");
            desk.Plan("flat", Feature(Unit("1"), 0)).Subscribe("flat");
            desk.Reverse("a");
            desk.Subscribe("pro");
            return desk.Pay(5);
        }, "0+0+5 0"),
        new("a reversal when the wallet is full", _ =>
        {
            var desk = Charging(Unit("1000000000"), credit: "1").Wallet(hardStop: false);
            desk.Pay(8_000, "a");
            for (var i = 0; i < 9000; i++) desk.Adjust("1000000000");
            return $"{desk.Reverse("a")}, {desk.Balance()}";
        }, "rejected Invalid amount:out_of_range, 1000000000001 held 0"));

    [Theory, MemberData(nameof(Rules))]
    public void Money_stays_right(Rule rule) => rule.Holds();
}
