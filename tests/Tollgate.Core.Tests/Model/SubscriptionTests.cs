using NodaTime;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class SubscriptionTests
{
    static readonly ModelLimit Ten = new(10, "cycle");
    static readonly Duration Day = Duration.FromDays(1);
    static readonly ModelOrder Ordered = new("pro", ExternalId: "x", Metadata: """{"a":1}""");

    public static TheoryData<Row> Numbers { get; } = Row.Table(
        new("A profile that changes nothing takes no number", play => play.Customer().PutCustomer(), "unchanged seq=1"),
        new("A changed zone takes one", play => play.Customer().PutCustomer("Asia/Kathmandu"), "changed seq=2"),
        new("A waiver takes one", play => play.Customer().PutCustomer(waived: true), "changed seq=2"),
        new("A suspension takes one", play => play.Customer().Suspend(), "changed seq=2"),
        new("The second suspension takes none", play => { play.Customer().Suspend(); return play.Suspend(); },
            "unchanged seq=2"),
        new("Resuming who is not suspended takes none", play => play.Customer().Resume(), "unchanged seq=1"),
        new("A replacement takes one", play => play.On(Ten).Subscribe("pro"), "created v1 seq=3"),
        new("A subscription keeps its version until asked", play =>
        {
            play.On(Ten).Plan("pro", Play.Calls(new ModelLimit(5, "cycle")));
            return play.Use(6);
        }, "allowed q=6 in=6 over=0 6/10 left 4 per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z flags= seq=3"),
        new("A changed plan is the next version",
            play => play.On(Ten).Plan("pro", Play.Calls(new ModelLimit(5, "cycle"))).Subscribe("pro"),
            "created v2 seq=3"),
        new("The same plan is the same version",
            play => play.On(Ten).Plan("pro", Play.Calls(new ModelLimit(10.0m, "cycle"))).Subscribe("pro"),
            "created v1 seq=3"),
        new("An older version may be asked",
            play => play.On(Ten).Plan("pro").Subscribe(new ModelOrder("pro", Version: 1)), "created v1 seq=3"),
        new("An unknown version is refused", play => play.On(Ten).Subscribe(new ModelOrder("pro", Version: 2)),
            "plan_not_found seq=2"));

    public static TheoryData<Row> Conflicts { get; } = Row.Table(
        new("The same external id again is the first",
            play => { play.On(Ten).Subscribe(Ordered); return play.Subscribe(Ordered); }, "existing v1 seq=3"),
        new("Though it is long over", play =>
        {
            play.On(Ten).Subscribe(Ordered);
            play.Subscribe("pro");
            return play.At("2027-01-01T00:00:00Z").Subscribe(Ordered);
        }, "existing v1 seq=3"),
        new("Other content conflicts",
            play => { play.On(Ten).Subscribe(Ordered); return play.Subscribe(Ordered with { Version = 1 }); },
            "external_id_conflict seq=3"),
        new("A second add-on that does not stack is refused", play =>
        {
            play.On(Ten).Plan(new ModelPlan("extra", "add_on", [Play.Calls(Ten)]));
            play.Subscribe("extra");
            return play.Subscribe("extra");
        }, "subscription_exists seq=3"),
        new("Also while the first is ahead", play =>
        {
            play.On(Ten).Plan(new ModelPlan("extra", "add_on", [Play.Calls(Ten)]));
            play.Subscribe(new ModelOrder("extra", StartsAt: play.Now + Day));
            return play.Subscribe("extra");
        }, "subscription_exists seq=3"),
        new("Not once the first is over", play =>
        {
            play.On(Ten).Plan(new ModelPlan("extra", "add_on", [Play.Calls(Ten)]));
            play.Subscribe("extra");
            play.Cancel(1);
            return play.Subscribe("extra");
        }, "created v1 seq=5"),
        new("One that stacks is not", play =>
        {
            play.On(Ten).AddOn("pack", Play.Calls(Ten)).Subscribe("pack");
            return play.Subscribe("pack");
        }, "created v1 seq=4"));

    public static TheoryData<Row> States { get; } = Row.Table(
        new("A new base replaces the old one",
            play => { play.On(Ten).At("2026-01-16T00:00:00Z").Subscribe("pro"); return play.Statuses(); },
            "expired active"),
        new("One that starts at the same moment is replaced before it begins",
            play => { play.On(Ten).Subscribe("pro"); return play.Statuses(); },
            "expired active"),
        new("Of three at the same moment the last one stays",
            play => { play.On(Ten).Subscribe("pro"); play.Subscribe("pro"); return play.Statuses(); },
            "expired expired active"),
        new("One ahead replaces at its start", play =>
        {
            play.On(Ten).Subscribe(new ModelOrder("pro", StartsAt: play.Now + Day));
            var before = play.At("2026-01-16T11:59:59Z").Statuses();
            return $"{before}, {play.At("2026-01-16T12:00:00Z").Statuses()}";
        }, "active scheduled, expired active"),
        new("One ahead is replaced by an earlier one", play =>
        {
            play.On(Ten).Subscribe(new ModelOrder("pro", StartsAt: play.Now + (2 * Day)));
            play.Subscribe(new ModelOrder("pro", StartsAt: play.Now + Day));
            return $"{play.Statuses()}, {play.At("2026-01-18T00:00:00Z").Statuses()}";
        }, "active expired scheduled, expired expired active"),
        new("A past start replaces now", play =>
        {
            play.On(Ten).At("2026-01-20T00:00:00Z").Subscribe(
                new ModelOrder("pro", StartsAt: Play.Time("2026-01-01T00:00:00Z")));
            return play.Statuses();
        }, "expired active"),
        new("A trial of the plan's days", play =>
        {
            play.Customer().Plan(new ModelPlan("pro", "base", [Play.Calls(Ten)], TrialDays: 7)).Subscribe("pro");
            return $"{play.Statuses()}, {play.At("2026-01-22T12:00:00Z").Statuses()}";
        }, "trialing, active"),
        new("One per customer and plan", play =>
        {
            play.Customer().Plan(new ModelPlan("pro", "base", [Play.Calls(Ten)], TrialDays: 7)).Subscribe("pro");
            play.At("2026-01-16T00:00:00Z").Subscribe("pro");
            return play.Statuses();
        }, "expired active"),
        new("A trial as given", play =>
        {
            play.Customer().Plan("pro").Subscribe(new ModelOrder("pro", TrialEndsAt: play.Now + Day));
            return $"{play.Statuses()}, {play.At("2026-01-16T12:00:00Z").Statuses()}";
        }, "trialing, active"),
        new("Canceled comes before expired", play =>
        {
            play.Customer().Plan("pro").Subscribe(new ModelOrder("pro", EndsAt: play.Now + Day));
            play.Cancel(0);
            return play.At("2026-02-01T00:00:00Z").Statuses();
        }, "canceled"),
        new("Cancelling twice takes one number", play => { play.On(Ten).Cancel(0); return play.Cancel(0); },
            "unchanged v1 seq=3"),
        new("One ahead is put off by a later one",
            play => { play.On(Ten).Cancel(0, "period_end"); return play.Cancel(0, "time", play.Now + (40 * Day)); },
            "changed v1 seq=4"),
        new("And brought forward by an earlier one",
            play => { play.On(Ten).Cancel(0, "period_end"); return play.Cancel(0); },
            "changed v1 seq=4"),
        new("At the end of the period", play =>
        {
            play.On(Ten).Cancel(0, "period_end");
            return $"{play.At("2026-02-15T11:59:59Z").Statuses()}, {play.At("2026-02-15T12:00:00Z").Statuses()}";
        }, "active, canceled"),
        new("At a time", play =>
        {
            play.On(Ten).Cancel(0, "time", Play.Time("2026-01-16T00:00:00Z"));
            return $"{play.Statuses()}, {play.At("2026-01-16T00:00:00Z").Statuses()}";
        }, "active, canceled"),
        new("A past time is invalid",
            play => play.On(Ten).Cancel(0, "time", Play.Time("2026-01-01T00:00:00Z")), "invalid seq=2"),
        new("What was replaced has ended",
            play => { play.On(Ten).At("2026-01-16T00:00:00Z").Subscribe("pro"); return play.Cancel(0); },
            "subscription_ended seq=3"),
        new("One ahead that is canceled gives the place back", play =>
        {
            play.On(Ten).Subscribe(new ModelOrder("pro", StartsAt: play.Now + Day));
            play.Cancel(1);
            return play.At("2026-01-20T00:00:00Z").Statuses();
        }, "active canceled"),
        new("Until the next in line", play =>
        {
            play.On(Ten).Subscribe(new ModelOrder("pro", StartsAt: play.Now + Day));
            play.Subscribe(new ModelOrder("pro", StartsAt: play.Now + (3 * Day)));
            play.Cancel(1);
            return $"{play.At("2026-01-17T00:00:00Z").Statuses()}, {play.At("2026-01-18T12:00:00Z").Statuses()}";
        }, "active canceled scheduled, expired canceled active"),
        new("What is canceled before it begins is canceled at once", play =>
        {
            play.On(Ten).Subscribe(new ModelOrder("pro", StartsAt: play.Now + (2 * Day)));
            play.Cancel(1, "time", play.Now + Day);
            return $"{play.Statuses()}, {play.Cancel(1, "time", play.Now + (5 * Day))}";
        }, "active canceled, unchanged v1 seq=4"),
        new("A cancellation that is put off gives no second base", play =>
        {
            play.On(Ten).Cancel(0, "time", play.Now + Day);
            play.Subscribe(new ModelOrder("pro", StartsAt: play.Now + (2 * Day)));
            play.Cancel(0, "time", play.Now + (5 * Day));
            return play.At("2026-01-18T00:00:00Z").Statuses();
        }, "expired active"),
        new("An end before the start is invalid",
            play => play.On(Ten).Subscribe(new ModelOrder("pro", EndsAt: play.Now)), "invalid seq=2"),
        new("So is one that is past", play => play.On(Ten).Subscribe(
            new ModelOrder("pro", StartsAt: play.Now - (3 * Day), EndsAt: play.Now - Day)), "invalid seq=2"),
        new("So is a trial that ends before the start",
            play => play.On(Ten).Subscribe(new ModelOrder("pro", TrialEndsAt: play.Now)), "invalid seq=2"));

    public static TheoryData<Row> Cycles { get; } = Row.Table(
        new("The anchor is the start", play => play.On(Ten).Cycle(), "2026-01-15T12:00:00Z..2026-02-15T12:00:00Z"),
        new("A past start is taken as given", play =>
        {
            play.Customer().Plan("pro").Subscribe(new ModelOrder("pro", StartsAt: Play.Time("2025-10-31T00:00:00Z")));
            return play.Cycle();
        }, "2025-12-31T00:00:00Z..2026-01-31T00:00:00Z"),
        new("The anchor of the last base is kept",
            play => { play.On(Ten).At("2026-01-20T00:00:00Z").Subscribe("pro"); return play.Cycle(); },
            "2026-01-15T12:00:00Z..2026-02-15T12:00:00Z"),
        new("The length is the plan's", play =>
        {
            play.On(Ten).Plan(new ModelPlan("weekly", "base", [], Cycle: "week"));
            play.At("2026-01-23T00:00:00Z").Subscribe("weekly");
            return play.Cycle();
        }, "2026-01-22T12:00:00Z..2026-01-29T12:00:00Z"),
        new("An anchor ahead counts backwards", play =>
        {
            play.Customer().Plan("pro").Subscribe(new ModelOrder("pro", Anchor: Play.Time("2026-03-31T00:00:00Z")));
            return play.Cycle();
        }, "2025-12-31T00:00:00Z..2026-01-31T00:00:00Z"),
        new("Without a base in force it is the calendar month",
            play => { play.On(Ten).Cancel(0); return play.Cycle(); },
            "2026-01-01T00:00:00Z..2026-02-01T00:00:00Z"));

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Conflicts), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cycles), DisableDiscoveryEnumeration = true)]
    public void A_subscription_follows_facts_and_time(Row row) => Assert.Equal(row.Expected, row.Played(new()));
}
