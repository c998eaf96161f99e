using NodaTime;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Reservations;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Reservations;

public sealed class ReservationTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Holding { get; } = Rule.Table(
        new("What is reserved counts against the limit", desk =>
        {
            desk.On(Ten);
            return $"{Reserve(desk, 6)}, {Reserve(desk, 5)}, {desk.Divide(5)}, {desk.Divide(4)}";
        }, "6+0+0 0+6/10, LimitExceeded 0+6/10, LimitExceeded 0/10 cycle customer top-ups 0, "
            + "4+0+0 4/10 cycle customer top-ups 0"),
        new("Settled with less, the rest is free", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return $"{Settle(desk, "r", 2)}, {Reserve(desk, 8)}";
        }, "2+0+0 2+0/10, 8+0+0 2+8/10"),
        new("Settled with all of it", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return Settle(desk, "r", 6);
        }, "6+0+0 6+0/10"),
        new("Settled with more, the excess is a fact", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return $"{Settle(desk, "r", 13)}, {desk.Divide(1)}";
        }, "10+0+3 13+0/10 LimitExceeded, LimitExceeded 13/10 cycle customer top-ups 0"),
        new("More is first taken from what the limit has left", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            desk.Divide(2);
            return Settle(desk, "r", 8);
        }, "8+0+0 10+0/10"),
        new("Nothing used frees all", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return $"{Settle(desk, "r", 0)}, {Reserve(desk, 10)}";
        }, "0+0+0 0+0/10, 10+0+0 0+10/10"),
        new("Less is taken from the end: overage, then top-ups, then what is included", desk =>
        {
            desk.On(Ten with { Overage = OverageMode.Allow });
            desk.Boost(BoostType.TopUp, 3);
            Reserve(desk, 15, "a");
            var less = Settle(desk, "a", 12);
            return $"{less}, {desk.Divide(1)}";
        }, "10+2+0 10+0/10, 0+1+0 10/10 cycle customer top-ups 0"),
        new("Top-ups that were held come back", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 3);
            Reserve(desk, 13, "a");
            var held = desk.Divide(1);
            Settle(desk, "a", 0);
            return $"{held}, {desk.Divide(13)}";
        }, "LimitExceeded 0/10 cycle customer top-ups 0, 10+3+0 10/10 cycle customer top-ups 0"),
        new("When its time is over it counts for nothing, whoever noticed", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r", seconds: 60);
            var last = desk.At("2026-01-15T12:00:59Z").Divide(5);
            return $"{last}, {desk.At("2026-01-15T12:01:00Z").Divide(10)}, {Settle(desk, "r", 1)}";
        }, "LimitExceeded 0/10 cycle customer top-ups 0, 10+0+0 10/10 cycle customer top-ups 0, "
            + "rejected ReservationExpired"),
        new("Its use counts in the window in which it was made", desk =>
        {
            desk.On((10, "day"));
            desk.At("2026-01-15T23:59:00Z");
            Reserve(desk, 6, "r", seconds: 600);
            desk.At("2026-01-16T00:01:00Z");
            return $"{Settle(desk, "r", 6)}, {desk.Divide(10)}";
        }, "6+0+0 6+0/10, 10+0+0 10/10 day customer top-ups 0"),
        new("A rolling window lets it go as it does a use", desk =>
        {
            desk.On((10, "PT1M"));
            Reserve(desk, 6, "r", seconds: 600);
            var gone = desk.At("2026-01-15T12:01:00Z").Divide(10);
            return $"{gone}, {Settle(desk, "r", 6)}";
        }, "10+0+0 10/10 PT1M customer top-ups 0, 6+0+0 10+0/10"),
        new("It settles for a customer that was suspended meanwhile", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            desk.Suspend();
            return Settle(desk, "r", 4);
        }, "4+0+0 4+0/10"));

    public static TheoryData<Rule> Ending { get; } = Rule.Table(
        new("The same end again answers as the first", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            Settle(desk, "r", 2);
            desk.Divide(1);
            return Settle(desk, "r", 2);
        }, "2+0+0 2+0/10 replayed"),
        new("Another end is told", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            Settle(desk, "r", 2);
            return $"{Settle(desk, "r", 3)}, {Settle(desk, "r", 0)}";
        }, "rejected ReservationClosed, rejected ReservationClosed"),
        new("The same reservation again answers as the first", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return Reserve(desk, 6, "r");
        }, "6+0+0 0+6/10 replayed"),
        new("A use with its id is another thing", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            return desk.Use(6, id: "r").Split(' ')[1];
        }, "id_conflict"),
        new("There must be one", desk => Settle(desk.On(Ten), "gone", 1), "rejected ReservationNotFound"),
        new("A switch is not reserved", desk =>
            Desk.Show(desk.On(Ten).Do(new Use("acme", "sso") { HoldFor = Duration.FromSeconds(1) })),
            "rejected Invalid feature:not_allowed"));

    public static TheoryData<Rule> Reversing { get; } = Rule.Table(
        new("A use is given back to its window", desk =>
        {
            desk.On(Ten);
            desk.Use(6, id: "a");
            return $"{Reverse(desk, "a")}, {desk.Divide(10)}";
        }, "a 6 new, 10+0+0 10/10 cycle customer top-ups 0"),
        new("Once", desk =>
        {
            desk.On(Ten);
            desk.Use(6, id: "a");
            desk.Use(2, id: "b");
            Reverse(desk, "a");
            return $"{Reverse(desk, "a")}, {desk.Divide(8)}";
        }, "a 6 again, 8+0+0 10/10 cycle customer top-ups 0"),
        new("Also into a window that is over", desk =>
        {
            desk.On((10, "day"));
            desk.Use(6, id: "a");
            desk.At("2026-01-16T12:00:00Z");
            Reverse(desk, "a");
            var today = desk.Divide(10);
            var yesterday = (Decision)desk.Do(
                new Use("acme", "calls", 10, At: Desk.Time("2026-01-15T12:00:00Z")));
            return $"{today}, {yesterday.Figures!.Used}";
        }, "10+0+0 10/10 day customer top-ups 0, 10"),
        new("Top-ups go back to where they came from", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 3);
            desk.Use(12, id: "a");
            Reverse(desk, "a");
            return desk.Divide(13);
        }, "10+3+0 10/10 cycle customer top-ups 0"),
        new("What a reservation became is reversed by its id", desk =>
        {
            desk.On(Ten);
            Reserve(desk, 6, "r");
            var open = Reverse(desk, "r");
            Settle(desk, "r", 4);
            return $"{open}, {Reverse(desk, "r")}, {desk.Divide(10)}";
        }, "rejected EventNotFound, r 4 new, 10+0+0 10/10 cycle customer top-ups 0"),
        new("There must be one", desk => Reverse(desk.On(Ten), "gone"), "rejected EventNotFound"));

    [Theory]
    [MemberData(nameof(Holding), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Ending), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Reversing), DisableDiscoveryEnumeration = true)]
    public void A_reservation_sets_aside_and_a_reversal_gives_back(Rule rule)
    {
        var desk = new Desk();
        Assert.Equal(rule.Expected, rule.Done(desk));
        Assert.Empty(desk.WrongCounters());
    }

    static string Reserve(Desk desk, decimal quantity, string? id = null, int seconds = 300) => Show(desk.Do(
        new Use("acme", "calls", quantity, Id: id) { HoldFor = Duration.FromSeconds(seconds) }));

    static string Settle(Desk desk, string id, decimal quantity) =>
        Show(desk.Do(new SettleReservation("acme", id, quantity)));

    static string Reverse(Desk desk, string id) => desk.Do(new ReverseUse("acme", id)) switch
    {
        Reversed reversed => $"{reversed.Id} {reversed.Quantity} {(reversed.Replayed ? "again" : "new")}",
        var other => Desk.Show(other),
    };

    static string Show(Outcome outcome)
    {
        if (outcome is not Decision decision) return Desk.Show(outcome);
        var figures = $"{decision.Figures?.Used}+{decision.Figures?.Reserved}/{decision.Figures?.Limit}";
        var flags = decision.Flags == UsageFlags.None ? "" : $" {decision.Flags}";
        var replayed = decision.Replayed ? " replayed" : "";
        return decision.Allowed
            ? $"{decision.Included}+{decision.TopUp}+{decision.Overage} {figures}{flags}{replayed}"
            : $"{decision.Reason} {figures}";
    }
}
