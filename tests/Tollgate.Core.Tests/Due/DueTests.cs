using System.Text.Json;
using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Due;
using Tollgate.Core.Reservations;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Tests.Wallets;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Due;

public sealed class DueTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Told { get; } = Rule.Table(
        new("A reservation whose time is over", desk =>
        {
            With(desk, "reservation.*").On(Ten);
            Reserve(desk, "a", 300);
            Reserve(desk, "b", 600);
            return $"{Knock(desk, "2026-01-15T12:04:59Z")}|{Knock(desk, "2026-01-15T12:05:00Z")}"
                + $"|{Knock(desk, "2026-01-15T13:00:00Z")}";
        }, "|reservation.expired a|reservation.expired a, reservation.expired b"),
        new("One that was settled is not told of", desk =>
        {
            With(desk, "reservation.*").On(Ten);
            Reserve(desk, "a", 300);
            desk.Do(new SettleReservation("acme", "a", 1));
            return Knock(desk, "2026-01-15T13:00:00Z");
        }, ""),
        new("A trial, three days before its end and at it", desk =>
        {
            With(desk, "subscription.*").Customer().Plan("pro", Ten, trialDays: 14, price: 5).Subscribe("pro");
            return $"{Knock(desk, "2026-01-26T11:59:59Z")}|{Knock(desk, "2026-01-26T12:00:00Z")}"
                + $"|{Knock(desk, "2026-01-29T12:00:00Z")}|{Knock(desk, "2026-03-01T12:00:00Z")}";
        }, "created|created, trial_will_end 2026-01-26|created, trial_will_end 2026-01-26, trial_ended 2026-01-29"
            + "|created, trial_will_end 2026-01-26, trial_ended 2026-01-29"),
        new("A short trial as it begins", desk =>
        {
            With(desk, "subscription.*").Customer().Plan("pro", Ten, trialDays: 2).Subscribe("pro");
            return $"{Messages(desk)}|{Knock(desk, "2026-01-20T12:00:00Z")}";
        }, "created, trial_will_end 2026-01-15|created, trial_will_end 2026-01-15, trial_ended 2026-01-17"),
        new("One that was paid has ended with the payment, and its end is not announced", desk =>
        {
            With(desk, "subscription.*").Customer().Plan("pro", Ten, trialDays: 14, price: 5).Subscribe("pro");
            desk.At("2026-01-16T12:00:00Z").Do(new ActivateSubscription("acme", 2));
            return Knock(desk, "2026-03-01T12:00:00Z");
        }, "created, activated, trial_ended 2026-01-16"),
        new("The end of a cancellation that was put off", desk =>
        {
            With(desk, "subscription.*").On(Ten).Cancel(2, CancelWhen.PeriodEnd);
            return $"{Messages(desk)}|{Knock(desk, "2026-02-15T12:00:00Z")}";
        }, "created, canceled|created, canceled, ended 2026-02-15"),
        new("One that was taken back does not end", desk =>
        {
            With(desk, "subscription.*").On(Ten).Cancel(2, CancelWhen.PeriodEnd);
            desk.Do(new TakeBackChange("acme", ChangeKind.Cancel, 2));
            return Knock(desk, "2026-02-15T12:00:00Z");
        }, "created, canceled, change_taken_back"),
        new("The base that was replaced, with the change that replaced it", desk =>
        {
            With(desk, "subscription.ended").On(Ten).Plan("max", Ten).Subscribe("max");
            return Messages(desk);
        }, "ended 2026-01-15"),
        new("One that is to begin, as it begins, and the one it replaces", desk =>
        {
            With(desk, "subscription.*").On(Ten).Plan("max", Ten);
            desk.Subscribe(new Subscribe("acme", "max", StartsAt: Desk.Time("2026-01-20T00:00:00Z")));
            return Knock(desk, "2026-01-20T00:00:00Z");
        }, "created, created, ended 2026-01-20, started 2026-01-20"),
        new("A change of plan that was put off, as it takes effect", desk =>
        {
            With(desk, "subscription.*").On(Ten).Plan("max", Ten);
            desk.Do(new ChangeSubscription("acme", 2, "max", null, CancelWhen.PeriodEnd, null, null));
            return Knock(desk, "2026-02-16T00:00:00Z");
        }, "created, changed, plan_changed 2026-02-15"),
        new("What comes back to credit whose time was over before tells of nothing twice", desk =>
        {
            With(desk, "boost.*").On(Till.Feature(Till.Unit("1"), 0)).Grant("10", until: "2026-01-16T00:00:00Z");
            desk.Pay(1, id: "a");
            desk.Boost(BoostType.Enable, startsAt: "2026-01-17T00:00:00Z", feature: "sso");
            var before = Knock(desk, "2026-01-18T00:00:00Z");
            desk.Reverse("a");
            return $"{before}|{Knock(desk, "2026-01-19T00:00:00Z")}";
        }, "created, started 2026-01-17|created, started 2026-01-17"),
        new("A boost as it begins and as it ends", desk =>
        {
            With(desk, "boost.*").On(Ten).Boost(
                BoostType.AddLimit, 5, startsAt: "2026-01-16T00:00:00Z", until: "2026-01-17T00:00:00Z");
            return $"{Knock(desk, "2026-01-16T00:00:00Z")}|{Knock(desk, "2026-01-17T00:00:00Z")}";
        }, "created, started 2026-01-16|created, started 2026-01-16, ended 2026-01-17"),
        new("All that was slept through, in its order", desk =>
        {
            With(desk, "*").Customer().Plan("pro", Ten, trialDays: 14).Subscribe("pro");
            desk.Boost(BoostType.TopUp, 5, until: "2026-01-20T00:00:00Z");
            desk.Cancel(2, at: "2026-02-01T00:00:00Z", when: CancelWhen.At);
            return Knock(desk, "2026-03-01T12:00:00Z");
        }, "created, created, canceled, closed, ended 2026-01-20, trial_will_end 2026-01-26, trial_ended 2026-01-29, "
            + "ended 2026-02-01"),
        new("By whatever comes first, before it is decided", desk =>
        {
            With(desk, "*").On(Ten).Cancel(2, at: "2026-01-20T00:00:00Z", when: CancelWhen.At);
            var use = desk.At("2026-01-21T00:00:00Z").Use();
            return $"{use.Contains("subscription_inactive", StringComparison.Ordinal)} {Messages(desk)}";
        }, "True created, canceled, closed, ended 2026-01-20"),
        new("Nobody who wants to know: only the end of the period is recorded, and nothing is told later", desk =>
        {
            desk.On(Ten).Cancel(2, at: "2026-01-20T00:00:00Z", when: CancelWhen.At);
            Knock(desk, "2026-01-21T00:00:00Z");
            var sequence = desk.Rows.Customer("acme")!.Head.Sequence;
            With(desk, "*");
            return $"{sequence} {Knock(desk, "2026-01-22T00:00:00Z")}";
        }, "4 "),
        new("An endpoint that came before the moment is told of it, though the fact is older", desk =>
        {
            desk.On(Ten).Cancel(2, at: "2026-01-20T00:00:00Z", when: CancelWhen.At);
            With(desk, "*");
            return Knock(desk, "2026-01-22T00:00:00Z");
        }, "closed, ended 2026-01-20"));

    [Theory]
    [MemberData(nameof(Told), DisableDiscoveryEnumeration = true)]
    public void What_time_brings_about_is_told(Rule rule) => rule.Holds();

    [Fact]
    public void A_head_is_due_when_the_next_thing_happens_and_then_at_the_next()
    {
        var desk = new Desk().Customer().Plan("pro", Ten, trialDays: 14);
        desk.Subscribe("pro");
        Assert.Equal(Desk.Time("2026-01-26T12:00:00Z"), Due(desk));
        Reserve(desk, "a", 600);
        Assert.Equal(Desk.Time("2026-01-15T12:10:00Z"), Due(desk));

        Knock(desk, "2026-01-15T12:10:00Z");
        Assert.Equal(Desk.Time("2026-01-26T12:00:00Z"), Due(desk));
        Knock(desk, "2026-01-26T12:00:00Z");
        Assert.Equal(Desk.Time("2026-01-29T12:00:00Z"), Due(desk));
        Knock(desk, "2026-01-29T12:00:00Z");
        Assert.Equal(Desk.Time("2026-02-15T12:00:00Z"), Due(desk));
    }

    [Fact]
    public void A_message_says_when_it_happened_and_how_the_thing_stands()
    {
        var desk = With(new Desk(), "subscription.ended").On(Ten);
        desk.Cancel(2, at: "2026-01-20T00:00:00Z", when: CancelWhen.At);
        Knock(desk, "2026-01-21T00:00:00Z");

        var told = Assert.Single(desk.Rows.Outbox);

        Assert.Equal(
            """
            {"type":"subscription.ended","timestamp":"2026-01-21T00:00:00Z","data":{"customer":"acme",
            "id":"sub_acme_2","at":"2026-01-20T00:00:00Z","plan":"pro","version":1,
            "starts_at":"2026-01-15T12:00:00Z","anchor":"2026-01-15T12:00:00Z","cancel_at":"2026-01-20T00:00:00Z"}}
            """.ReplaceLineEndings(""),
            told.Payload);
        var entry = desk.Rows.Customer("acme")!.Audits[^1];
        Assert.Equal((5, "clock", "subscription.ended"), (entry.Sequence, entry.Actor, entry.Action));
        Assert.Equal((5, 0), (told.Sequence, told.Ordinal));
    }

    [Fact]
    public void What_happens_at_once_is_told_with_the_number_of_its_change()
    {
        var desk = With(new Desk(), "*").On(Ten);
        desk.Cancel(2);

        Assert.Equal(
            [("subscription.created", 2, 0), ("subscription.canceled", 3, 0), ("subscription.ended", 3, 1)],
            desk.Rows.Outbox.Select(one => (one.Type, (int)one.Sequence, one.Ordinal)));
        Assert.Equal(3, desk.Rows.Customer("acme")!.Head.Sequence);
    }

    static Desk With(Desk desk, string events)
    {
        desk.Do(new CreateWebhookEndpoint("https://example.com/", [events], WebhookSecret.Of(new byte[32])));
        return desk;
    }

    static void Reserve(Desk desk, string id, int seconds) =>
        desk.Do(new Use("acme", "calls", 1, Id: id) { HoldFor = Duration.FromSeconds(seconds) });

    static Instant? Due(Desk desk) => desk.Rows.Customer("acme")!.Head.DueAt;

    // What was told once somebody has knocked at a time.
    static string Knock(Desk desk, string at)
    {
        desk.At(at).Do(new SettleDue("acme"));
        return Messages(desk);
    }

    static string Messages(Desk desk) => string.Join(", ", desk.Rows.Outbox.Select(one =>
    {
        var data = JsonDocument.Parse(one.Payload).RootElement.GetProperty("data");
        if (one.Type.StartsWith("reservation", StringComparison.Ordinal)) return $"{one.Type} {data.GetProperty("id")}";
        var name = one.Type[(one.Type.IndexOf('.') + 1)..];
        return data.TryGetProperty("at", out var at) ? $"{name} {at.GetString()![..10]}" : name;
    }));
}
