using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Boosts;

public sealed class BoostTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Limits { get; } = Rule.Table(
        new("A raise adds to the limit it names", desk =>
        {
            desk.On((10, "cycle"), (4, "day")).Boost(BoostType.AddLimit, 5, "day");
            return desk.Divide(9);
        }, "9+0+0 9/9 day customer top-ups 0"),
        new("Without a name to every one", desk =>
        {
            desk.On((10, "cycle"), (4, "day")).Boost(BoostType.AddLimit, 5);
            return $"{desk.Divide(9)}, {desk.Divide(1)}";
        }, "9+0+0 9/9 day customer top-ups 0, LimitExceeded 9/9 day customer top-ups 0"),
        new("In each window while it is active", desk =>
        {
            desk.On((4, "day")).Boost(BoostType.AddLimit, 5);
            var first = desk.Divide(9);
            return $"{first}, {desk.At("2026-01-16T12:00:00Z").Divide(9)}";
        }, "9+0+0 9/9 day customer top-ups 0, 9+0+0 9/9 day customer top-ups 0"),
        new("It adds no limit to a feature that a plan gives", desk =>
        {
            desk.On((10, "cycle")).Boost(BoostType.AddLimit, 1, "hour");
            return desk.Divide(10);
        }, "10+0+0 10/10 cycle customer top-ups 0"),
        new("Where no plan gives the feature it includes it, for ever", desk =>
        {
            desk.Customer().Boost(BoostType.AddLimit, 5);
            return $"{desk.Divide(5)}, {desk.At("2027-01-16T12:00:00Z").Divide(1)}";
        }, "5+0+0 5/5 forever customer top-ups 0, LimitExceeded 5/5 forever customer top-ups 0"),
        new("Or per what it names", desk =>
        {
            desk.Customer().Boost(BoostType.AddLimit, 5, "day");
            desk.Divide(5);
            return desk.At("2026-01-16T12:00:00Z").Divide(5);
        }, "5+0+0 5/5 day customer top-ups 0"),
        new("One that begins later counts from then on", desk =>
        {
            desk.On(Ten).Boost(BoostType.AddLimit, 5, startsAt: "2026-01-16T12:00:00Z");
            var before = desk.Divide(11);
            return $"{before}, {desk.At("2026-01-16T12:00:00Z").Divide(11)}";
        }, "LimitExceeded 0/10 cycle customer top-ups 0, 11+0+0 11/15 cycle customer top-ups 0"),
        new("A cycle's lives until the cycle ends", desk =>
        {
            desk.On(Ten).At("2026-01-20T12:00:00Z").Boost(BoostType.AddLimit, 5, until: "cycle");
            var last = desk.At("2026-02-15T11:59:59Z").Divide(15);
            return $"{last}, {desk.At("2026-02-15T12:00:00Z").Divide(11)}";
        }, "15+0+0 15/15 cycle customer top-ups 0, LimitExceeded 0/10 cycle customer top-ups 0"),
        new("What was used before a boost came counts in its window", desk =>
        {
            desk.On(Ten).Divide(8);
            desk.Cancel(2);
            desk.Boost(BoostType.AddLimit, 9, "day");
            return desk.Divide(2);
        }, "LimitExceeded 8/9 day customer top-ups 0"),
        new("Cancelled it gives no more, and what was used stays used", desk =>
        {
            desk.On(Ten).Boost(BoostType.AddLimit, 5);
            desk.Divide(14);
            desk.CancelBoost(3);
            return desk.Divide(1);
        }, "LimitExceeded 14/10 cycle customer top-ups 0"),
        new("Unlimited lifts every limit, and its uses count", desk =>
        {
            desk.On(Ten).Boost(BoostType.Unlimited, until: "2026-01-16T12:00:00Z");
            var lifted = desk.Divide(99);
            return $"{lifted}, {desk.At("2026-01-16T12:00:00Z").Divide(1)}";
        }, "99+0+0 none top-ups 0, LimitExceeded 99/10 cycle customer top-ups 0"),
        new("It gives access where the subscription is over", desk =>
        {
            desk.On(Ten).Cancel(2);
            desk.Boost(BoostType.Unlimited);
            return desk.Divide(1);
        }, "1+0+0 none top-ups 0"));

    public static TheoryData<Rule> TopUps { get; } = Rule.Table(
        new("After the limits, then overage", desk =>
        {
            desk.On(Ten with { Overage = OverageMode.Allow }).Boost(BoostType.TopUp, 5);
            return $"{desk.Divide(12)}, {desk.Divide(5)}";
        }, "10+2+0 10/10 cycle customer top-ups 3, 0+3+2 12/10 cycle customer top-ups 0"),
        new("Refused where limit and top-ups together are too little, and nothing is taken", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 5);
            return $"{desk.Divide(16)}, {desk.Divide(15)}";
        }, "LimitExceeded 0/10 cycle customer top-ups 5, 10+5+0 10/10 cycle customer top-ups 0"),
        new("What came from one counts in no window", desk =>
        {
            desk.On((4, "day")).Boost(BoostType.TopUp, 5);
            desk.Divide(9);
            return desk.At("2026-01-16T12:00:00Z").Divide(4);
        }, "4+0+0 4/4 day customer top-ups 0"),
        new("The soonest end first", desk =>
        {
            desk.On((0, "cycle")).Boost(BoostType.TopUp, 5);
            desk.Boost(BoostType.TopUp, 5, until: "2026-01-17T12:00:00Z");
            desk.Boost(BoostType.TopUp, 5, until: "2026-01-16T12:00:00Z");
            desk.Divide(7);
            return $"{desk.At("2026-01-16T12:00:00Z").Divide(1)}, {desk.At("2026-01-17T12:00:00Z").Divide(1)}";
        }, "0+1+0 0/0 cycle customer top-ups 7, 0+1+0 0/0 cycle customer top-ups 4"),
        new("Kept from cycle to cycle until used", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 5);
            desk.Divide(12);
            return desk.At("2026-03-20T12:00:00Z").Divide(13);
        }, "10+3+0 10/10 cycle customer top-ups 0"),
        new("Alone it includes its feature, with nothing but itself", desk =>
        {
            desk.Customer().Boost(BoostType.TopUp, 5);
            return $"{desk.Divide(5)}, {desk.Divide(1)}";
        }, "0+5+0 0/0 forever customer top-ups 0, LimitExceeded 0/0 forever customer top-ups 0"),
        new("An overage limit counts from behind the top-ups", desk =>
        {
            desk.On(Ten with { Overage = OverageMode.Allow, OverageLimit = 2 }).Boost(BoostType.TopUp, 5);
            return $"{desk.Divide(18)}, {desk.Divide(17)}";
        }, "LimitExceeded 0/10 cycle customer top-ups 5, 10+5+2 12/10 cycle customer top-ups 0"));

    public static TheoryData<Rule> Provisioned { get; } = Rule.Table(
        new("An external id counts once for ever", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 5, externalId: "x");
            return desk.Boost(BoostType.TopUp, 5, externalId: "x");
        }, "unchanged 3"),
        new("Also of one that was cancelled", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 5, externalId: "x");
            desk.CancelBoost(3);
            return desk.Boost(BoostType.TopUp, 5, externalId: "x");
        }, "unchanged 3"),
        new("With other content it is a conflict", desk =>
        {
            desk.On(Ten).Boost(BoostType.TopUp, 5, externalId: "x");
            return desk.Boost(BoostType.TopUp, 6, externalId: "x");
        }, "rejected ExternalIdConflict"),
        new("A switch is enabled", desk =>
        {
            desk.Customer().Boost(BoostType.Enable, feature: "sso");
            return Desk.Show(desk.Do(new Core.Usage.Use("acme", "sso")));
        }, "allowed q=1 in=1 over=0 none flags= seq=3"),
        new("And nothing else", desk => desk.Customer().Boost(BoostType.Enable), "rejected Invalid type:not_allowed"),
        new("A switch has no quantity", desk => desk.Customer()
            .Boost(BoostType.TopUp, 5, feature: "sso"), "rejected Invalid type:not_allowed"),
        new("Its feature exists", desk => desk.Customer()
            .Boost(BoostType.TopUp, 5, feature: "none"), "rejected Invalid feature:unknown_feature"),
        new("Its namespace exists", desk => desk.Customer()
            .Boost(BoostType.TopUp, 5, name: "none"), "rejected Invalid namespace:unknown_namespace"),
        new("Its end lies ahead", desk => desk.Customer()
            .Boost(BoostType.TopUp, 5, until: "2026-01-15T12:00:00Z"), "rejected Invalid until:out_of_range"),
        new("One that is over cannot be cancelled", desk =>
        {
            desk.Customer().Boost(BoostType.TopUp, 5, until: "2026-01-16T12:00:00Z");
            return desk.At("2026-01-16T12:00:00Z").CancelBoost(2);
        }, "rejected BoostEnded"),
        new("Cancelling twice is once", desk =>
        {
            desk.Customer().Boost(BoostType.TopUp, 5);
            desk.CancelBoost(2);
            return desk.CancelBoost(2);
        }, "unchanged 2"));

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_boost_raises_limits_and_never_lowers_them(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(TopUps))]
    public void A_top_up_is_used_after_the_limits(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Provisioned))]
    public void A_boost_is_provisioned_once(Rule rule) => rule.Holds();
}
