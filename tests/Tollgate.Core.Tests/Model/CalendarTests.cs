using NodaTime;
using NodaTime.Text;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Model;

public sealed class CalendarTests
{
    [Theory]
    [InlineData("UTC", "minute", "2026-01-15T12:00:30.5Z", "2026-01-15T12:00:00Z..2026-01-15T12:01:00Z")]
    [InlineData("UTC", "hour", "2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z..2026-01-15T13:00:00Z")]
    [InlineData("UTC", "hour", "2026-01-15T11:59:59.999999Z", "2026-01-15T11:00:00Z..2026-01-15T12:00:00Z")]
    [InlineData("Asia/Kathmandu", "hour", "2026-01-15T12:00:00Z", "2026-01-15T11:15:00Z..2026-01-15T12:15:00Z")]
    [InlineData("Asia/Kathmandu", "day", "2026-01-15T12:00:00Z", "2026-01-14T18:15:00Z..2026-01-15T18:15:00Z")]
    [InlineData("Europe/Berlin", "day", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z..2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "day", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z..2026-10-25T23:00:00Z")]
    [InlineData("Europe/Berlin", "hour", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z..2026-10-25T01:00:00Z")]
    [InlineData("Europe/Berlin", "hour", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z..2026-10-25T02:00:00Z")]
    [InlineData("Australia/Lord_Howe", "hour", "2026-04-04T14:45:00Z", "2026-04-04T14:00:00Z..2026-04-04T15:00:00Z")]
    [InlineData("Australia/Lord_Howe", "hour", "2026-04-04T15:10:00Z", "2026-04-04T15:00:00Z..2026-04-04T15:30:00Z")]
    [InlineData("Australia/Lord_Howe", "hour", "2026-10-03T15:40:00Z", "2026-10-03T15:30:00Z..2026-10-03T16:00:00Z")]
    [InlineData("America/New_York", "week", "2026-03-08T12:00:00Z", "2026-03-02T05:00:00Z..2026-03-09T04:00:00Z")]
    [InlineData("UTC", "week", "2026-01-12T00:00:00Z", "2026-01-12T00:00:00Z..2026-01-19T00:00:00Z")]
    [InlineData("UTC", "week", "2026-01-11T23:59:59Z", "2026-01-05T00:00:00Z..2026-01-12T00:00:00Z")]
    [InlineData("America/New_York", "month", "2026-11-15T00:00:00Z", "2026-11-01T04:00:00Z..2026-12-01T05:00:00Z")]
    [InlineData("America/Sao_Paulo", "day", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z..2018-11-05T02:00:00Z")]
    public void A_window_follows_the_zone(string zone, string per, string at, string expected) =>
        Assert.Equal(expected, Show(ModelCalendar.Window(per, Play.Time(at), Zone(zone))));

    [Theory]
    [InlineData("UTC", "month", "2026-01-31T10:00", "2026-02-15T00:00", "2026-01-31T10:00..2026-02-28T10:00")]
    [InlineData("UTC", "month", "2026-01-31T10:00", "2026-02-28T10:00", "2026-02-28T10:00..2026-03-31T10:00")]
    [InlineData("UTC", "month", "2026-01-31T10:00", "2028-03-01T00:00", "2028-02-29T10:00..2028-03-31T10:00")]
    [InlineData("UTC", "month", "2026-05-31T10:00", "2026-05-01T00:00", "2026-04-30T10:00..2026-05-31T10:00")]
    [InlineData("UTC", "quarter", "2025-11-30T00:00", "2026-01-15T00:00", "2025-11-30T00:00..2026-02-28T00:00")]
    [InlineData("UTC", "quarter", "2025-11-30T00:00", "2026-03-15T00:00", "2026-02-28T00:00..2026-05-30T00:00")]
    [InlineData("UTC", "year", "2024-02-29T00:00", "2025-06-15T00:00", "2025-02-28T00:00..2026-02-28T00:00")]
    [InlineData("UTC", "year", "2024-02-29T00:00", "2028-03-15T00:00", "2028-02-29T00:00..2029-02-28T00:00")]
    [InlineData("Europe/Berlin", "week", "2026-03-23T11:00", "2026-03-29T12:00", "2026-03-23T11:00..2026-03-30T10:00")]
    [InlineData("Europe/Berlin", "month", "2026-01-29T01:30", "2026-03-10T00:00", "2026-02-28T01:30..2026-03-29T01:30")]
    [InlineData("Europe/Berlin", "month", "2026-01-29T01:30", "2026-03-29T01:45", "2026-03-29T01:30..2026-04-29T00:30")]
    [InlineData("Europe/Berlin", "month", "2026-09-25T00:30", "2026-10-25T01:00", "2026-10-25T00:30..2026-11-25T01:30")]
    [InlineData("Europe/Berlin", "month", "2026-10-25T01:30", "2026-10-25T01:00", "2026-09-25T00:30..2026-10-25T01:30")]
    [InlineData("Asia/Tokyo", "month", "2026-01-30T15:00", "2026-02-15T00:00", "2026-01-30T15:00..2026-02-27T15:00")]
    [InlineData("Asia/Kathmandu", "week", "2026-01-30T18:15", "2026-02-04T00:00", "2026-01-30T18:15..2026-02-06T18:15")]
    public void A_cycle_is_computed_from_its_anchor(
        string zone, string cycle, string anchor, string at, string expected) =>
        Assert.Equal(
            expected.Replace("..", ":00Z..", StringComparison.Ordinal) + ":00Z",
            Show(ModelCalendar.Cycle(cycle, Minute(anchor), Minute(at), Zone(zone))));

    [Theory]
    [InlineData("PT5H", 5)]
    [InlineData("P30D", 720)]
    [InlineData("P1W", 168)]
    [InlineData("P1DT12H", 36)]
    public void A_rolling_window_has_days_of_24_hours(string per, int hours) =>
        Assert.Equal(Duration.FromHours(hours), ModelCalendar.Rolling(per));

    [Fact]
    public void A_rolling_window_has_no_months() =>
        Assert.Throws<ArgumentException>(() => ModelCalendar.Rolling("P1M"));

    static Instant Minute(string text) => Play.Time(text + ":00Z");

    static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    static string Show((Instant Start, Instant End) window) =>
        $"{InstantPattern.ExtendedIso.Format(window.Start)}..{InstantPattern.ExtendedIso.Format(window.End)}";
}
