using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;
using static Tollgate.Core.Tests.Budgets.BudgetWords;
using static Tollgate.Core.Tests.Wallets.Till;

namespace Tollgate.Core.Tests.Budgets;

/// <summary>What a budget counts, and what it denies.</summary>
public sealed class BudgetTests
{
    const string Spent = "0+0+1 1";
    const string Denied = "BudgetExceeded 1";

    public static TheoryData<Rule> Denials { get; } = Rule.Table(
        new("it is spent to the last and no further", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            return $"{desk.Pay(9)}, {desk.Pay(2)}, {desk.Pay()}, {desk.Pay()}; {desk.Spent()}; {desk.Balance()}";
        }, $"0+0+9 9, BudgetExceeded 2, {Spent}, {Denied}; b 10+0 of 10; 990 held 0 #3 990"),
        new("one that warns lets everything through", _ =>
        {
            var desk = Rich();
            desk.Budget("10", deny: false);
            return $"{desk.Pay(30)}; {desk.Spent()}";
        }, "0+0+30 30; b 30+0 of 10"),
        new("a refusal names the first by its name", _ =>
        {
            var desk = Rich();
            desk.Budget("5", name: "z");
            desk.Budget("7", name: "m");
            desk.Budget("9", name: "a");
            return ((Decision)desk.Do(new Use("acme", "calls", 8))).Budget!;
        }, "m"),
        new("what costs nothing passes none", _ =>
        {
            var desk = Rich(included: 2);
            desk.Budget("0");
            return $"{desk.Pay(2)}, {desk.Pay()}";
        }, $"2+0+0 free, {Denied}"),
        new("a check tells it and takes nothing", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            return $"{desk.Pay(11, check: true)}, {desk.Pay(10, check: true)}, {desk.Spent()}";
        }, "BudgetExceeded 11, 0+0+10 10, b 0+0 of 10"),
        new("before the wallet, and after an unknown price", _ =>
        {
            var desk = Charging(new Core.Pricing.PropertyPrice("cost"), credit: "1");
            desk.Budget("0.5");
            return $"{desk.Pay()}, {desk.Pay(properties: """{"cost":2}""")}, "
                + $"{desk.Pay(properties: """{"cost":0.5}""")}";
        }, "PriceUnknown free, BudgetExceeded 2, 0+0+1 0.5"),
        new("a fact overrides it, and says all that was overridden", _ =>
        {
            var desk = Charging(Unit("1"), credit: "3");
            desk.Budget("2");
            return $"{desk.Pay(3, record: true)}, {desk.Pay(1, record: true)}, {desk.Spent()}";
        }, "0+0+3 3 BudgetExceeded, 0+0+1 1 BudgetExceeded, CreditInsufficient, b 4+0 of 2"),
        new("another currency counts in it nothing", _ =>
        {
            var desk = Rich();
            desk.Budget("1", currency: "EUR");
            return $"{desk.Pay(5)}; {desk.Spent()}";
        }, "0+0+5 5; b 0+0 of 1"),
        new("a batch is refused whole where its last would pass it", _ =>
        {
            var desk = Rich();
            desk.Budget("3");
            var answers = desk.Do([new Use("acme", "calls", 2), new Use("acme", "calls", 2)], atomic: true);
            return $"{string.Join(", ", answers.Select(Show))}; {desk.Spent()}";
        }, "BatchRefused 2, BudgetExceeded 2; b 0+0 of 3"));

    public static TheoryData<Rule> Windows { get; } = Rule.Table(
        new("what was spent in the window before it was made counts", _ =>
        {
            var desk = Rich();
            desk.Pay(7, "a");
            desk.PayAt("2025-12-31T12:00:00Z", 5);
            desk.Budget("10");
            return $"{desk.Spent()}, {desk.Pay(4)}, {desk.Pay(3)}";
        }, "b 7+0 of 10, BudgetExceeded 4, 0+0+3 3"),
        new("each day anew, by the customer's calendar", _ =>
        {
            var desk = Rich();
            desk.Do(new PutCustomer("acme", TimeZone: "Asia/Tokyo"));
            desk.Budget("3", "day");
            var first = desk.Pay(3);
            desk.At("2026-01-15T14:59:59Z");
            var late = desk.Pay();
            desk.At("2026-01-15T15:00:00Z");
            return $"{first}, {late}, {desk.Pay()}";
        }, $"0+0+3 3, {Denied}, {Spent}"),
        new("each week from Monday", _ =>
        {
            var desk = Rich();
            desk.Budget("3", "week");
            var first = desk.Pay(3);
            desk.At("2026-01-18T23:00:00Z");
            var late = desk.Pay();
            desk.At("2026-01-19T00:00:00Z");
            return $"{first}, {late}, {desk.Pay()}";
        }, $"0+0+3 3, {Denied}, {Spent}"),
        new("each cycle of the customer", _ =>
        {
            var desk = Rich();
            desk.Budget("3", "cycle");
            var first = desk.Pay(3);
            desk.At("2026-02-15T11:00:00Z");
            var late = desk.Pay();
            desk.At("2026-02-15T12:00:00Z");
            return $"{first}, {late}, {desk.Pay()}";
        }, $"0+0+3 3, {Denied}, {Spent}"),
        new("what comes late counts when it was", _ =>
        {
            var desk = Rich();
            desk.Budget("3", "day");
            return $"{desk.PayAt("2026-01-14T10:00:00Z", 3)}, {desk.PayAt("2026-01-14T11:00:00Z", 1)}, {desk.Pay(3)}";
        }, $"0+0+3 3, {Denied}, 0+0+3 3"),
        new("a zone that was changed and changed back lacks nothing", _ =>
        {
            var desk = Rich();
            desk.Budget("10", "day");
            desk.Pay(3);
            desk.Do(new PutCustomer("acme", TimeZone: "Asia/Tokyo"));
            desk.Pay(4);
            desk.Do(new PutCustomer("acme"));
            return desk.Spent();
        }, "b 7+0 of 10"),
        new("a cycle that was changed and changed back lacks nothing", _ =>
        {
            var desk = Rich();
            desk.Plan("weekly", Feature(Unit("1"), 0), cycle: Core.Time.CycleLength.Week);
            desk.Budget("10", "cycle");
            desk.Pay(3);
            desk.Do(new ChangeSubscription("acme", 2, "weekly"));
            desk.Pay(4);
            var weekly = desk.Spent();
            desk.Do(new ChangeSubscription("acme", 2, "pro"));
            return $"{weekly}, {desk.Spent()}";
        }, "b 7+0 of 10, b 7+0 of 10"),
        new("a cycle that begins by time alone has counted what came before", _ =>
        {
            var desk = Rich();
            desk.Budget("10", "cycle");
            desk.Do(new CancelSubscription("acme", 2, CancelWhen.At, Desk.Time("2026-01-20T00:00:00Z")));
            desk.Pay(3);
            desk.At("2026-01-21T00:00:00Z");
            return desk.Spent();
        }, "b 3+0 of 10"));

    public static TheoryData<Rule> Namespaces { get; } = Rule.Table(
        new("that of a namespace counts what names it, the customer's all", _ =>
        {
            var desk = Rich().Namespace("a").Namespace("b");
            desk.Budget("5", name: "whole");
            desk.Budget("3", name: "part", of: "a");
            return $"{desk.PayIn("a", 3)}, {desk.PayIn("a", 1)}, {desk.PayIn("b", 2)}, {desk.PayIn("b", 1)}, "
                + $"{desk.Pay()}; {desk.Spent()}";
        }, $"0+0+3 3, {Denied}, 0+0+2 2, {Denied}, {Denied}; part 3+0 of 3, whole 5+0 of 5"),
        new("one without a plan has the customer's cycle, one with a plan its own", _ =>
        {
            var desk = Rich().Namespace("a").Namespace("b");
            desk.Plan("weekly", Feature(Unit("1"), 0), cycle: Core.Time.CycleLength.Week);
            desk.SubscribeIn("b", "weekly");
            desk.Budget("9", "cycle", name: "a", of: "a");
            desk.Budget("9", "cycle", name: "b", of: "b");
            desk.PayIn("a", 2);
            desk.PayIn("b", 3);
            desk.At("2026-01-22T12:00:00Z");
            return desk.Spent();
        }, "a 2+0 of 9, b 0+0 of 9"),
        new("an unknown namespace",
            _ => Rich().Budget("5", of: "a"), "rejected Invalid namespace:unknown_namespace"));

    public static TheoryData<Rule> Holds { get; } = Rule.Table(
        new("a reservation counts what it holds until it settles", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            return $"{desk.Reserve("r", 8)}, {desk.Reserve("s", 3)}, {desk.Pay(3)}, {desk.Spent()}, "
                + $"{desk.Settle("r", 3)}, {desk.Spent()}, {desk.Pay(7)}";
        }, "0+0+8 8, BudgetExceeded 3, BudgetExceeded 3, b 0+8 of 10, 0+0+3 3, b 3+0 of 10, 0+0+7 7"),
        new("one that is released, or whose time is over, holds nothing", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            desk.Reserve("r", 8);
            desk.Settle("r", 0);
            desk.Reserve("s", 8);
            desk.At("2026-01-15T13:00:00Z");
            return $"{desk.Pay(10)}, {desk.Spent()}";
        }, "0+0+10 10, b 10+0 of 10"),
        new("what was held before it was made counts", _ =>
        {
            var desk = Rich();
            desk.Reserve("r", 8);
            desk.Budget("10");
            return $"{desk.Spent()}, {desk.Pay(3)}, {desk.Settle("r", 8)}, {desk.Spent()}";
        }, "b 0+8 of 10, BudgetExceeded 3, 0+0+8 8, b 8+0 of 10"),
        new("more than was held is a fact", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            desk.Reserve("r", 8);
            return $"{desk.Settle("r", 12)}, {desk.Spent()}";
        }, "0+0+12 12 BudgetExceeded, b 12+0 of 10"),
        new("it settles in the window it was made in", _ =>
        {
            var desk = Rich();
            desk.Budget("10", "day");
            desk.At("2026-01-15T23:59:00Z");
            desk.Reserve("r", 8);
            desk.At("2026-01-16T00:01:00Z");
            desk.Settle("r", 8);
            return $"{desk.Spent()}, {desk.PayAt("2026-01-15T23:00:00Z", 3)}";
        }, "b 0+0 of 10, BudgetExceeded 3"),
        new("a reversal gives back", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            desk.Pay(8, "a");
            return $"{desk.Reverse("a")}, {desk.Spent()}, {desk.Pay(10)}";
        }, "back 8, b 0+0 of 10, 0+0+10 10"));

    public static TheoryData<Rule> Changes { get; } = Rule.Table(
        new("the same again changes nothing", _ =>
        {
            var desk = Rich();
            var first = desk.Budget("10");
            var sequence = desk.Rows.Customer("acme")!.Head.Sequence;
            return $"{first}, {desk.Budget("10")}, {desk.Rows.Customer("acme")!.Head.Sequence - sequence}";
        }, "created, unchanged, 0"),
        new("another amount keeps what was spent, and counts from the next use", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            desk.Pay(8);
            return $"{desk.Budget("9")}, {desk.Pay(2)}, {desk.Budget("20")}, {desk.Pay(12)}, {desk.Spent()}";
        }, "changed, BudgetExceeded 2, changed, 0+0+12 12, b 20+0 of 20"),
        new("what counts otherwise is counted anew", _ =>
        {
            var desk = Rich().Namespace("a");
            desk.Budget("10");
            desk.PayIn("a", 3);
            desk.Pay(4);
            return $"{desk.Spent()}, {desk.Budget("10", of: "a")}, {desk.Spent()}, {desk.Budget("10", "day")}, "
                + desk.Spent();
        }, "b 7+0 of 10, changed, b 3+0 of 10, changed, b 7+0 of 10"),
        new("one that is deleted denies nothing, and one of its name is a new one", _ =>
        {
            var desk = Rich();
            desk.Budget("1");
            desk.Pay();
            return $"{desk.Delete()}, {desk.Delete()}, {desk.Pay(5)}, {desk.Budget("9")}, {desk.Spent()}";
        }, "deleted, none, 0+0+5 5, created, b 6+0 of 9"),
        new("at most 50", _ =>
        {
            var desk = Rich();
            for (var i = 0; i < 50; i++) desk.Budget("10", name: $"b{i}");
            return $"{desk.Budget("10", name: "c")}, {desk.Budget("11", name: "b7")}, {desk.Delete("b0")}, "
                + desk.Budget("10", name: "c");
        }, "rejected TooManyBudgets, changed, deleted, created"),
        new("every change is in the history", _ =>
        {
            var desk = Rich();
            desk.Budget("10");
            desk.Budget("20", deny: false, warnAt: [50]);
            desk.Delete();
            return string.Join("; ", desk.Rows.Customer("acme")!.Audits.TakeLast(3)
                .Select(one => $"{one.Action} {one.Subject} {one.After}"));
        }, """
            budget.created b {"name":"b","currency":"USD","amount":"10.00","per":"month","warn_at":[80,100],
            "at_limit":"deny"}; 
            budget.updated b {"name":"b","currency":"USD","amount":"20.00","per":"month","warn_at":[50],
            "at_limit":"warn"}; 
            budget.deleted b 
            """.ReplaceLineEndings("")));

    public static TheoryData<Rule> Alerts { get; } = Rule.Table(
        new("each part once, and that it was passed", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10", deny: false);
            for (var i = 0; i < 13; i++) desk.Pay();
            return desk.Told();
        }, "warned 80 at 8.00, warned 100 at 10.00, exceeded at 11.00"),
        new("the highest only, where several are reached at once", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10", warnAt: [10, 50, 90]);
            desk.Pay(6);
            return desk.Told();
        }, "warned 50 at 6.00"),
        new("anew in the next window", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10", "day");
            desk.Pay(8);
            desk.At("2026-01-16T12:00:00Z").Pay(8);
            return desk.Told();
        }, "warned 80 at 8.00, warned 80 at 8.00"),
        new("none of a window that is over", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10", "day", deny: false);
            desk.PayAt("2026-01-14T12:00:00Z", 20);
            return desk.Told();
        }, ""),
        new("armed again by a reversal, and by a higher amount", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10", deny: false);
            desk.Pay(11, "a");
            desk.Reverse("a");
            desk.Pay(11);
            desk.Budget("20", deny: false);
            desk.Pay(5);
            return desk.Told();
        }, "warned 100 at 11.00, exceeded at 11.00, warned 100 at 11.00, exceeded at 11.00, warned 80 at 16.00"),
        new("of one that was lowered below what is spent", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("100", deny: false);
            desk.Pay(50);
            desk.Budget("10", deny: false, warnAt: []);
            desk.Pay();
            desk.Pay();
            return desk.Told();
        }, "exceeded at 51.00"),
        new("counting anew is no reason to tell anew", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10");
            desk.Pay(8);
            desk.Do(new PutCustomer("acme", TimeZone: "Europe/London"));
            desk.Pay();
            return desk.Told();
        }, "warned 80 at 8.00"),
        new("what settles more than was held", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10");
            desk.Reserve("r", 8);
            desk.Settle("r", 12);
            return desk.Told();
        }, "warned 100 at 12.00, exceeded at 12.00"),
        new("a refusal tells nothing", _ =>
        {
            var desk = Rich().Listening();
            desk.Budget("10");
            desk.Pay(20);
            return desk.Told();
        }, ""));

    [Theory]
    [MemberData(nameof(Denials))]
    [MemberData(nameof(Windows))]
    [MemberData(nameof(Namespaces))]
    [MemberData(nameof(Holds))]
    [MemberData(nameof(Changes))]
    [MemberData(nameof(Alerts))]
    public void A_budget_counts_what_is_charged(Rule rule) => rule.Holds();
}
