using Tollgate.Core.Catalog;
using Tollgate.Core.Entitlements;
using Tollgate.Core.Usage;
using Xunit;

namespace Tollgate.Core.Tests.Entitlements;

public sealed class GaugeViewTests
{
    [Fact]
    public void The_view_of_a_gauge_says_what_a_change_of_it_finds()
    {
        var desk = new Desk();
        desk.Do(new PutFeature("seats", new FeatureDefinition("Seats", FeatureType.Gauge)));
        desk.Do(new PutPlan("pro", new PlanDefinition(
            "pro", PlanKind.Base, false, Core.Time.CycleLength.Month, 0, true,
            new SortedDictionary<string, PlanFeature> { ["seats"] = Desk.Limits((5, "forever")) })));
        desk.Customer().Namespace("n1").Subscribe("pro");
        Assert.True(((Decision)desk.Do(new Use("acme", "seats", 5, "n1"))).Allowed);
        desk.SubscribeIn("n1", "pro");
        var view = ((Shown<EntitlementsView>)desk.Do(new ShowEntitlements("acme", "n1"))).Value;
        var figures = view.Lines.Single(one => one.Feature.Code == "seats").Limits.Single().Figures;
        var check = (Decision)desk.Do(new Use("acme", "seats", 1, "n1") { CheckOnly = true });
        Assert.Equal(check.Figures!.Used, figures.Used);
    }
}
