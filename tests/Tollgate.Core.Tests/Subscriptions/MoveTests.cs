using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Subscriptions;

public sealed class MoveTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Twenty = Desk.Limits((20, "cycle"));
    static readonly PlanFeature Thirty = Desk.Limits((30, "cycle"));

    public static TheoryData<Rule> Now { get; } = Rule.Table(
        new("It is on the version at once, and nothing is given back", desk =>
        {
            Versions(desk).Divide(4);
            return $"{Move(desk, to: 2)}, {desk.Divide(1)}, {desk.WrongCounters()}";
        }, "1+0, 1+0+0 5/20 cycle customer top-ups 0, "),
        new("Repeated it changes nothing", desk => { Move(Versions(desk), to: 2); return Move(desk, to: 2); }, "0+0"),
        new("Each that moves takes a number", desk =>
        {
            Versions(desk);
            var before = desk.Rows.Customer("acme")!.Head.Sequence;
            Move(desk, to: 2);
            Move(desk, to: 2);
            return $"{desk.Rows.Customer("acme")!.Head.Sequence - before}";
        }, "1"),
        new("Every older version moves", desk => Move(Versions(desk).Plan("pro", Thirty), to: 3), "1+0"),
        new("Of one version that alone does", desk => Move(Versions(desk).Plan("pro", Thirty), to: 3, from: 2), "0+0"),
        new("A newer one stays unless it is named", desk =>
        {
            Move(Versions(desk), to: 2);
            return $"{Move(desk, to: 1)} {Move(desk, to: 1, from: 2)}";
        }, "0+0 1+0"),
        new("Anchor and seats stay", desk =>
        {
            desk.Customer().Plan("pro", Ten).Subscribe(
                new Subscribe("acme", "pro", Anchor: Desk.Time("2026-01-03T00:00:00Z")) { Quantity = 4 });
            Move(desk.Plan("pro", Twenty), to: 2);
            var one = desk.Rows.Customer("acme")!.Subscriptions[0];
            return $"{one.Anchor} {one.Quantity}";
        }, "2026-01-03T00:00:00Z 4"),
        new("What is over stays where it was", desk => { Versions(desk).Cancel(2); return Move(desk, to: 2); }, "0+0"),
        new("A paused one moves and stays paused", desk =>
        {
            Versions(desk).Do(new PauseSubscription("acme", 2));
            return $"{Move(desk, to: 2)} {desk.Statuses()}";
        }, "1+0 paused"),
        new("Another plan's stays", desk => Move(Versions(desk).Plan("other", Ten), to: 1, plan: "other"), "0+0"),
        new("A change of its own stays before it", desk =>
        {
            Versions(desk).Plan("free", Desk.Limits((1, "cycle")));
            desk.Do(new ChangeSubscription("acme", 2, "free", When: CancelWhen.PeriodEnd));
            return $"{Move(desk, to: 2)} {Plans(desk)}, {Plans(desk.At("2026-02-16T00:00:00Z"))}";
        }, "1+0 pro 2 then free 1, free 1"),
        new("Held twice, both move", desk =>
        {
            desk.Customer().Plan("pack", Ten, PlanKind.AddOn, stackable: true);
            desk.Subscribe("pack");
            desk.Subscribe("pack");
            return Move(desk.Plan("pack", Twenty, PlanKind.AddOn, stackable: true), to: 2, plan: "pack");
        }, "2+0"),
        new("An archived plan's subscribers move too", desk =>
        {
            Versions(desk).Do(new ArchivePlan("pro"));
            return Move(desk, to: 2);
        }, "1+0"),
        new("There is no such version", desk => Move(Versions(desk), to: 3), "rejected Invalid to:unknown_version"));

    public static TheoryData<Rule> AtPeriodEnd { get; } = Rule.Table(
        new("Until then it is on the old version, and then on the new one", desk =>
        {
            Versions(desk).Divide(4);
            Later(desk, to: 2);
            return $"{Plans(desk)}: {Used(desk)}; {Plans(desk.At("2026-02-15T12:00:00Z"))}: {Used(desk)}";
        }, "pro 1 then pro 2: 5/10; pro 2: 1/20"),
        new("Repeated it changes nothing", desk => $"{Later(Versions(desk), to: 2)} {Later(desk, to: 2)}", "0+1 0+0"),
        new("Nor after it took effect", desk =>
        {
            Later(Versions(desk), to: 2);
            return Later(desk.At("2026-02-15T12:00:00Z"), to: 2);
        }, "0+0"),
        new("A change of its own goes before", desk =>
        {
            Versions(desk).Plan("free", Desk.Limits((1, "cycle")));
            desk.Do(new ChangeSubscription("acme", 2, "free", When: CancelWhen.PeriodEnd));
            return $"{Later(desk, to: 2)} {Plans(desk)}";
        }, "0+0 pro 1 then free 1"),
        new("What ends by then has nothing to wait for", desk =>
        {
            Versions(desk).Cancel(2, CancelWhen.PeriodEnd);
            return Later(desk, to: 2);
        }, "0+0"),
        new("A change to an older version leads to the new one", desk =>
        {
            Later(Versions(desk), to: 2);
            return $"{Later(desk.Plan("pro", Thirty), to: 3)} {Plans(desk)}";
        }, "0+1 pro 1 then pro 3"),
        new("And so does one from another plan", desk =>
        {
            desk.On(Ten).Plan("next", Ten);
            desk.Do(new ChangeSubscription("acme", 2, "next", When: CancelWhen.PeriodEnd));
            return $"{Move(desk.Plan("next", Twenty), to: 2, plan: "next")} {Plans(desk)}";
        }, "0+1 pro 1 then next 2"),
        new("To move at once is not to wait any more", desk =>
        {
            Later(Versions(desk), to: 2);
            return $"{Move(desk, to: 2)} {Plans(desk)}";
        }, "1+0 pro 2"));

    [Theory]
    [MemberData(nameof(Now), DisableDiscoveryEnumeration = true)]
    public void Subscribers_move_at_once(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(AtPeriodEnd), DisableDiscoveryEnumeration = true)]
    public void Subscribers_move_at_the_end_of_their_cycle(Rule rule) => rule.Holds();

    // Acme on version 1 of "pro", which has a second one.
    static Desk Versions(Desk desk) => desk.On(Ten).Plan("pro", Twenty);

    static string Move(Desk desk, int to, int? from = null, string plan = "pro") =>
        Word(desk.Do(new MoveSubscriptions("acme", plan, from, to, AtPeriodEnd: false)));

    static string Later(Desk desk, int to) => Word(desk.Do(new MoveSubscriptions("acme", "pro", null, to, true)));

    static string Word(Outcome outcome) =>
        outcome is Moved moved ? $"{moved.Now}+{moved.Later}" : Desk.Show(outcome);

    static string Used(Desk desk) => desk.Divide(1).Split(' ')[1];

    static string Plans(Desk desk) => string.Join(" then ", desk.Rows.Customer("acme")!.Subscriptions[0]
        .PlansFrom(desk.Now).Select(id => desk.Rows.Catalog.Plan(id).Row).Select(row => $"{row.Code} {row.Version}"));
}
