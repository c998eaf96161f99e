using NodaTime;
using Tollgate.Core.Catalog;
using Tollgate.Core.Due;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.Long;

/// <summary>
/// A base that ends within its cycle, beside an add-on that goes on: the month is the cycle from then on.
/// </summary>
public sealed class PeriodOfEndedPlanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_use_is_in_a_period_that_ended_before_it(bool looks)
    {
        var desk = new Desk();
        desk.Plan("pro", Desk.Limits((10, "cycle"))).Plan("extra", Desk.Limits((3, "cycle")), PlanKind.AddOn);
        desk.At("2026-01-16T00:00:00Z").Customer()
            .Subscribe(new Subscribe("acme", "pro", EndsAt: Desk.Time("2026-02-12T00:00:00Z")));
        desk.Subscribe("extra");
        desk.At("2026-02-10T00:00:00Z").Use(4);
        var end = Desk.Time("2026-02-20T00:00:00Z");
        while (looks && desk.Rows.Customer("acme")!.Head.DueAt is { } due && due <= end)
            desk.At(Instant.Max(due, desk.Now).ToString("uuuu-MM-dd'T'HH:mm:ss.FFFFFFFFF'Z'", null))
                .Do(new SettleDue("acme"));
        desk.At("2026-02-20T00:00:00Z").Do(new SettleDue("acme"));

        var use = desk.Rows.Customer("acme")!.Events.Single();
        Assert.All(
            desk.Rows.Customer("acme")!.Periods.Where(one => one.Figures.Any(figure => figure.Used > 0)),
            one => Assert.True(use.At < one.EndsAt, $"{use.At} is in {one.StartsAt} to {one.EndsAt}."));
    }
}
