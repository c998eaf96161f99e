using System.Text.Json;
using Tollgate.Core.Boosts;
using Tollgate.Core.Catalog;
using Tollgate.Core.Usage;
using Tollgate.Core.Webhooks;
using Xunit;

namespace Tollgate.Core.Tests.Usage;

public sealed class ThresholdTests
{
    public static TheoryData<Rule> Told { get; } = Rule.Table(
        new("Each once, as it is reached", desk =>
        {
            On(desk, (10, "cycle"));
            for (var i = 0; i < 10; i++) desk.Use();
            return Tell(desk);
        }, "80 of cycle at 8, 90 of cycle at 9, 100 of cycle at 10"),
        new("The highest only, where several are reached at once", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(10);
            return Tell(desk);
        }, "100 of cycle at 10"),
        new("Not again in the same window", desk =>
        {
            On(desk, (100, "cycle"));
            desk.Use(80);
            desk.Use();
            return Tell(desk);
        }, "80 of cycle at 80"),
        new("Anew in the next", desk =>
        {
            On(desk, (10, "day"));
            desk.Use(8);
            desk.At("2026-01-16T12:00:00Z").Use(8);
            return Tell(desk);
        }, "80 of day at 8, 80 of day at 8"),
        new("None of a window that is over", desk =>
        {
            On(desk, (10, "day"));
            desk.Use(9, at: "2026-01-14T12:00:00Z");
            return Tell(desk);
        }, ""),
        new("Each limit for itself", desk =>
        {
            On(desk, (10, "cycle"), (8, "day"));
            desk.Use(8);
            return Tell(desk);
        }, "100 of day at 8, 80 of cycle at 8"),
        new("Armed again by a reversal", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(8, id: "a");
            desk.Do(new ReverseUse("acme", "a"));
            desk.Use(8);
            return Tell(desk);
        }, "80 of cycle at 8, 80 of cycle at 8"),
        new("A refusal tells nothing", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(11);
            return Tell(desk);
        }, ""),
        new("A raised limit lets it be told anew", desk =>
        {
            On(desk, (10, "cycle"));
            desk.Use(8);
            desk.Boost(BoostType.AddLimit, 90);
            desk.Use();
            desk.Use(71);
            return Tell(desk);
        }, "80 of cycle at 8, 80 of cycle at 80"),
        new("At other parts, if the settings say so", desk =>
        {
            desk.Do(new PutSettings(new SettingsChange { Thresholds = [50, 120] }));
            On(desk, (10, "cycle"));
            desk.Use(9);
            desk.Use(3, record: true);
            return Tell(desk);
        }, "50 of cycle at 9, 120 of cycle at 12"),
        new("Nobody who wants to know, nothing is told", desk =>
        {
            desk.On((10, "cycle"));
            desk.Use(10);
            return Tell(desk);
        }, ""));

    [Theory]
    [MemberData(nameof(Told), DisableDiscoveryEnumeration = true)]
    public void A_threshold_is_told(Rule rule) => rule.Holds();

    [Fact]
    public void A_gauge_that_was_lowered_is_told_of_anew()
    {
        var desk = new Desk();
        desk.Do(new PutFeature("seats", new FeatureDefinition("Seats", FeatureType.Gauge)));
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["usage.*"], WebhookSecret.Of(new byte[32])));
        desk.Customer();
        desk.Do(new PutPlan("team", new PlanDefinition(
            "t", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
            new(StringComparer.Ordinal) { ["seats"] = Desk.Limits((10, "forever")) })));
        desk.Subscribe("team");
        foreach (var level in new[] { 9m, 7m, 8m }) desk.Do(new Use("acme", "seats") { Level = level });
        Assert.Equal("90 of forever at 9, 80 of forever at 8", Tell(desk));
    }

    static void On(Desk desk, params (decimal, string)[] limits)
    {
        desk.Do(new CreateWebhookEndpoint("https://example.com/", ["usage.*"], WebhookSecret.Of(new byte[32])));
        desk.Customer().Plan("pro", Desk.Limits(limits)).Subscribe("pro");
    }

    static string Tell(Desk desk) => string.Join(", ", desk.Rows.Outbox.Select(one =>
    {
        var data = JsonDocument.Parse(one.Payload).RootElement.GetProperty("data");
        Assert.Equal("usage.threshold", one.Type);
        return $"{data.GetProperty("threshold")} of {data.GetProperty("per")} at {data.GetProperty("used")}";
    }));
}
