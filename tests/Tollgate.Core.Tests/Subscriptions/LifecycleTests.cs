using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Customers;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class LifecycleTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Fifty = Desk.Limits((50, "cycle"));

    public static TheoryData<Rule> Pauses { get; } = Rule.Table(
        new("Paused it gives no access, and says so", desk => { Pause(desk.On(Ten)); return Seen(desk); },
            "paused: SubscriptionInactive"),
        new("Resumed it does", desk => { Pause(desk.On(Ten)); return $"{Resume(desk)}, {Seen(desk)}"; },
            "changed 2, active: 1+0+0 1/10"),
        new("Paused twice it is paused once", desk => { Pause(desk.On(Ten)); return Pause(desk); }, "unchanged 2"),
        new("Not paused, nothing is resumed", desk => Resume(desk.On(Ten)), "unchanged 2"),
        new("Resuming a cancelled one is refused", desk => { desk.On(Ten).Cancel(2); return Resume(desk); },
            "rejected SubscriptionEnded"),
        new("Resuming the customer revives nothing that was paused", desk =>
        {
            Pause(desk.On(Ten));
            desk.Suspend();
            desk.Do(new ResumeCustomer("acme"));
            return Seen(desk);
        }, "paused: SubscriptionInactive"),
        new("A paused one keeps what the plan includes for a waived customer", desk =>
        {
            Pause(desk.Customer(waived: true).Plan("pro", Ten).Subscribed("pro"));
            return Seen(desk);
        }, "paused: 1+0+0 1/10"),
        new("What was used through an add-on meanwhile counts in the windows of what was paused", desk =>
        {
            desk.On(Ten).Plan("pack", Desk.Limits((100, "forever")), PlanKind.AddOn).Subscribe("pack");
            Pause(desk);
            desk.Use(8);
            Resume(desk);
            return $"{desk.Use(3)[..8]}, {desk.WrongCounters()}";
        }, "refused , "));

    public static TheoryData<Rule> Trials { get; } = Rule.Table(
        new("Of a plan without a price it goes on", desk => Trial(desk, 0, "2026-01-29T12:00:00Z"), "active"),
        new("Of one with a price it ends at its last instant", desk => Trial(desk, 9, "2026-01-29T11:59:59Z"),
            "trialing"),
        new("And then it has expired", desk => Trial(desk, 9, "2026-01-29T12:00:00Z"), "expired"),
        new("Paid during the trial it is active from then on",
            desk => $"{Trial(desk, 9, "2026-01-20T00:00:00Z")} {Activate(desk)} {Days(desk, 0, 30)}",
            "trialing changed 2 active active"),
        new("Paid after the trial it is active again",
            desk => $"{Trial(desk, 9, "2026-02-20T00:00:00Z")} {Activate(desk)} {desk.Statuses()}",
            "expired changed 2 active"),
        new("Paid twice is paid once", desk =>
        {
            Trial(desk, 9, "2026-01-20T00:00:00Z");
            Activate(desk);
            return Activate(desk);
        }, "unchanged 2"),
        new("Paid where there is no trial changes nothing", desk => Activate(desk.On(Ten)), "unchanged 2"),
        new("A second trial of the plan is none, though the first was changed to another plan", desk =>
        {
            Trial(desk, 0, "2026-01-16T00:00:00Z");
            Change(desk.Plan("max", Fifty), "max");
            desk.Cancel(2);
            desk.Subscribe("pro");
            return desk.Statuses();
        }, "canceled active"),
        new("A scheduled one that is paid starts now, and replaces", desk =>
        {
            desk.On(Ten).Subscribe(new Subscribe("acme", "pro", StartsAt: Desk.Time("2026-02-01T00:00:00Z")));
            return $"{desk.Statuses()}, {Activate(desk, 3)}, {desk.Statuses()}";
        }, "active scheduled, changed 3, expired active"));

    public static TheoryData<Rule> Changes { get; } = Rule.Table(
        new("At the end of the period the new plan is in force, by time alone", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            var changed = Change(desk, "max", CancelWhen.PeriodEnd);
            return $"{changed}, {Seen(desk)}, {Seen(desk.At("2026-02-15T12:00:00Z"))}";
        }, "changed 2, active: 1+0+0 5/10, active: 1+0+0 1/50"),
        new("It may be taken back until then", desk =>
        {
            Change(desk.On(Ten).Plan("max", Fifty), "max", CancelWhen.PeriodEnd);
            return $"{TakeBack(desk)}, {TakeBack(desk)}, {Seen(desk.At("2026-02-15T12:00:00Z"))}";
        }, "changed 2, rejected ScheduledChangeNotFound, active: 1+0+0 1/10"),
        new("And not after", desk =>
        {
            Change(desk.On(Ten).Plan("max", Fifty), "max", CancelWhen.PeriodEnd);
            return $"{TakeBack(desk.At("2026-02-15T12:00:00Z"))}, {Seen(desk)}";
        }, "rejected ScheduledChangeNotFound, active: 1+0+0 1/50"),
        new("Now, nothing is given back", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            return $"{Change(desk, "max")}, {Seen(desk)}, {desk.WrongCounters()}";
        }, "changed 2, active: 1+0+0 5/50, "),
        new("Now with a new anchor, the cycle begins anew", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Use(4);
            desk.At("2026-01-20T12:00:00Z");
            return $"{Change(desk, "max", anchor: "2026-01-20T12:00:00Z")}, {Seen(desk)}, {desk.WrongCounters()}";
        }, "changed 2, active: 1+0+0 1/50, "),
        new("At a time inside the cycle, with another window, what was used before counts in it", desk =>
        {
            desk.On(Ten).Plan("max", Desk.Limits((20, "month"))).Use(4);
            Change(desk, "max", CancelWhen.At, "2026-01-20T00:00:00Z");
            desk.Use(2);
            return $"{Seen(desk.At("2026-01-21T00:00:00Z"))}, {desk.WrongCounters()}";
        }, "active: 1+0+0 7/20, "),
        new("A new anchor that waits counts what is used before it takes effect", desk =>
        {
            desk.On(Ten).Plan("max", Fifty);
            Change(desk, "max", CancelWhen.At, "2026-01-20T00:00:00Z", "2026-01-14T00:00:00Z");
            desk.Use(3);
            return $"{Seen(desk.At("2026-01-21T00:00:00Z"))}, {desk.WrongCounters()}";
        }, "active: 1+0+0 4/50, "),
        new("Back on the first plan, what was used on the other counts", desk =>
        {
            desk.On(Ten).Plan("max", Desk.Limits((20, "month"))).Use(4);
            Change(desk, "max", CancelWhen.At, "2026-01-20T00:00:00Z");
            desk.At("2026-01-21T00:00:00Z").Use(2);
            return $"{Change(desk, "pro")}, {Seen(desk)}, {desk.WrongCounters()}";
        }, "changed 2, active: 1+0+0 7/10, "),
        new("A second one replaces the first", desk =>
        {
            desk.On(Ten).Plan("max", Fifty).Plan("mid", Desk.Limits((20, "cycle")));
            Change(desk, "max", CancelWhen.PeriodEnd);
            Change(desk, "mid", CancelWhen.PeriodEnd);
            return Seen(desk.At("2026-02-15T12:00:00Z"));
        }, "active: 1+0+0 1/20"),
        new("The same again changes nothing", desk =>
        {
            Change(desk.On(Ten).Plan("max", Fifty), "max", CancelWhen.PeriodEnd);
            return Change(desk, "max", CancelWhen.PeriodEnd);
        }, "unchanged 2"),
        new("Nor does the plan it is on", desk => Change(desk.On(Ten), "pro"), "unchanged 2"),
        new("After one has taken effect, a later command keeps it", desk =>
        {
            Change(desk.On(Ten).Plan("max", Fifty), "max", CancelWhen.PeriodEnd);
            desk.At("2026-03-01T00:00:00Z");
            Pause(desk);
            Resume(desk);
            return Seen(desk);
        }, "active: 1+0+0 1/50"),
        new("One that would come after the end never comes", desk =>
        {
            Change(desk.On(Ten).Plan("max", Fifty), "max", CancelWhen.At, "2026-03-01T00:00:00Z");
            desk.Cancel(2, CancelWhen.At, "2026-02-01T00:00:00Z");
            return desk.At("2026-04-01T00:00:00Z").Rows.Customer("acme")!.Subscriptions[0].PlanAt(desk.Now).ToString(
                System.Globalization.CultureInfo.InvariantCulture);
        }, "4"),
        new("A base does not become an add-on",
            desk => Change(desk.On(Ten).Plan("pack", Ten, PlanKind.AddOn), "pack"),
            "rejected Invalid plan:other_kind"),
        new("Not in the past", desk => Change(desk.On(Ten), "pro", CancelWhen.At, "2026-01-15T11:59:59Z"),
            "rejected Invalid at:out_of_range"),
        new("Not what is over", desk => { desk.On(Ten).Cancel(2); return Change(desk, "pro"); },
            "rejected SubscriptionEnded"),
        new("The end of the period keeps to the customer's zone and the month's last day", desk =>
        {
            desk.At("2026-01-31T05:30:00Z").Customer("America/New_York").Plan("pro", Ten).Plan("max", Fifty);
            desk.Subscribe("pro");
            Change(desk, "max", CancelWhen.PeriodEnd);
            return $"{Seen(desk.At("2026-02-28T05:29:59Z"))}, {Seen(desk.At("2026-02-28T05:30:00Z"))}";
        }, "active: 1+0+0 1/10, active: 1+0+0 1/50"));

    public static TheoryData<Rule> Renewals { get; } = Rule.Table(
        new("What has ended goes on", desk => { Ending(desk); return $"{Renew(desk)}, {Seen(desk)}"; },
            "changed 2, active: 1+0+0 1/10"),
        new("Until the new end", desk =>
        {
            Ending(desk);
            return $"{Renew(desk, "2026-02-01T00:00:00Z")}, {Days(desk, 0, 30)}";
        }, "changed 2, active expired"),
        new("Without an end it has none to lose", desk => Renew(desk.On(Ten)), "unchanged 2"),
        new("Not what was cancelled", desk => { desk.On(Ten).Cancel(2); return Renew(desk); },
            "rejected SubscriptionEnded"),
        new("Not what another base took over from, though that one is over too", desk =>
        {
            Ending(desk);
            desk.Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-25T00:00:00Z")));
            return Renew(desk.At("2026-01-26T00:00:00Z"));
        }, "rejected SubscriptionEnded"),
        new("One that is to come still replaces it", desk =>
        {
            Ending(desk);
            desk.Subscribe(new Subscribe("acme", "pro", StartsAt: Desk.Time("2026-02-01T00:00:00Z")));
            return $"{Renew(desk)}, {desk.Statuses()}, {desk.At("2026-02-01T00:00:00Z").Statuses()}";
        }, "changed 2, active scheduled, expired active"),
        new("Not to a past end", desk => Renew(desk.On(Ten), "2026-01-15T12:00:00Z"),
            "rejected Invalid ends_at:out_of_range"));

    [Theory, MemberData(nameof(Pauses))]
    public void Pause_and_resume(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Trials))]
    public void Trials_and_payment(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Changes))]
    public void Changes_of_plan(Rule rule) => rule.Holds();

    [Theory, MemberData(nameof(Renewals))]
    public void Renewal(Rule rule) => rule.Holds();

    static string Pause(Desk desk) => Desk.Show(desk.Do(new PauseSubscription("acme", 2)));

    static string Resume(Desk desk) => Desk.Show(desk.Do(new ResumeSubscription("acme", 2)));

    static string Activate(Desk desk, long id = 2) => Desk.Show(desk.Do(new ActivateSubscription("acme", id)));

    static string Renew(Desk desk, string? endsAt = null) =>
        Desk.Show(desk.Do(new RenewSubscription("acme", 2, endsAt is null ? null : Desk.Time(endsAt))));

    static string TakeBack(Desk desk) => Desk.Show(desk.Do(new TakeBackChange("acme", ChangeKind.Plan, 2)));

    static string Change(
        Desk desk, string plan, CancelWhen when = CancelWhen.Now, string? at = null, string? anchor = null) =>
        Desk.Show(desk.Do(new ChangeSubscription(
            "acme", 2, plan, null, when, at is null ? null : Desk.Time(at),
            anchor is null ? null : Desk.Time(anchor))));

    static string Trial(Desk desk, decimal price, string at)
    {
        desk.Customer().Plan("pro", Ten, trialDays: 14, price: price).Subscribe("pro");
        return desk.At(at).Statuses();
    }

    static void Ending(Desk desk)
    {
        desk.Customer().Plan("pro", Ten).Subscribe(
            new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-18T00:00:00Z")));
        desk.At("2026-01-20T00:00:00Z");
    }

    // The first subscription's status, and what one more use is answered.
    static string Seen(Desk desk)
    {
        var status = desk.Statuses().Split(' ')[0];
        return $"{status}: {string.Join(' ', desk.Divide(1).Split(' ').Take(2)).Replace(" none", "")}";
    }

    static string Days(Desk desk, params int[] days)
    {
        var from = desk.Now;
        return string.Join(' ', days.Select(day => desk.At(NodaTime.Text.InstantPattern.ExtendedIso.Format(
            from + Duration.FromDays(day))).Statuses()));
    }
}

static class LifecycleWords
{
    public static Desk Subscribed(this Desk desk, string plan)
    {
        desk.Subscribe(plan);
        return desk;
    }
}
