using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Wallets;
using Xunit;

namespace Tollgate.Core.Tests.IncludedCredit;

/// <summary>The credit that plans include: when it comes, how long it stays, what is carried.</summary>
public sealed class IncludedCreditTests
{
    // Noon of 15 January; cycles turn at noon of the 15th.
    public static TheoryData<Rule> Given { get; } = Rule.Table(
        new("at the start, with the wallet", desk => desk.Included("10").Balance(), "10 held 0 #3 10"),
        new("in a trial too", desk => desk.Included("10", trialDays: 14, price: 5).Balance(), "10 held 0 #3 10"),
        new("not before the start, and then without a command",
            desk => desk.Included("10", startsAt: "2026-02-01T00:00:00Z").Balance() + "|"
                + desk.At("2026-02-01T00:00:00Z").Balance(),
            "|10 held 0 #4 10"),
        new("for each seat", desk => desk.Included("10", seats: 3).Balance(), "30 held 0 #3 30"),
        new("until the cycle ends, and then anew",
            desk => desk.Included("10").At("2026-02-15T11:59:59Z").Balance() + "|"
                + desk.At("2026-02-15T12:00:00Z").Balance(),
            "10 held 0 #3 10|10 held 0 #6 10"),
        new("once, to stay",
            desk => desk.Included("7", per: CreditPer.Once).At("2027-02-15T12:00:00Z").Balance(), "7 held 0 #3 7"),
        new("whoever looks after three turns finds the ledger of three turns",
            desk => Ledger(desk.Included("10").At("2026-04-20T00:00:00Z")),
            "Grant 10 10, Expiry -10 0, Grant 10 10, Expiry -10 0, Grant 10 10, Expiry -10 0, Grant 10 10"),
        new("and so does who looks at each",
            desk => Ledger(desk.Included("10").Seen("2026-02-15T12:00:00Z", "2026-03-15T12:00:00Z",
                "2026-03-20T12:00:00Z", "2026-04-15T12:00:00Z")),
            "Grant 10 10, Expiry -10 0, Grant 10 10, Expiry -10 0, Grant 10 10, Expiry -10 0, Grant 10 10"),
        new("what is left is carried up to the cap, for one more cycle",
            desk => Ledger(desk.Included("10", cap: "4").At("2026-03-15T12:00:00Z")),
            "Grant 10 10, Expiry -10 0, Grant 4 4, Grant 10 14, Expiry -4 10, Expiry -10 0, Grant 4 4, Grant 10 14"),
        new("with a cap of nothing nothing is carried",
            desk => desk.Included("10", cap: "0").At("2026-02-15T12:00:00Z").Balance(), "10 held 0 #6 10"),
        new("what is carried is spent before what is new",
            desk => desk.Included("10", cap: "4").At("2026-02-15T12:00:00Z").Pay(5) + "|" + desk.Balance(),
            "0+0+5 5|9 held 0 #7 9"),
        new("a plan's credit is spent before a top-up that stays",
            desk => desk.Topped("20").Included("10").Pay(12) + "|" + desk.Balance(), "0+0+12 12|18 held 0 #2 18"),
        new("what is owed is paid from it, turn by turn",
            desk => desk.Topped("1").Owing("30").Included("10").At("2026-02-20T00:00:00Z").Balance(),
            "-9 held 0"),
        new("of a thousand turns that nobody saw the last hundred count",
            desk => $"{desk.Included("10").At("2126-01-20T00:00:00Z").Balance()} "
                + $"{desk.Rows.Customer("acme")!.Ledger.Count is > 190 and < 220}",
            "10 held 0 #1409 10 True"),
        new("no more than a wallet holds",
            desk => desk.Included("1000000000", seats: 1_000_000).At("2026-03-20T00:00:00Z").Balance(),
            "9000000000000 held 0 #9 9000000000000"));

    public static TheoryData<Rule> Changed { get; } = Rule.Table(
        new("a pause keeps what was given; its turns give nothing",
            desk => desk.Included("10").Paused().At("2026-02-01T00:00:00Z").Balance() + "|"
                + desk.At("2026-02-20T00:00:00Z").Balance(),
            "10 held 0 #3 10|0 held 0"),
        new("the end of a pause gives the cycle's, if it was not given",
            desk => desk.Included("10").Paused().At("2026-02-20T00:00:00Z").Resumed().Balance() + "|"
                + desk.Paused().Resumed().Balance() + "|" + desk.At("2026-03-15T12:00:00Z").Balance(),
            "10 held 0 #8 10|10 held 0 #8 10|10 held 0 #13 10"),
        new("a cancelled one gives nothing more, and what it gave stays until it expires",
            desk => desk.Included("10").Cancelled().Balance() + "|" + desk.At("2026-02-15T12:00:00Z").Balance(),
            "10 held 0 #3 10|0 held 0"),
        new("cancelling and subscribing again gives nothing twice",
            desk => desk.Included("10").Cancelled().Again().Balance() + "|"
                + desk.At("2026-02-15T12:00:00Z").Balance(),
            "10 held 0 #3 10|10 held 0 #8 10"),
        new("a stackable add-on gives each time it is had",
            desk => desk.Included("10", kind: PlanKind.AddOn, stackable: true).Again().Balance(),
            "20 held 0 #3 10 #5 10"),
        new("an add-on's credit goes by the cycle of its scope",
            desk => desk.Included("10", kind: PlanKind.AddOn).At("2026-01-31T23:59:59Z").Balance() + "|"
                + desk.At("2026-02-01T00:00:00Z").Balance(),
            "10 held 0 #3 10|10 held 0 #6 10"),
        new("another plan gives its own from its start, and what the first gave stays",
            desk => desk.Included("10").Offer("big", "50").Change(2, "big").Balance(),
            "60 held 0 #3 10 #5 50"),
        new("there and back gives nothing twice",
            desk => desk.Included("10").Offer("big", "50").Change(2, "big").Change(2, "pro").Change(2, "big").Balance(),
            "60 held 0 #3 10 #5 50"),
        new("a change that was put off gives at its moment, though nobody looks",
            desk => desk.Included("10").Offer("big", "50").Change(2, "big", CancelWhen.PeriodEnd)
                .At("2026-02-20T00:00:00Z").Balance(),
            "50 held 0 #7 50"),
        new("what is given once is not given again by another plan",
            desk => desk.Included("7", per: CreditPer.Once).Offer("big", "9", CreditPer.Once).Change(2, "big")
                .Balance(),
            "7 held 0 #3 7"),
        new("a trial that was not paid gives nothing more, and the payment gives at once",
            desk => desk.Included("10", trialDays: 14, price: 5).At("2026-02-20T00:00:00Z").Balance() + "|"
                + desk.Activated().Balance(),
            "0 held 0|10 held 0 #7 10"),
        new("another zone turns at another time, and nothing is given twice",
            desk => desk.Included("10", anchor: "2026-02-01T00:00:00Z").At("2026-02-01T01:00:00Z")
                .Moved("America/New_York").At("2026-02-02T00:00:00Z").Balance() + "|"
                + desk.At("2026-03-02T00:00:00Z").Balance(),
            "10 held 0 #6 10|10 held 0 #10 10"),
        new("a subscription that was made late begins with its making",
            desk => Ledger(desk.Included("10", startsAt: "2025-06-15T12:00:00Z")), "Grant 10 10"));

    [Theory, MemberData(nameof(Given))]
    public void Credit_is_given(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Changed))]
    public void Commands_change_what_is_given(Rule rule) => rule.Holds();

    [Fact]
    public void A_grant_says_whose_it_is_and_the_ledger_what_for()
    {
        var desk = new Desk().Included("10");

        var rows = desk.Rows.Customer("acme")!;
        var entry = Assert.Single(rows.Ledger);
        Assert.Equal((EntryKind.Grant, "sub_acme_2 pro", "clock"), (entry.Kind, entry.Reference, entry.Actor));
        var grant = Assert.Single(rows.Grants).Value;
        Assert.Equal((CreditKind.Plan, 2L, desk.Now), (grant.Kind, grant.Subscription, grant.CreatedAt));
        Assert.Equal(Desk.Time("2026-02-15T12:00:00Z"), grant.ExpiresAt);
        Assert.Equal("credit.granted", rows.Audits[^1].Action);
    }

    static string Ledger(Desk desk)
    {
        desk.Balance();
        return Till.Ledger(desk);
    }
}

/// <summary>Words about plans with credit.</summary>
static class IncludedWords
{
    /// <summary>Acme (1) on "pro" (2), which includes credit and charges one for each call.</summary>
    public static Desk Included(
        this Desk desk, string amount, string? cap = null, CreditPer per = CreditPer.Cycle, int? seats = null,
        string? startsAt = null, string? anchor = null, PlanKind kind = PlanKind.Base, bool stackable = false,
        int trialDays = 0, decimal price = 0)
    {
        if (desk.Rows.Customer("acme") is null) desk.Customer();
        desk.Put("pro", Credit(amount, per, cap), kind, stackable, trialDays, price);
        return desk.Done(new Subscribe("acme", "pro", StartsAt: Time(startsAt), Anchor: Time(anchor))
        {
            Quantity = seats,
        });
    }

    public static Desk Offer(this Desk desk, string plan, string amount, CreditPer per = CreditPer.Cycle)
    {
        desk.Put(plan, Credit(amount, per, null), PlanKind.Base, false, 0, 0);
        return desk;
    }

    public static Desk Topped(this Desk desk, string amount)
    {
        desk.Customer().Grant(amount);
        return desk;
    }

    public static Desk Owing(this Desk desk, string amount)
    {
        desk.Adjust("-" + amount);
        return desk;
    }

    public static Desk Seen(this Desk desk, params string[] times)
    {
        foreach (var time in times) desk.At(time).Balance();
        return desk;
    }

    public static Desk Paused(this Desk desk) => desk.Done(new PauseSubscription("acme", 2));

    public static Desk Resumed(this Desk desk) => desk.Done(new ResumeSubscription("acme", 2));

    public static Desk Activated(this Desk desk) => desk.Done(new ActivateSubscription("acme", 2));

    public static Desk Cancelled(this Desk desk) => desk.Done(new CancelSubscription("acme", 2, CancelWhen.Now, null));

    public static Desk Again(this Desk desk) => desk.Done(new Subscribe("acme", "pro"));

    public static Desk Moved(this Desk desk, string zone) => desk.Customer(zone);

    public static Desk Change(this Desk desk, long id, string plan, CancelWhen when = CancelWhen.Now) =>
        desk.Done(new ChangeSubscription("acme", id, plan, null, when));

    static Desk Done(this Desk desk, Command command)
    {
        Assert.IsNotType<Rejected>(desk.Do(command));
        return desk;
    }

    static void Put(
        this Desk desk, string plan, PlanCredit credit, PlanKind kind, bool stackable, int trialDays, decimal price) =>
        desk.Done(new PutPlan(plan, new PlanDefinition(
            plan, kind, stackable, CycleLength.Month, trialDays, true, new(StringComparer.Ordinal)
            {
                ["calls"] = Till.Feature(Till.Unit("1"), 0),
            })
        {
            Credit = [credit],
            Prices = price == 0 ? null : [new PlanPrice(price, "USD", PricePer.Month)],
        }));

    static PlanCredit Credit(string amount, CreditPer per, string? cap) => new(
        Parse(amount), Till.Usd, per, cap is null ? null : Parse(cap));

    static Amount Parse(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new FormatException(text);

    static NodaTime.Instant? Time(string? text) => text is null ? null : Desk.Time(text);
}
