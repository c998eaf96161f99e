using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class LimitTests
{
    const string Month = "per cycle 2026-01-15T12:00:00Z..2026-02-15T12:00:00Z";
    const string Hour = "per hour 2026-01-15T12:00:00Z..2026-01-15T13:00:00Z";
    static readonly ModelLimit Ten = new(10, "cycle");

    public static TheoryData<Row> Figures { get; } = Row.Table(
        new("A limit may be used up exactly", play => play.On(Ten).Use(10),
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("Never past it", play => play.On(Ten).Use(11),
            $"refused limit_exceeded q=11 in=0 over=0 0/10 left 10 {Month} flags= seq=2"),
        new("A refused use is not counted", play => { play.On(Ten).Use(11); return play.Use(10); },
            $"allowed q=10 in=10 over=0 10/10 left 0 {Month} flags= seq=3"),
        new("A limit of 0 is valid", play => play.On(new ModelLimit(0, "forever")).Use(),
            "refused limit_exceeded q=1 in=0 over=0 0/0 left 0 per forever -..- flags= seq=2"),
        new("The limit that refuses is shown",
            play => play.On(new ModelLimit(100, "minute"), new(3, "hour"), Ten).Use(4),
            $"refused limit_exceeded q=4 in=0 over=0 0/3 left 3 {Hour} flags= seq=2"),
        new("The one that refuses, though another has less left",
            play => play.On(new ModelPlanFeature
            {
                Feature = "calls",
                Limits = [new(4, "hour"), new(10, "cycle")],
                Overage = "allow",
                OverageLimit = 2,
            }).Use(7),
            $"refused limit_exceeded q=7 in=0 over=0 0/4 left 4 {Hour} flags= seq=2"),
        new("Of several the one with the least left", play => play.On(new ModelLimit(5, "hour"), new(3, "day")).Use(6),
            "refused limit_exceeded q=6 in=0 over=0 0/3 left 3 "
            + "per day 2026-01-15T00:00:00Z..2026-01-16T00:00:00Z flags= seq=2"),
        new("Of equals the smaller kind", play => play.On(new ModelLimit(5, "day"), new(5, "hour")).Use(6),
            $"refused limit_exceeded q=6 in=0 over=0 0/5 left 5 {Hour} flags= seq=2"),
        new("Rolling ones come after the cycle", play => play.On(new ModelLimit(5, "PT1H"), new(5, "cycle")).Use(6),
            $"refused limit_exceeded q=6 in=0 over=0 0/5 left 5 {Month} flags= seq=2"),
        new("Rolling ones by length", play => play.On(new ModelLimit(5, "P1D"), new(5, "PT5H")).Use(6),
            "refused limit_exceeded q=6 in=0 over=0 0/5 left 5 per PT5H 2026-01-15T07:00:00Z..- flags= seq=2"),
        new("Allowed shows the least left after the use", play => play.On(new ModelLimit(8, "hour"), Ten).Use(5),
            $"allowed q=5 in=5 over=0 5/8 left 3 {Hour} flags= seq=3"),
        new("A check shows what stands and takes no number",
            play => { play.On(Ten).Use(4); return play.Check(6); },
            $"allowed q=6 in=6 over=0 4/10 left 6 {Month} flags= seq=3"),
        new("A check refuses alike", play => { play.On(Ten).Use(4); play.Check(6); return play.Check(7); },
            $"refused limit_exceeded q=7 in=0 over=0 4/10 left 6 {Month} flags= seq=3"),
        new("Thousandths are exact", play =>
        {
            play.On(ModelPlanFeature.Limited("tokens", new ModelLimit(0.3m, "cycle")));
            play.Use(new ModelUse("acme", "tokens", 0.1m));
            return play.Use(new ModelUse("acme", "tokens", 0.2m));
        }, $"allowed q=0.2 in=0.2 over=0 0.3/0.3 left 0 {Month} flags= seq=4"));

    public static TheoryData<Row> Windows { get; } = Row.Table(
        new("The next window has no usage", play =>
        {
            play.On(new ModelLimit(3, "hour")).Use(3);
            return play.At("2026-01-15T13:00:00Z").Use(3);
        }, "allowed q=3 in=3 over=0 3/3 left 0 per hour 2026-01-15T13:00:00Z..2026-01-15T14:00:00Z flags= seq=4"),
        new("Not a moment before", play =>
        {
            play.On(new ModelLimit(3, "hour")).Use(3);
            return play.At("2026-01-15T12:59:59.999999Z").Use();
        }, $"refused limit_exceeded q=1 in=0 over=0 3/3 left 0 {Hour} flags= seq=3"),
        new("A late use counts where it happened",
            play => { play.On(Ten).Use(10); return play.Use(3, at: "2026-01-10T00:00:00Z"); },
            "allowed q=3 in=3 over=0 3/10 left 7 per cycle 2025-12-15T12:00:00Z..2026-01-15T12:00:00Z flags= seq=4"),
        new("A use ahead counts where it will happen", play =>
        {
            play.On(Ten).Use(10);
            return play.At("2026-02-15T11:56:00Z").Use(2, at: "2026-02-15T12:00:00Z");
        }, "allowed q=2 in=2 over=0 2/10 left 8 per cycle 2026-02-15T12:00:00Z..2026-03-15T12:00:00Z flags= seq=4"),
        new("Without a base the cycle is the calendar month of the zone", play =>
        {
            play.Customer(zone: "Europe/Berlin").AddOn("pack", Play.Calls(Ten)).Subscribe("pack");
            return play.Use();
        }, "allowed q=1 in=1 over=0 1/10 left 9 per cycle 2025-12-31T23:00:00Z..2026-01-31T23:00:00Z flags= seq=3"),
        new("Days follow a changed zone", play =>
        {
            play.On(new ModelLimit(3, "day")).At("2026-01-15T22:00:00Z").Use(2);
            play.PutCustomer("Europe/Berlin");
            return play.At("2026-01-16T10:00:00Z").Use();
        }, "allowed q=1 in=1 over=0 1/3 left 2 per day 2026-01-15T23:00:00Z..2026-01-16T23:00:00Z flags= seq=5"),
        new("A rolling limit shows when its oldest use leaves", play =>
        {
            play.On(new ModelLimit(5, "PT5H")).Use(2);
            play.At("2026-01-15T13:00:00Z").Use(3);
            return play.At("2026-01-15T16:59:59.999Z").Use();
        }, "refused limit_exceeded q=1 in=0 over=0 5/5 left 0 "
            + "per PT5H 2026-01-15T11:59:59.999Z..2026-01-15T17:00:00Z flags= seq=4"),
        new("A use leaves a rolling window when it is as old as it is long", play =>
        {
            play.On(new ModelLimit(5, "PT5H")).Use(2);
            play.At("2026-01-15T13:00:00Z").Use(3);
            return play.At("2026-01-15T17:00:00Z").Use(2);
        }, "allowed q=2 in=2 over=0 5/5 left 0 per PT5H 2026-01-15T12:00:00Z..2026-01-15T18:00:00Z flags= seq=5"),
        new("A use ahead counts in a rolling window from its recording", play =>
        {
            play.On(new ModelLimit(5, "PT5H")).Use(4, at: "2026-01-15T12:05:00Z");
            return play.Use(2);
        }, "refused limit_exceeded q=2 in=0 over=0 4/5 left 1 "
            + "per PT5H 2026-01-15T07:00:00Z..2026-01-15T17:05:00Z flags= seq=3"),
        new("A use older than a rolling window counts in it no more",
            play => play.On(new ModelLimit(5, "PT5H")).Use(4, at: "2026-01-15T07:00:00Z"),
            "allowed q=4 in=4 over=0 0/5 left 5 per PT5H 2026-01-15T07:00:00Z..- flags= seq=3"));

    public static TheoryData<Row> Sums { get; } = Row.Table(
        new("Base and add-ons add up per window kind", play =>
        {
            play.On(Ten).AddOn("pack", Play.Calls(new(5, "cycle"), new(20, "hour")));
            play.Subscribe("pack");
            play.Subscribe("pack");
            return play.Use(19);
        }, $"allowed q=19 in=19 over=0 19/20 left 1 {Month} flags= seq=5"),
        new("Any unlimited wins", play =>
        {
            play.On(Ten).AddOn("pack", ModelPlanFeature.Unlimited("calls")).Subscribe("pack");
            return play.Use(1_000);
        }, "allowed q=1000 in=1000 over=0 unlimited flags= seq=4"),
        new("A lowered limit may lie below what was used", play =>
        {
            play.On(Ten).Use(8);
            play.Plan("free", Play.Calls(new ModelLimit(5, "cycle"))).Subscribe("free");
            return play.Use();
        }, $"refused limit_exceeded q=1 in=0 over=0 8/5 left 0 {Month} flags= seq=4"),
        new("There and back gives nothing back", play =>
        {
            play.On(Ten).Use(8);
            play.At("2026-01-20T00:00:00Z").Plan("max", Play.Calls(new ModelLimit(50, "cycle"))).Subscribe("max");
            play.Use(1);
            play.At("2026-01-25T00:00:00Z").Subscribe("pro");
            return play.Use(2);
        }, $"refused limit_exceeded q=2 in=0 over=0 9/10 left 1 {Month} flags= seq=6"),
        new("Cancelling and subscribing again gives no fresh quota", play =>
        {
            play.On(Ten).Use(8);
            play.At("2026-01-20T00:00:00Z").Cancel(0);
            play.At("2026-01-25T00:00:00Z").Subscribe("pro");
            return play.Use(3);
        }, $"refused limit_exceeded q=3 in=0 over=0 8/10 left 2 {Month} flags= seq=5"),
        new("A new anchor does", play =>
        {
            play.On(Ten).Use(8);
            play.At("2026-01-20T00:00:00Z").Subscribe(new ModelOrder("pro", Anchor: Play.Time("2026-01-20T00:00:00Z")));
            return play.Use(10);
        }, "allowed q=10 in=10 over=0 10/10 left 0 per cycle 2026-01-20T00:00:00Z..2026-02-20T00:00:00Z flags= seq=5"),
        new("What was recorded before the plan counts", play =>
        {
            play.Customer().Record(4);
            play.Plan("pro", Play.Calls(Ten)).Subscribe("pro");
            return play.Use(6);
        }, $"allowed q=6 in=6 over=0 10/10 left 0 {Month} flags= seq=4"));

    [Theory]
    [MemberData(nameof(Figures), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Windows), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Sums), DisableDiscoveryEnumeration = true)]
    public void Every_limit_holds_in_its_window(Row row) => Assert.Equal(row.Expected, row.Played(new()));
}
