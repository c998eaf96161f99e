using NodaTime;
using NodaTime.Text;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

/// <summary>Zones and instants as table rows write them.</summary>
static class Local
{
    static readonly OffsetDateTimePattern _written =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm' 'o<G>");

    /// <summary>A zone that must exist.</summary>
    public static DateTimeZone Zone(string id)
    {
        Assert.True(Zones.TryFind(id, out var zone), $"no zone {id}");
        return zone;
    }

    /// <summary>An instant written with its offset: <c>2024-03-31 01:59 +01</c>.</summary>
    public static Instant At(string text) => _written.Parse(text).Value.ToInstant();
}
