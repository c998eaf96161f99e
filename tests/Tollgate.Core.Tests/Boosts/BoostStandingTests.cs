using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Subscriptions;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Boosts;

/// <summary>Boosts beside plans that give nothing now, and those of namespaces beside the customer's.</summary>
public sealed class BoostStandingTests
{
    static readonly PlanFeature Ten = Desk.Limits((10, "cycle"));

    public static TheoryData<Rule> Waived { get; } = Rule.Table(
        new("A top-up is used after what a waiver gives", desk =>
        {
            WaivedAndOver(desk).Boost(BoostType.TopUp, 5);
            return desk.Divide(12);
        }, "10+2+0 10/10 month customer top-ups 3"),
        new("A raise adds to what a waiver gives", desk =>
        {
            WaivedAndOver(desk).Boost(BoostType.AddLimit, 5);
            return desk.Divide(15);
        }, "15+0+0 15/15 month customer top-ups 0"),
        new("Without a waiver a raise stands alone", desk =>
        {
            desk.On(Ten).Cancel(2);
            desk.Boost(BoostType.AddLimit, 5);
            return desk.Divide(6);
        }, "LimitExceeded 0/5 forever customer top-ups 0"));

    [Theory]
    [MemberData(nameof(Waived))]
    public void A_boost_takes_nothing_from_what_a_waiver_gives(Rule rule) => rule.Holds();

    [Fact]
    public void A_top_up_of_one_namespace_leaves_no_counter_that_lacks_the_uses_of_another()
    {
        var desk = new Desk().Customer().Namespace("a").Namespace("b").Plan("pro", Desk.Limits((10, "day")));
        desk.Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-01-16T12:00:00Z")));
        desk.Boost(BoostType.TopUp, 1, name: "a");
        desk.Divide(1, "a");
        desk.Divide(3, "b");

        desk.At("2026-01-17T12:00:00Z").Boost(BoostType.AddLimit, 5);

        Assert.Equal("LimitExceeded 4/5 forever customer top-ups 0", desk.Divide(2, "b"));
        Assert.Empty(desk.WrongCounters());
    }

    [Fact]
    public void What_a_top_up_gave_whole_is_not_the_oldest_counted_use_of_its_own_request()
    {
        var desk = new Desk().On((2, "PT5H"));
        desk.Boost(BoostType.TopUp, 5);
        desk.Use(2);
        desk.At("2026-01-15T13:00:00Z");

        var outcomes = desk.Do(
        [
            new Use("acme", "calls", 1, At: Desk.Time("2026-01-15T10:00:00Z")),
            new Use("acme", "calls", 9),
        ]);

        Assert.Equal(Desk.Time("2026-01-15T17:00:00Z"), ((Decision)outcomes[1]).Figures!.ResetsAt);
    }

    static Desk WaivedAndOver(Desk desk)
    {
        desk.Customer(waived: true).Plan("pro", Desk.Limits((10, "month"))).Subscribe("pro");
        desk.Cancel(2);
        return desk;
    }
}
