using NodaTime;
using Tollgate.Core.Subscriptions;
using Xunit;

namespace Tollgate.Core.Tests.History;

public sealed class AuditTests
{
    [Fact]
    public void An_entry_shows_times_to_the_microsecond()
    {
        var desk = new Desk().Customer().Plan("pro", Desk.Unlimited);
        var start = desk.Now + Duration.FromTicks(10);

        desk.Subscribe(new Subscribe("acme", "pro", StartsAt: start, Anchor: desk.Now));

        var after = desk.Rows.Customer("acme")!.Audits[^1].After;
        Assert.Contains("\"starts_at\":\"2026-01-15T12:00:00.000001Z\"", after, StringComparison.Ordinal);
        Assert.Contains("\"anchor\":\"2026-01-15T12:00:00Z\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_in_effect_already_leaves_none()
    {
        var desk = new Desk().On((10, "day"));
        desk.Suspend();
        var before = desk.Rows.Customer("acme")!.Audits.Count;

        Assert.Equal("unchanged", desk.Suspend());
        Assert.Equal(before, desk.Rows.Customer("acme")!.Audits.Count);
    }
}
