using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class ReplacementTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Bases { get; } = Rule.Table(
        new("A new base replaces the old one", desk => Later(desk.On(Ten), 1, () => desk.Subscribe("pro")),
            "day 1: expired active"),
        new("One of the same moment too", desk => { desk.On(Ten).Subscribe("pro"); return Days(desk, 0); },
            "day 0: expired active"),
        new("One ahead replaces at its start", desk => { Ahead(desk.On(Ten), 3); return Days(desk, 2, 3); },
            "day 2: active scheduled, day 3: expired active"),
        new("A past start replaces now", desk => Later(desk.On(Ten), 5, () => Ahead(desk, 1)), "day 5: expired active"),
        new("One ahead is replaced by one that starts earlier",
            desk => { Ahead(desk.On(Ten), 5); Ahead(desk, 3); return Days(desk, 0, 3, 5); },
            "day 0: active expired scheduled, day 3: expired expired active, day 5: expired expired active"),
        new("Two ahead stand in line", desk => { Ahead(desk.On(Ten), 3); Ahead(desk, 5); return Days(desk, 2, 3, 5); },
            "day 2: active scheduled scheduled, day 3: expired active scheduled, day 5: expired expired active"),
        new("An end by agreement leaves none", desk => { Ahead(desk.On(Ten), 3, endsAt: 5); return Days(desk, 3, 5); },
            "day 3: expired active, day 5: expired expired"));

    public static TheoryData<Rule> GivenBack { get; } = Rule.Table(
        new("One ahead that is cancelled gives the place back",
            desk => { Ahead(desk.On(Ten), 3); desk.Cancel(3); return Days(desk, 0, 3); },
            "day 0: active canceled, day 3: active canceled"),
        new("Until the next in line",
            desk => { Ahead(desk.On(Ten), 3); Ahead(desk, 5); desk.Cancel(3); return Days(desk, 3, 5); },
            "day 3: active canceled scheduled, day 5: expired canceled active"),
        new("Until the next in line, though the one between was to end before it", desk =>
        {
            Ahead(desk.On(Ten), 3, endsAt: 4);
            Ahead(desk, 6);
            desk.Cancel(3);
            return Days(desk, 3, 6);
        }, "day 3: active canceled scheduled, day 6: expired canceled active"),
        new("Not to one that was replaced before it began",
            desk => { Ahead(desk.On(Ten), 5); Ahead(desk, 3); desk.Cancel(4); return Days(desk, 0, 5); },
            "day 0: active expired canceled, day 5: active expired canceled"),
        new("A cancellation before the start is one at once, and final", desk =>
        {
            Ahead(desk.On(Ten), 3);
            desk.Cancel(3, CancelWhen.At, "2026-01-16T12:00:00Z");
            return $"{desk.Cancel(3, CancelWhen.At, "2026-01-25T12:00:00Z")}, {Days(desk, 0, 5)}";
        }, "unchanged 3, day 0: active canceled, day 5: active canceled"),
        new("One after the start gives nothing back",
            desk =>
            {
                Ahead(desk.On(Ten), 3);
                desk.Cancel(3, CancelWhen.At, "2026-01-20T12:00:00Z");
                return Days(desk, 3, 5);
            },
            "day 3: expired active, day 5: expired canceled"));

    public static TheoryData<Rule> Cancellations { get; } = Rule.Table(
        new("One that is put off past a later base's start makes no second base", desk =>
        {
            desk.On(Ten).Cancel(2, CancelWhen.At, "2026-01-16T12:00:00Z");
            Ahead(desk, 3);
            desk.Cancel(2, CancelWhen.At, "2026-01-25T12:00:00Z");
            return Days(desk, 2, 3, 10);
        }, "day 2: active scheduled, day 3: expired active, day 10: canceled active"),
        new("In effect, it stays", desk => { desk.On(Ten).Cancel(2); return desk.Cancel(2, CancelWhen.PeriodEnd); },
            "unchanged 2"),
        new("Scheduled, it may be moved to another time", desk =>
        {
            desk.On(Ten).Cancel(2, CancelWhen.PeriodEnd);
            return $"{desk.Cancel(2, CancelWhen.At, "2026-03-01T00:00:00Z")}, {desk.Cancel(2)}, {Days(desk, 0)}";
        }, "changed 2, changed 2, day 0: canceled"),
        new("Not to a past one", desk => desk.On(Ten).Cancel(2, CancelWhen.At, "2026-01-15T11:59:59Z"),
            "rejected Invalid at:out_of_range"),
        new("To the same one nothing changes", desk =>
        {
            desk.On(Ten).Cancel(2, CancelWhen.PeriodEnd);
            return desk.Cancel(2, CancelWhen.At, "2026-02-15T12:00:00Z");
        }, "unchanged 2"),
        new("What was replaced has ended",
            desk => { desk.On(Ten).At("2026-01-16T00:00:00Z").Subscribe("pro"); return desk.Cancel(2); },
            "rejected SubscriptionEnded"),
        new("What has ended by agreement has ended", desk =>
        {
            desk.Customer().Plan("pro", Ten).Subscribe(
                new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-16T00:00:00Z")));
            return desk.At("2026-01-16T00:00:00Z").Cancel(2);
        }, "rejected SubscriptionEnded"),
        new("At the end of the period of one ahead: of its first", desk =>
        {
            Ahead(desk.On(Ten), 3);
            desk.Cancel(3, CancelWhen.PeriodEnd);
            return Days(desk, 30, 31);
        }, "day 30: expired active, day 31: expired canceled"),
        new("There is no such subscription", desk => desk.On(Ten).Cancel(9), "rejected SubscriptionNotFound"));

    public static TheoryData<Rule> Terms { get; } = Rule.Table(
        new("An end that is past", desk => desk.On(Ten).Subscribe(new Subscribe("acme", "pro", EndsAt: desk.Now)),
            "rejected Invalid ends_at:out_of_range"),
        new("An end that is past, of a start before it", desk => desk.On(Ten).Subscribe(new Subscribe(
            "acme", "pro", StartsAt: desk.Now - Duration.FromDays(3), EndsAt: desk.Now - Duration.FromDays(1))),
            "rejected Invalid ends_at:out_of_range"),
        new("A trial that ends before it begins, though no start is named",
            desk => desk.On(Ten).Subscribe(new Subscribe("acme", "pro", TrialEndsAt: desk.Now)),
            "rejected Invalid trial_ends_at:out_of_range"),
        new("A plan that does not exist", desk => desk.On(Ten).Subscribe("what"), "rejected Invalid plan:unknown_plan"),
        new("A version that does not exist", desk => desk.On(Ten).Subscribe(new Subscribe("acme", "pro", Version: 2)),
            "rejected Invalid plan:unknown_plan"),
        new("A second add-on that does not stack", desk =>
        {
            desk.On(Ten).Plan("pack", Ten, PlanKind.AddOn).Subscribe("pack");
            return desk.Subscribe("pack");
        }, "rejected SubscriptionExists"),
        new("The same external id again is the first", desk =>
        {
            desk.On(Ten).Subscribe(new Subscribe("acme", "pro", ExternalId: "x"));
            return desk.Subscribe(new Subscribe("acme", "pro", ExternalId: "x"));
        }, "unchanged 3"),
        new("With other content it conflicts", desk =>
        {
            desk.On(Ten).Subscribe(new Subscribe("acme", "pro", ExternalId: "x"));
            return desk.Subscribe(new Subscribe("acme", "pro", Version: 1, ExternalId: "x"));
        }, "rejected ExternalIdConflict"));

    public static TheoryData<Rule> Kept { get; } = Rule.Table(
        new("The anchor, across cancelling and subscribing again", desk =>
        {
            desk.On(Ten).Use(8);
            desk.Cancel(2);
            desk.At("2026-01-20T00:00:00Z").Subscribe("pro");
            return desk.Use(3);
        }, "refused limit_exceeded q=3 in=0 over=0 8/10 left 2 per cycle "
            + "2026-01-15T12:00:00Z..2026-02-15T12:00:00Z flags= seq=5"),
        new("Unless another is given", desk =>
        {
            desk.On(Ten).Use(8);
            desk.At("2026-01-20T00:00:00Z").Subscribe(
                new Subscribe("acme", "pro", Anchor: Desk.Time("2026-01-20T00:00:00Z")));
            return desk.Use(3);
        }, "allowed q=3 in=3 over=0 3/10 left 7 per cycle 2026-01-20T00:00:00Z..2026-02-20T00:00:00Z flags= seq=5"),
        new("The trial, once per plan", desk =>
        {
            desk.Customer().Plan("pro", Ten, trialDays: 7).Subscribe("pro");
            desk.At("2026-01-16T00:00:00Z").Subscribe("pro");
            return desk.Statuses();
        }, "expired active"),
        new("But each plan has its own", desk =>
        {
            desk.Customer().Plan("pro", Ten, trialDays: 7).Plan("max", Ten, trialDays: 7).Subscribe("pro");
            desk.At("2026-01-16T00:00:00Z").Subscribe("max");
            return $"{desk.Statuses()}, {desk.At("2026-01-23T00:00:00Z").Statuses()}";
        }, "expired trialing, expired active"));

    [Theory]
    [MemberData(nameof(Bases), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(GivenBack), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cancellations), DisableDiscoveryEnumeration = true)]
    public void One_base_is_in_force_at_a_time(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Terms), DisableDiscoveryEnumeration = true)]
    public void Terms_that_cannot_be_are_rejected(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Kept), DisableDiscoveryEnumeration = true)]
    public void What_was_had_is_had(Rule rule) => rule.Holds();

    static void Ahead(Desk desk, int days, int? endsAt = null) => desk.Subscribe(new Subscribe(
        "acme", "pro", StartsAt: Noon(days), EndsAt: endsAt is { } end ? Noon(end) : null));

    static string Later(Desk desk, int days, Action act)
    {
        At(desk, days);
        act();
        return Days(desk, days);
    }

    static string Days(Desk desk, params int[] days) =>
        string.Join(", ", days.Select(day => $"day {day}: {At(desk, day).Statuses()}"));

    static Desk At(Desk desk, int days) => desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(Noon(days)));

    static Instant Noon(int days) => Desk.Time("2026-01-15T12:00:00Z") + Duration.FromDays(days);
}
