using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class RecordTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    static readonly PlanFeature Deny = Desk.Limits((10, "cycle"));
    static readonly PlanFeature Allow = Deny with { Overage = OverageMode.Allow };
    static readonly PlanFeature Billed = Allow with { Billable = true, OverageLimit = 3 };

    public static TheoryData<Rule> Flags { get; } = Rule.Table(
        new("A fact within the limit has none", desk => desk.On(Deny).Use(10, record: true),
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("A fact past a limit that denies", desk => desk.On(Deny).Use(12, record: true),
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=limit_exceeded seq=3"),
        new("A fact past the overage limit is no overage that was allowed",
            desk => desk.On(Billed).Use(14, record: true),
            $"allowed q=14 in=10 over=4 14/10 left 0 {Month} flags=limit_exceeded seq=3"),
        new("Allowed overage", desk => desk.On(Allow).Use(12, record: true),
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=overage seq=3"),
        new("A suspension and a limit, in order",
            desk => { desk.On(Deny).Suspend(); return desk.Use(12, record: true); },
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=customer_suspended,limit_exceeded seq=4"),
        new("Allowed overage of a suspended customer is overage still",
            desk => { desk.On(Allow).Suspend(); return desk.Use(12, record: true); },
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=customer_suspended,overage seq=4"),
        new("And billable", desk => { desk.On(Billed).Suspend(); return desk.Use(12, record: true); },
            $"allowed q=12 in=10 over=2 12/10 left 0 {Month} flags=customer_suspended,overage,billable seq=4"),
        new("What nothing includes is all overage, and no plan's", desk => desk.Customer().Use(3, record: true),
            "allowed q=3 in=0 over=3 none flags=not_included seq=2"),
        new("Nor is it of an inactive subscription",
            desk => { desk.On(Billed).Cancel(2); return desk.Use(3, record: true); },
            "allowed q=3 in=0 over=3 none flags=subscription_inactive seq=4"),
        new("Suspended and inactive, in order",
            desk => { desk.On(Billed).Cancel(2); desk.Suspend(); return desk.Use(3, record: true); },
            "allowed q=3 in=0 over=3 none flags=customer_suspended,subscription_inactive seq=5"));

    [Theory]
    [MemberData(nameof(Flags), DisableDiscoveryEnumeration = true)]
    public void A_fact_lists_what_it_overrides_and_what_the_policy_took(Rule rule) => rule.Holds();
}
