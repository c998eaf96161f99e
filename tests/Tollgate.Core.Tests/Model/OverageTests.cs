using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class OverageTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    static readonly ModelPlanFeature Deny = Play.Calls(new ModelLimit(10, "cycle"));
    static readonly ModelPlanFeature Allow = Deny with { Overage = "allow" };
    static readonly ModelPlanFeature Capped = Allow with { OverageLimit = 3 };

    public static TheoryData<Row> Policies { get; } = Row.Table(
        new("Allowed overage is the rest", play => { play.On(Allow).Use(8); return play.Use(5); },
            $"allowed q=5 in=2 over=3 13/10 left 0 {Month} flags=overage seq=4"),
        new("Billable overage says so", play => play.On(Allow with { Billable = true }).Use(11),
            $"allowed q=11 in=10 over=1 11/10 left 0 {Month} flags=overage,billable seq=3"),
        new("Above the limit all is overage", play => { play.On(Allow).Use(12); return play.Use(5); },
            $"allowed q=5 in=0 over=5 17/10 left 0 {Month} flags=overage seq=4"),
        new("Overage may reach its limit", play => { play.On(Capped).Use(8); return play.Use(5); },
            $"allowed q=5 in=2 over=3 13/10 left 0 {Month} flags=overage seq=4"),
        new("Never past it", play => { play.On(Capped).Use(8); return play.Use(6); },
            $"refused limit_exceeded q=6 in=0 over=0 8/10 left 2 {Month} flags= seq=3"),
        new("An overage limit of 0 denies", play => play.On(Allow with { OverageLimit = 0 }).Use(11),
            $"refused limit_exceeded q=11 in=0 over=0 0/10 left 10 {Month} flags= seq=2"),
        new("What is included fits every limit",
            play => play.On(Capped with { Limits = [new(10, "cycle"), new(9, "forever")] }).Use(12),
            "allowed q=12 in=9 over=3 12/9 left 0 per forever -..- flags=overage seq=3"),
        new("The base decides, if it includes the feature", play =>
        {
            play.On(Deny).AddOn("pack", Allow).Subscribe("pack");
            return play.Use(21);
        }, $"refused limit_exceeded q=21 in=0 over=0 0/20 left 20 {Month} flags= seq=3"),
        new("Else the earliest add-on that does", play =>
        {
            play.On(ModelPlanFeature.On("sso")).AddOn("first", Allow).AddOn("second", Deny).Subscribe("first");
            play.Subscribe("second");
            return play.Use(21);
        }, $"allowed q=21 in=20 over=1 21/20 left 0 {Month} flags=overage seq=5"),
        new("The earliest that is active", play =>
        {
            play.On(ModelPlanFeature.On("sso")).AddOn("first", Allow).AddOn("second", Deny).Subscribe("first");
            play.Subscribe("second");
            play.Cancel(1);
            return play.Use(11);
        }, $"refused limit_exceeded q=11 in=0 over=0 0/10 left 10 {Month} flags= seq=5"));

    public static TheoryData<Row> Records { get; } = Row.Table(
        new("A fact within the limit has no flags", play => play.On(Deny).Record(10),
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("A fact beyond the limit is overage", play => play.On(Deny).Record(12),
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=limit_exceeded seq=3"),
        new("A fact beyond the overage limit too", play => play.On(Capped).Record(14),
            $"allowed q=14 in=10 over=4 14/10 left 0 {Month} flags=limit_exceeded seq=3"),
        new("Overridden reasons stand in order", play => { play.On(Deny).Suspend(); return play.Record(12); },
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=customer_suspended,limit_exceeded seq=4"),
        new("Allowed overage after what was overridden",
            play => { play.On(Allow).Suspend(); return play.Record(12); },
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=customer_suspended,overage seq=4"),
        new("A fact that nothing includes is all overage", play => play.Customer().Record(3),
            "allowed q=3 in=0 over=3 none flags=not_included seq=2"),
        new("A fact of an inactive subscription is all overage",
            play => { play.On(Deny).Cancel(0); return play.Record(3); },
            "allowed q=3 in=0 over=3 none flags=subscription_inactive seq=4"),
        new("A fact of a switch that is off",
            play => play.Customer().Use(new ModelUse("acme", "sso", Mode: "record")),
            "allowed q=1 in=0 over=1 none flags=not_included seq=2"),
        new("A time out of range stands", play => play.On(Deny).Record(1, "2020-01-01T00:00:00Z"),
            "refused at_out_of_range q=1 in=0 over=0 none flags= seq=2"),
        new("An unknown feature stands",
            play => play.On(Deny).Use(new ModelUse("acme", "what", Mode: "record")),
            "refused feature_unknown q=1 in=0 over=0 none flags= seq=2"));

    [Theory]
    [MemberData(nameof(Policies), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Records), DisableDiscoveryEnumeration = true)]
    public void The_quantity_splits(Row row) => Assert.Equal(row.Expected, row.Played(new()));
}
