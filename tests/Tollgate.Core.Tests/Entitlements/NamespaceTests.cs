using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

public sealed class NamespaceTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Capped = Ten with { Limits = [new PlanLimit(10, "cycle", PerNamespace: 4)] };

    public static TheoryData<Rule> Shared { get; } = Rule.Table(
        new("Three namespaces share one allowance", desk =>
        {
            Three(desk.On(Ten));
            desk.Divide(4, "a");
            desk.Divide(4, "b");
            return $"{desk.Divide(3, "c")}, {desk.Divide(2, "c")}, {desk.Divide(1)}";
        }, "LimitExceeded 8/10 cycle customer top-ups 0, 2+0+0 10/10 cycle customer top-ups 0, "
            + "LimitExceeded 10/10 cycle customer top-ups 0"),
        new("One that nobody made is unknown", desk => desk.On(Ten).Divide(1, "a"), "NamespaceUnknown none top-ups 0"),
        new("A cap is the most that one takes", desk =>
        {
            Three(desk.On(Capped));
            return $"{desk.Divide(4, "a")}, {desk.Divide(1, "a")}, {desk.Divide(4, "b")}, {desk.Divide(3)}";
        }, "4+0+0 4/4 cycle namespace top-ups 0, LimitExceeded 4/4 cycle namespace top-ups 0, "
            + "4+0+0 4/4 cycle namespace top-ups 0, LimitExceeded 8/10 cycle customer top-ups 0"),
        new("It does not hold for the customer itself", desk => desk.On(Capped)
            .Divide(9), "9+0+0 9/10 cycle customer top-ups 0"),
        new("What an add-on gives without a cap adds to the cap", desk =>
        {
            Three(desk.On(Capped)).Plan("pack", Desk.Limits((3, "cycle")), PlanKind.AddOn).Subscribe("pack");
            return $"{desk.Divide(7, "a")}, {desk.Divide(1, "a")}";
        }, "7+0+0 7/7 cycle namespace top-ups 0, LimitExceeded 7/7 cycle namespace top-ups 0"),
        new("A cap that comes later counts what was taken before", desk =>
        {
            Three(desk.On(Ten)).Divide(4, "a");
            desk.Plan("capped", Capped).Subscribe("capped");
            return desk.Divide(1, "a");
        }, "LimitExceeded 4/4 cycle namespace top-ups 0"),
        new("A top-up of the customer serves all", desk =>
        {
            Three(desk.On(Ten)).Boost(BoostType.TopUp, 5);
            desk.Divide(12, "a");
            return desk.Divide(3, "b");
        }, "0+3+0 10/10 cycle customer top-ups 0"),
        new("A top-up of a namespace does not hide the customer's allowance, and is used after it", desk =>
        {
            Three(desk.On(Ten)).Boost(BoostType.TopUp, 5, name: "a");
            return $"{desk.Divide(12, "a")}, {desk.Divide(1, "b")}";
        }, "10+2+0 10/10 cycle customer top-ups 3, LimitExceeded 10/10 cycle customer top-ups 0"));

    public static TheoryData<Rule> Own { get; } = Rule.Table(
        new("A namespace's own plan decides alone, and leaves the customer's figures untouched", desk =>
        {
            Three(desk.On(Ten)).Plan("own", Desk.Limits((3, "cycle"))).SubscribeIn("a", "own");
            return $"{desk.Divide(3, "a")}, {desk.Divide(1, "a")}, {desk.Divide(10, "b")}";
        }, "3+0+0 3/3 cycle namespace top-ups 0, LimitExceeded 3/3 cycle namespace top-ups 0, "
            + "10+0+0 10/10 cycle customer top-ups 0"),
        new("Only for what it includes", desk =>
        {
            Three(desk.On(Ten)).Plan("own", null, sso: true).SubscribeIn("a", "own");
            return desk.Divide(1, "a");
        }, "1+0+0 1/10 cycle customer top-ups 0"),
        new("A use stays where it counted when the plan ends", desk =>
        {
            Three(desk.On(Ten)).Plan("own", Desk.Limits((3, "cycle"))).SubscribeIn("a", "own");
            desk.Divide(3, "a");
            desk.Cancel(6);
            return desk.Divide(10, "a");
        }, "10+0+0 10/10 cycle customer top-ups 0"),
        new("And is found there when it comes back", desk =>
        {
            Three(desk.On(Ten)).Plan("own", Desk.Limits((3, "cycle"))).SubscribeIn("a", "own");
            desk.Divide(2, "a");
            desk.Cancel(6);
            desk.Divide(5, "a");
            desk.SubscribeIn("a", "own");
            return desk.Divide(1, "a");
        }, "1+0+0 3/3 cycle namespace top-ups 0"),
        new("A base of one namespace replaces none of another", desk =>
        {
            Three(desk.On(Ten)).Plan("own", Desk.Limits((3, "cycle")));
            desk.SubscribeIn("a", "own");
            desk.SubscribeIn("b", "own");
            desk.SubscribeIn("a", "own");
            return desk.Statuses();
        }, "active expired active active"),
        new("A raise of its own decides alone too", desk =>
        {
            Three(desk.On(Ten)).Boost(BoostType.AddLimit, 2, name: "a");
            return $"{desk.Divide(2, "a")}, {desk.Divide(1, "a")}, {desk.Divide(10)}";
        }, "2+0+0 2/2 forever namespace top-ups 0, LimitExceeded 2/2 forever namespace top-ups 0, "
            + "10+0+0 10/10 cycle customer top-ups 0"),
        new("Where its own is over and the customer has none, it is inactive", desk =>
        {
            Three(desk.Customer()).Plan("own", Ten).SubscribeIn("a", "own");
            desk.Cancel(5);
            return desk.Divide(1, "a");
        }, "SubscriptionInactive none top-ups 0"),
        new("A plan's namespace exists", desk => desk.On(Ten)
            .SubscribeIn("a", "pro"), "rejected Invalid namespace:unknown_namespace"));

    [Theory]
    [MemberData(nameof(Shared))]
    public void Namespaces_share_the_customers_allowance(Rule rule) => rule.Holds();

    [Theory]
    [MemberData(nameof(Own))]
    public void A_namespaces_own_plans_decide_alone(Rule rule) => rule.Holds();

    static Desk Three(Desk desk) => desk.Namespace("a").Namespace("b").Namespace("c");
}
