using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void An_iana_id_is_found_and_kept(string id)
    {
        Assert.True(Zones.TryFind(id, out var zone));
        Assert.Equal(id, zone.Id);
        Assert.Same(zone, DateTimeZoneProviders.Tzdb[id]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("utc")]
    [InlineData("europe/berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("Berlin")]
    [InlineData("CEST")]
    [InlineData("UTC+00:00")]
    [InlineData("UTC+01")]
    [InlineData("UTC+05:30")]
    [InlineData("+05:30")]
    public void Anything_else_is_not(string id)
    {
        Assert.False(Zones.TryFind(id, out var zone));
        Assert.Null(zone);
    }
}
