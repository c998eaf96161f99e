using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Invoices;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Invoices;

public sealed class InvoiceTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature One = Desk.Limits((1, "cycle"));

    // What is to be seen after each step: the facts, the subscription, its use, and what is scheduled.
    static readonly Dictionary<string, string> Seen = new(StringComparer.Ordinal)
    {
        [""] = "ok ok active None",
        ["m"] = "ok blocked active PaymentBlocked",
        ["p"] = "past_due ok pastdue None, free at 2026-02-15",
        ["mp"] = "past_due blocked pastdue PaymentBlocked, free at 2026-02-15",
    };

    public static TheoryData<string> Orders { get; } =
        [.. Permutations(["fail m", "fail p", "pay m", "pay p"]).Select(order => string.Join(", ", order))];

    /// <summary>A success that comes before its failure stays the last word.</summary>
    [Theory, MemberData(nameof(Orders))]
    public void In_whatever_order_they_come_the_facts_are_right_after_each_step(string order)
    {
        var desk = Owing();
        HashSet<string> unpaid = [], paid = [];
        foreach (var step in order.Split(", "))
        {
            var which = step[^1..];
            if (step.StartsWith("pay", StringComparison.Ordinal))
            {
                unpaid.Remove(which);
                paid.Add(which);
                Pay(desk, which);
            }
            else
            {
                if (!paid.Contains(which)) unpaid.Add(which);
                Fail(desk, which);
            }
            Assert.Equal(Seen[string.Concat(unpaid.Order())], Show(desk));
        }
        Assert.Equal(Seen[""], Show(desk));
    }

    public static TheoryData<Rule> Facts { get; } = Rule.Table(
        new("One for both is in both, and its payment clears both", desk =>
        {
            Owing(desk).Do(new FailInvoice("acme", "both", Plan: true, Metered: true));
            var owing = Show(desk);
            Pay(desk, "both");
            return $"{owing}; {Show(desk)}";
        }, "past_due blocked pastdue PaymentBlocked, free at 2026-02-15; ok ok active None"),
        new("Each payment clears its own alone", desk =>
        {
            Fail(Owing(desk), "p");
            Fail(desk, "p2");
            Pay(desk, "p");
            var one = Show(desk);
            Pay(desk, "p2");
            return $"{one}; {Show(desk)}";
        }, "past_due ok pastdue None, free at 2026-02-15; ok ok active None"),
        new("A failure told twice is one", desk => $"{Fail(Owing(desk), "p")} {Fail(desk, "p")}", "changed unchanged"),
        new("A failure after its success is none", desk => $"{Pay(Owing(desk), "p")} {Fail(desk, "p")} {Show(desk)}",
            "changed unchanged ok ok active None"),
        new("At the end of the period it is on the free plan, and still owes", desk =>
        {
            Fail(Owing(desk), "p");
            return Show(desk.At("2026-02-15T12:00:00Z"));
        }, "past_due ok active None"),
        new("What has happened is not undone by a late payment", desk =>
        {
            Fail(Owing(desk), "p");
            Pay(desk.At("2026-02-16T00:00:00Z"), "p");
            return $"{Show(desk)} {PlanOf(desk)}";
        }, "ok ok active None free"),
        new("Without a free plan it expires at the end of the period", desk =>
        {
            Fail(Owing(desk, free: false), "p");
            var before = Show(desk);
            return $"{before}; {Show(desk.At("2026-02-15T12:00:00Z"))}";
        }, "past_due ok pastdue None, ends at 2026-02-15; past_due ok expired SubscriptionInactive"),
        new("What it gave is gone then, whatever its windows", desk =>
        {
            Owing(desk, free: false).Plan("month", Desk.Limits((10, "month")), price: 9).Subscribe("month");
            Fail(desk, "p");
            var before = Show(desk.At("2026-02-15T11:59:00Z"));
            return $"{before}; {Show(desk.At("2026-02-15T12:00:00Z"))}";
        }, "past_due ok expired pastdue None, ends at 2026-02-15; past_due ok expired expired SubscriptionInactive"),
        new("Renewed while it owes it does not go on, and once that is paid it does", desk =>
        {
            Fail(Owing(desk, free: false), "p");
            var renew = new RenewSubscription("acme", 2, null);
            var owing = Desk.Show(desk.At("2026-02-16T00:00:00Z").Do(renew));
            Pay(desk, "p");
            return $"{owing}; {Show(desk)}; {Desk.Show(desk.Do(renew))} {Show(desk)}";
        }, "rejected PaymentPastDue; ok ok expired SubscriptionInactive; changed 2 ok ok active None"),
        new("A plan without a price does not lapse, whether it came before the failure or after", desk =>
        {
            Fail(Owing(desk, free: false), "p");
            desk.Do(new ChangeSubscription("acme", 2, "free"));
            return Show(desk);
        }, "past_due ok active None"),
        new("A free plan that is named later is what it falls to", desk =>
        {
            Fail(Owing(desk, free: false), "p");
            desk.Do(new PutSettings(new SettingsChange { FreePlan = "free" }));
            Fail(desk, "p2");
            return $"{Show(desk)}; {Show(desk.At("2026-02-15T12:00:00Z"))}";
        }, "past_due ok pastdue None, free at 2026-02-15; past_due ok active None"),
        new("A change that was asked for stands back, and comes back with the payment", desk =>
        {
            Owing(desk).Plan("max", Ten, price: 50);
            desk.Do(new ChangeSubscription("acme", 2, "max", null, CancelWhen.PeriodEnd));
            Fail(desk, "p");
            var owing = Show(desk);
            Pay(desk, "p");
            return $"{owing}; {Show(desk)}";
        }, "past_due ok pastdue None, free at 2026-02-15; ok ok active None, max at 2026-02-15"),
        new("A waiver lifts the block for what the plans include", desk =>
        {
            Fail(Owing(desk), "m");
            desk.Customer(waived: true);
            return Show(desk);
        }, "ok blocked active None"));

    public static TheoryData<Rule> Escapes { get; } = Rule.Table(
        new("By changing to another plan", desk =>
        {
            Fail(Owing(desk).Plan("max", Ten, price: 50), "p");
            desk.Do(new ChangeSubscription("acme", 2, "max", null, CancelWhen.Now));
            return Show(desk);
        }, "past_due ok pastdue None, free at 2026-02-15"),
        new("By asking for another plan at the end of the period", desk =>
        {
            Fail(Owing(desk).Plan("max", Ten, price: 50), "p");
            desk.Do(new ChangeSubscription("acme", 2, "max", null, CancelWhen.PeriodEnd));
            return Show(desk);
        }, "past_due ok pastdue None, free at 2026-02-15"),
        new("By taking the fall back", desk =>
        {
            Fail(Owing(desk), "p");
            return Desk.Show(desk.Do(new TakeBackChange("acme", ChangeKind.Plan, 2)));
        }, "rejected PaymentPastDue"),
        new("By canceling and subscribing anew, with another anchor", desk =>
        {
            Fail(Owing(desk), "p");
            desk.Cancel(2);
            desk.Subscribe(new Subscribe("acme", "pro", Anchor: Desk.Time("2026-01-31T00:00:00Z")));
            return Show(desk);
        }, "past_due ok canceled pastdue None, free at 2026-02-15"),
        new("By subscribing anew when the period is over", desk =>
        {
            Fail(Owing(desk), "p");
            desk.At("2026-02-15T12:00:00Z").Cancel(2);
            return desk.Subscribe("pro");
        }, "rejected PaymentPastDue"),
        new("By having the same add-on anew", desk =>
        {
            Owing(desk).Plan("extra", Ten, PlanKind.AddOn, price: 3).Subscribe("extra");
            var id = desk.Rows.Customer("acme")!.Subscriptions[^1].Id;
            desk.Do(new FailInvoice("acme", "p", true, false, id));
            desk.Cancel(id);
            var anew = desk.Subscribe("extra");
            return $"{anew} {Show(desk)} {desk.At("2026-02-15T12:00:00Z").Subscribe("extra")}";
        }, "created 6 past_due ok active canceled pastdue None, ends at 2026-02-15 rejected PaymentPastDue"),
        new("By canceling, where use is owed for", desk =>
        {
            Fail(Owing(desk), "m");
            desk.Cancel(2);
            desk.Subscribe("pro");
            return Show(desk);
        }, "ok blocked canceled active PaymentBlocked"));

    public static TheoryData<Rule> Downgrades { get; } = Rule.Table(
        new("To a plan on the list", desk => Down(desk, "free"), "changed 2"),
        new("To another that is less", desk => Down(desk, "low"), "rejected DowngradeNotAllowed"),
        new("By subscribing to it", desk => Down(desk, "low", anew: true), "rejected DowngradeNotAllowed"),
        new("Up is no downgrade", desk => Down(desk, "max"), "changed 2"),
        new("Up by the month is up, though a year of it costs less than twelve of these", desk =>
        {
            Owing(desk);
            foreach (var (code, month, year) in new[] { ("basic", 10, 100), ("plus", 11, 110) })
                desk.Do(new PutPlan(code, new PlanDefinition(code, PlanKind.Base, false, CycleLength.Month, 0, true, [])
                {
                    Prices = [new(month, "USD", PricePer.Month), new(year, "USD", PricePer.Year)],
                }));
            desk.Subscribe("basic");
            desk.Do(new PutSettings(new SettingsChange { DowngradeTo = PlanCodes.Of(["free"]) }));
            return $"{desk.Subscribe("plus")} {desk.Subscribe("basic")}";
        }, "created 4 rejected DowngradeNotAllowed"),
        new("Without a list any will do", desk => Down(desk, "low", listed: false), "changed 2"));

    [Theory, MemberData(nameof(Downgrades))]
    public void A_customer_goes_down_to_what_is_listed(Rule rule) => rule.Holds();

    static string Down(Desk desk, string plan, bool anew = false, bool listed = true)
    {
        Owing(desk).Plan("low", Ten, price: 5).Plan("max", Ten, price: 50);
        if (listed) desk.Do(new PutSettings(new SettingsChange { DowngradeTo = PlanCodes.Of(["free"]) }));
        return anew ? desk.Subscribe(plan) : Desk.Show(desk.Do(new ChangeSubscription("acme", 2, plan)));
    }

    [Theory, MemberData(nameof(Facts))]
    public void What_is_unpaid(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Escapes))]
    public void Nobody_escapes(Rule rule) => rule.Holds();

    static Desk Owing(Desk? desk = null, bool free = true)
    {
        desk ??= new Desk();
        desk.Customer().Plan("pro", Ten, price: 9).Plan("free", One).Subscribe("pro");
        if (free) desk.Do(new PutSettings(new SettingsChange { FreePlan = "free" }));
        return desk;
    }

    static string Fail(Desk desk, string id) =>
        Word(desk.Do(new FailInvoice("acme", id, id.StartsWith('p'), id.StartsWith('m'))));

    static string Pay(Desk desk, string id) => Word(desk.Do(new PayInvoice("acme", id)));

    static string Word(Outcome outcome) => ((Put<InvoiceView>)outcome).Changed ? "changed" : "unchanged";

    static string PlanOf(Desk desk) =>
        desk.Rows.Catalog.Plan(desk.Rows.Customer("acme")!.Subscriptions[^1].PlanAt(desk.Now)).Code;

    static string Show(Desk desk)
    {
        var access = ((Shown<AccessView>)desk.Do(new ShowAccess("acme"))).Value;
        var use = ((Decision)desk.Do(new Use("acme", "calls") { CheckOnly = true })).Reason;
        var one = desk.Rows.Customer("acme")!.Subscriptions[^1];
        var next = one.IsChanging(desk.Now)
            ? $", {desk.Rows.Catalog.Plan(one.NextPlan!.Value).Code} at {one.ChangeAt.ToString()![..10]}"
            : one.LapsesAt > desk.Now ? $", ends at {one.LapsesAt.ToString()![..10]}" : "";
        var facts = $"{(access.IsPastDue ? "past_due" : "ok")} {(access.IsBlocked ? "blocked" : "ok")}";
        return $"{facts} {desk.Statuses()} {use}{next}";
    }

    static IEnumerable<IReadOnlyList<string>> Permutations(IReadOnlyList<string> of) => of.Count == 0
        ? [[]]
        : of.SelectMany(first => Permutations([.. of.Where(one => one != first)])
            .Select(rest => (IReadOnlyList<string>)[first, .. rest]));
}
