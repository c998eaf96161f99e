using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Due;
using Tollgate.Core.Periods;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Time;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Periods;

/// <summary>When periods close, and what they say.</summary>
public sealed class PeriodTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    static readonly PlanFeature Over =
        new(false, [new PlanLimit(10, "cycle")], OverageMode.Allow, null, true);

    // Noon of 15 January; cycles turn at noon of the 15th.
    public static TheoryData<Rule> Closed { get; } = Rule.Table(
        new("Nothing before the cycle ends", desk => Knock(desk.On(Ten), "2026-02-15T11:59:59Z"), ""),
        new("At its end, with what was used", desk =>
        {
            desk.On(Ten).Use(4);
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x4=4+0+0"),
        new("Once, however often somebody looks", desk =>
        {
            desk.On(Ten).Use(4);
            Knock(desk, "2026-02-15T12:00:00Z");
            Knock(desk, "2026-02-15T12:00:01Z");
            return Knock(desk, "2026-03-01T12:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x4=4+0+0"),
        new("Before what comes first is decided, which is in the next", desk =>
        {
            desk.On(Ten).Use(4);
            desk.At("2026-02-20T00:00:00Z").Use(3);
            return Knock(desk, "2026-03-15T12:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x4=4+0+0|02-15..03-15 #5-5 calls 1x3=3+0+0"),
        new("Each for itself, of all that were slept through", desk =>
        {
            desk.On(Ten).Use(4);
            return Knock(desk, "2026-05-01T00:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x4=4+0+0|02-15..03-15 #5-4|03-15..04-15 #6-5"),
        new("One that a command ended just before the next turn is one", desk =>
        {
            desk.Do(new PutPlan(
                "year", new PlanDefinition("year", PlanKind.Base, false, CycleLength.Year, 0, true, [])));
            desk.Customer().Plan("pro", Ten).Subscribe("year");
            desk.At("2027-12-15T11:59:59.999999Z").Subscribe("pro");
            return Knock(desk, "2027-12-15T12:00:00Z");
        }, "01-15..01-15 #3-2|01-15..12-15 #4-4"),
        new("What is dated into a closed one is a correction in the next", desk =>
        {
            desk.On(Ten).Use(4);
            desk.At("2026-02-16T00:00:00Z").Use(2, at: "2026-02-14T00:00:00Z");
            return Knock(desk, "2026-03-15T12:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x4=4+0+0|02-15..03-15 #5-5 calls 1x2=2+0+0 late 2"),
        new("And so is what is taken back", desk =>
        {
            desk.On(Over).Use(14, id: "a");
            desk.At("2026-02-16T00:00:00Z").Do(new ReverseUse("acme", "a", null));
            return Knock(desk, "2026-03-15T12:00:00Z");
        }, "01-15..02-15 #3-3 calls 1x14=10+0+4 billable 4"
            + "|02-15..03-15 #5-5 calls 0x-14=-10+0+-4 billable -4 late -14"),
        new("Top-ups and overage are told apart", desk =>
        {
            desk.On(Over).Boost(BoostType.TopUp, 3);
            desk.Use(15);
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "01-15..02-15 #3-4 calls 1x15=10+3+2 billable 2"),
        new("What was charged stands in its currency", desk =>
        {
            desk.On(Till.Feature(Till.Unit("2"), 3)).Grant("100");
            desk.Pay(5);
            desk.Pay(1);
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "01-15..02-15 #3-5 calls 2x6=3+0+3 USD 6.00"),
        new("What is set aside is not used, and what it was settled with is", desk =>
        {
            desk.On(Ten);
            desk.Do(new Use("acme", "calls", 5, Id: "r") { HoldFor = Duration.FromMinutes(5) });
            desk.Do(new Use("acme", "calls", 2, Id: "s") { HoldFor = Duration.FromMinutes(5) });
            desk.Do(new Core.Reservations.SettleReservation("acme", "r", 4));
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "01-15..02-15 #3-6 calls 1x4=4+0+0"),
        new("With the last subscription its period ends", desk =>
        {
            desk.On(Ten).Use(4);
            desk.Cancel(2, at: "2026-01-20T00:00:00Z", when: CancelWhen.At);
            return Knock(desk, "2026-06-01T00:00:00Z");
        }, "01-15..01-20 #3-4 calls 1x4=4+0+0"),
        new("Also where that is at once", desk =>
        {
            desk.On(Ten).Use(4);
            desk.At("2026-01-20T00:00:00Z").Cancel(2);
            return Knock(desk, "2026-01-20T00:00:01Z");
        }, "01-15..01-20 #3-4 calls 1x4=4+0+0"),
        new("What comes between two subscriptions is a period too", desk =>
        {
            desk.On(Ten);
            desk.At("2026-01-20T00:00:00Z").Cancel(2);
            desk.At("2026-03-20T00:00:00Z").Subscribe(new Subscribe("acme", "pro", Anchor: desk.Now));
            return Knock(desk, "2026-04-20T00:00:00Z");
        }, "01-15..01-20 #3-3|01-20..03-20 #5-5|03-20..04-20 #7-6"),
        new("A new anchor ends it", desk =>
        {
            desk.On(Ten).Use(4);
            desk.At("2026-01-25T00:00:00Z").Do(new RenewSubscription("acme", 2, null, desk.Now));
            return Knock(desk, "2026-02-25T00:00:00Z");
        }, "01-15..01-25 #3-4 calls 1x4=4+0+0|01-25..02-25 #6-5"),
        new("Another zone moves it by hours and ends none", desk =>
        {
            desk.On(Ten).Use(4);
            desk.At("2026-02-01T00:00:00Z").Customer("Pacific/Auckland");
            return Knock(desk, "2026-02-16T12:00:00Z");
        }, "01-15..02-15 #3-4 calls 1x4=4+0+0"),
        new("Without a base the month of the calendar", desk =>
        {
            desk.Customer().Plan("more", Ten, PlanKind.AddOn).Subscribe("more");
            desk.Use(4);
            return Knock(desk, "2026-02-01T00:00:00Z");
        }, "01-15..02-01 #3-3 calls 1x4=4+0+0"),
        new("Whoever never subscribed has none", desk =>
        {
            desk.Customer().Boost(BoostType.AddLimit, 5);
            desk.Use(4);
            return $"{Knock(desk, "2026-06-01T00:00:00Z")} {desk.Rows.Customer("acme")!.Tallies.Count}";
        }, " 0"),
        new("What was used before the first is in none", desk =>
        {
            desk.Customer().Plan("pro", Ten).Boost(BoostType.AddLimit, 5);
            desk.Use(4);
            desk.Subscribe("pro");
            desk.Use(3);
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "01-15..02-15 #5-5 calls 1x3=3+0+0"));

    [Theory]
    [MemberData(nameof(Closed), DisableDiscoveryEnumeration = true)]
    public void A_period_closes(Rule rule) => rule.Holds();

    [Fact]
    public void It_is_told_once_with_its_figures()
    {
        var desk = new Desk();
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["period.*"], WebhookSecret.Of(new byte[32])));
        desk.On(Ten).Use(4);
        Knock(desk, "2026-02-15T12:00:00Z");
        Knock(desk, "2026-02-15T12:00:00Z");

        Assert.Equal(
            """
            {"type":"period.closed","timestamp":"2026-02-15T12:00:00Z","data":{"customer":"acme","id":"prd_acme_4",
            "starts_at":"2026-01-15T12:00:00Z","ends_at":"2026-02-15T12:00:00Z","from_sequence":3,"to_sequence":3,
            "features":[{"feature":"calls","events":1,"used":4,"included":4,"top_up":0,"overage":0,"billable":0,
            "late":0,"charges":{}}]}}
            """.ReplaceLineEndings(""),
            Assert.Single(desk.Rows.Outbox).Payload);
        var entry = Assert.Single(desk.Rows.Customer("acme")!.Audits, one => one.Sequence == 4);
        Assert.Equal(("period.closed", "clock"), (entry.Action, entry.Actor));
    }

    [Fact]
    public void Nothing_is_lost_between_periods_and_nothing_is_in_two()
    {
        var desk = new Desk().On(Over);
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(
                desk.Now + Duration.FromMinutes(random.Next(1, 60 * 24 * (random.Next(8) == 0 ? 40 : 2)))));
            if (random.Next(5) == 0) desk.Do(new ReverseUse("acme", $"u{random.Next(i + 1)}", null));
            else desk.Use(random.Next(1, 9), id: $"u{i}");
        }
        var rows = desk.Rows.Customer("acme")!;
        var tallied = rows.Periods.SelectMany(one => one.Figures).Concat(rows.Tallies.Values)
            .Aggregate((one, more) => one.Plus(more));

        Assert.True(rows.Periods.Count > 20);
        Assert.Equal(rows.Events.Where(one => one.Line == 0).Sum(one => one.Quantity), tallied.Used);
        Assert.Equal(rows.Events.Where(one => one.Line == 0).Sum(one => one.Overage), tallied.Billable);
        Assert.All(rows.Periods.Zip(rows.Periods.Skip(1)), pair =>
            Assert.Equal((pair.First.EndsAt, pair.First.Id), (pair.Second.StartsAt, pair.Second.After)));
    }

    [Fact]
    public void Sums_stop_where_counters_do()
    {
        var key = new TallyKey(new CustomerId(1), 1, "");
        var most = Tally.None(key) with { Used = Counter.Most, Late = -Counter.Most };

        Assert.Equal(most, most.Plus(most));
        Assert.True(most.Plus(most.Closing).IsNone);
    }

    static string Knock(Desk desk, string at)
    {
        desk.At(at).Do(new SettleDue("acme"));
        return string.Join("|", desk.Rows.Customer("acme")!.Periods.Select(one =>
            $"{Day(one.StartsAt)}..{Day(one.EndsAt)} #{one.After + 1}-{one.Id - 1}"
                + string.Concat(PeriodView.Of(one, desk.Rows.Catalog).Features.Select(Show))));
    }

    static string Show(PeriodFigures one) =>
        $" {one.Feature} {one.Events}x{one.Used}={one.Included}+{one.TopUp}+{one.Overage}"
            + (one.Billable != 0 ? $" billable {one.Billable}" : "") + (one.Late != 0 ? $" late {one.Late}" : "")
            + string.Concat(one.Charges.Select(charge => $" {charge.Key} {charge.Value}"));

    static string Day(Instant at) => at.ToString()![5..10];
}
