using NodaTime;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class ReasonTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string First = "allowed q=4 in=4 over=0 4/10 left 6 " + Month + " flags= seq=3";
    static readonly ModelLimit Ten = new(10, "cycle");
    static readonly ModelUse Four = new("acme", "calls", 4, "a");

    public static TheoryData<Row> Ids { get; } = Row.Table(
        new("An unknown customer comes first",
            play => play.Use(new ModelUse("nobody", "what", Namespace: "site")),
            "refused customer_unknown q=1 in=0 over=0 none flags= seq=0"),
        new("The same again is the first answer, whatever happened meanwhile", play =>
        {
            play.On(Ten).Use(Four);
            play.Use(6);
            play.Suspend();
            return play.At("2027-01-01T00:00:00Z").Use(Four);
        }, First + " replayed"),
        new("Mode is no content", play => { play.On(Ten).Use(Four); return play.Use(Four with { Mode = "record" }); },
            First + " replayed"),
        new("4.0 is 4", play => { play.On(Ten).Use(Four); return play.Use(4.0m, "a"); }, First + " replayed"),
        new("Another quantity is other content",
            play => { play.On(Ten).Use(Four); return play.Use(5, "a"); },
            "refused id_conflict q=5 in=0 over=0 none flags= seq=3"),
        new("No time is other content than the same time",
            play => { play.On(Ten).Use(Four); return play.Use(4, "a", "2026-01-15T12:00:00Z"); },
            "refused id_conflict q=4 in=0 over=0 none flags= seq=3"),
        new("Other properties are other content",
            play => { play.On(Ten).Use(Four); return play.Use(Four with { Properties = """{"a":1}""" }); },
            "refused id_conflict q=4 in=0 over=0 none flags= seq=3"),
        new("An id's conflict comes before an unknown namespace and feature",
            play => { play.On(Ten).Use(Four); return play.Use(Four with { Namespace = "site", Feature = "what" }); },
            "refused id_conflict q=4 in=0 over=0 none flags= seq=3"),
        new("An id is the customer's own", play =>
        {
            play.On(Ten).Use(Four);
            play.Customer("other").Subscribe("pro", "other");
            return play.Use(Four with { Customer = "other", Quantity = 5 });
        }, "allowed q=5 in=5 over=0 5/10 left 5 " + Month + " flags= seq=3"),
        new("A refusal is not remembered", play =>
        {
            play.On(Ten).Use(11, "a");
            play.AddOn("pack", Play.Calls(Ten)).Subscribe("pack");
            return play.Use(11, "a");
        }, "allowed q=11 in=11 over=0 11/20 left 9 " + Month + " flags= seq=4"));

    public static TheoryData<Row> Ranks { get; } = Row.Table(
        new("An unknown namespace comes before an unknown feature",
            play => play.On(Ten).Use(new ModelUse("acme", "what", Namespace: "site")),
            "refused namespace_unknown q=1 in=0 over=0 none flags= seq=2"),
        new("An unknown feature comes before a time out of range",
            play => play.On(Ten).Use(new ModelUse("acme", "what", At: Play.Time("2020-01-01T00:00:00Z"))),
            "refused feature_unknown q=1 in=0 over=0 none flags= seq=2"),
        new("35 days late is in range", play => play.On(Ten).Use(at: "2025-12-11T12:00:00Z"),
            "allowed q=1 in=1 over=0 1/10 left 9 per cycle 2025-11-15T12:00:00Z..2025-12-15T12:00:00Z flags= seq=3"),
        new("A microsecond later is out of range", play => play.On(Ten).Use(at: "2025-12-11T11:59:59.999999Z"),
            "refused at_out_of_range q=1 in=0 over=0 none flags= seq=2"),
        new("Backfill lifts the late limit",
            play => play.On(new ModelLimit(10, "month"))
                .Use(new ModelUse("acme", "calls", At: Play.Time("2024-05-05T00:00:00Z")), backfill: true),
            "allowed q=1 in=1 over=0 1/10 left 9 per month 2024-05-01T00:00:00Z..2024-06-01T00:00:00Z flags= seq=3"),
        new("5 minutes ahead is in range", play => play.On(Ten).Use(at: "2026-01-15T12:05:00Z"),
            "allowed q=1 in=1 over=0 1/10 left 9 " + Month + " flags= seq=3"),
        new("A microsecond more is out of range, backfill or not",
            play => play.On(Ten).Use(new ModelUse("acme", "calls", At: Play.Time("2026-01-15T12:05:00.000001Z")), true),
            "refused at_out_of_range q=1 in=0 over=0 none flags= seq=2"),
        new("A time out of range comes before a suspension",
            play => { play.On(Ten).Suspend(); return play.Use(at: "2020-01-01T00:00:00Z"); },
            "refused at_out_of_range q=1 in=0 over=0 none flags= seq=3"),
        new("A suspension comes before what is not included",
            play => { play.Customer().Suspend(); return play.Use(); },
            "refused customer_suspended q=1 in=0 over=0 none flags= seq=2"),
        new("A resumed customer is decided anew",
            play => { play.On(Ten).Suspend(); play.Resume(); return play.Use(); },
            "allowed q=1 in=1 over=0 1/10 left 9 " + Month + " flags= seq=5"));

    public static TheoryData<Row> Inclusion { get; } = Row.Table(
        new("Nothing includes it", play => play.Customer().Use(),
            "refused not_included q=1 in=0 over=0 none flags= seq=1"),
        new("A scheduled subscription is inactive", play =>
        {
            play.Customer().Plan("pro", Play.Calls(Ten));
            play.Subscribe(new ModelOrder("pro", StartsAt: play.Now + Duration.FromDays(1)));
            return play.Use();
        }, "refused subscription_inactive q=1 in=0 over=0 none flags= seq=2"),
        new("A canceled subscription is inactive", play => { play.On(Ten).Cancel(0); return play.Use(); },
            "refused subscription_inactive q=1 in=0 over=0 none flags= seq=3"),
        new("An expired subscription is inactive from its end on", play =>
        {
            play.Customer().Plan("pro", Play.Calls(Ten));
            play.Subscribe(new ModelOrder("pro", EndsAt: Play.Time("2026-01-16T00:00:00Z")));
            return play.At("2026-01-16T00:00:00Z").Use();
        }, "refused subscription_inactive q=1 in=0 over=0 none flags= seq=2"),
        new("A replaced base does not count", play =>
        {
            play.On(Ten).At("2026-01-16T00:00:00Z").Plan("free", ModelPlanFeature.On("sso")).Subscribe("free");
            return play.Use();
        }, "refused not_included q=1 in=0 over=0 none flags= seq=3"),
        new("Nor one that starts where the later one does", play =>
        {
            play.On(Ten).Plan("free", ModelPlanFeature.On("sso")).Subscribe("free");
            return play.Use();
        }, "refused not_included q=1 in=0 over=0 none flags= seq=3"),
        new("A waived customer keeps what a canceled subscription includes",
            play => { play.On(Ten).Cancel(0); play.PutCustomer(waived: true); return play.Use(); },
            "allowed q=1 in=1 over=0 1/10 left 9 per cycle 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z flags= seq=5"),
        new("A waiver adds nothing where something active includes it", play =>
        {
            play.On(Ten).AddOn("pack", Play.Calls(new ModelLimit(5, "cycle"))).Subscribe("pack");
            play.Cancel(1);
            play.PutCustomer(waived: true);
            return play.Use();
        }, "allowed q=1 in=1 over=0 1/10 left 9 " + Month + " flags= seq=6"),
        new("A waiver includes nothing that was replaced", play =>
        {
            play.On(Ten).At("2026-01-16T00:00:00Z").Plan("free", ModelPlanFeature.On("sso")).Subscribe("free");
            play.PutCustomer(waived: true);
            return play.Use();
        }, "refused not_included q=1 in=0 over=0 none flags= seq=4"),
        new("A waiver lifts no suspension",
            play => { play.On(Ten).PutCustomer(waived: true); play.Suspend(); return play.Use(); },
            "refused customer_suspended q=1 in=0 over=0 0/10 left 10 " + Month + " flags= seq=4"),
        new("A switch that is on is allowed and counts nothing",
            play => play.On(ModelPlanFeature.On("sso")).Use(new ModelUse("acme", "sso")),
            "allowed q=1 in=1 over=0 none flags= seq=3"),
        new("A switch that is off is not included", play => play.On(Ten).Use(new ModelUse("acme", "sso")),
            "refused not_included q=1 in=0 over=0 none flags= seq=2"));

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Ranks), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Inclusion), DisableDiscoveryEnumeration = true)]
    public void The_first_reason_that_applies_is_the_answer(Row row) =>
        Assert.Equal(row.Expected, row.Played(new()));
}
