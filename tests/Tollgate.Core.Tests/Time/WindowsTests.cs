using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class WindowsTests
{
    [Theory]
    // Hours and minutes: two windows where the clock shows an hour twice, none where it skips one.
    [InlineData("hour", "Europe/Berlin", "2024-03-31 01:59 +01", "2024-03-31 01:00 +01", "2024-03-31 03:00 +02")]
    [InlineData("hour", "Europe/Berlin", "2024-03-31 03:00 +02", "2024-03-31 03:00 +02", "2024-03-31 04:00 +02")]
    [InlineData("hour", "Europe/Berlin", "2024-10-27 02:30 +02", "2024-10-27 02:00 +02", "2024-10-27 02:00 +01")]
    [InlineData("hour", "Europe/Berlin", "2024-10-27 02:30 +01", "2024-10-27 02:00 +01", "2024-10-27 03:00 +01")]
    [InlineData("minute", "Europe/Berlin", "2024-10-27 02:59 +02", "2024-10-27 02:59 +02", "2024-10-27 02:00 +01")]
    [InlineData("hour", "America/New_York", "2024-03-10 01:30 -05", "2024-03-10 01:00 -05", "2024-03-10 03:00 -04")]
    [InlineData("hour", "America/New_York", "2024-11-03 01:00 -04", "2024-11-03 01:00 -04", "2024-11-03 01:00 -05")]
    [InlineData("hour", "America/New_York", "2024-11-03 01:00 -05", "2024-11-03 01:00 -05", "2024-11-03 02:00 -05")]
    // Lord Howe changes by half an hour: the hours next to a change are half as long.
    [InlineData(
        "hour", "Australia/Lord_Howe", "2024-04-07 01:59 +11", "2024-04-07 01:00 +11", "2024-04-07 01:30 +10:30")]
    [InlineData(
        "hour", "Australia/Lord_Howe", "2024-04-07 01:59 +10:30", "2024-04-07 01:30 +10:30", "2024-04-07 02:00 +10:30")]
    [InlineData(
        "hour", "Australia/Lord_Howe", "2024-10-06 01:00 +10:30", "2024-10-06 01:00 +10:30", "2024-10-06 02:30 +11")]
    [InlineData("hour", "Australia/Lord_Howe", "2024-10-06 02:45 +11", "2024-10-06 02:30 +11", "2024-10-06 03:00 +11")]
    // St John's changed at 00:01: a minute of its hour, then what is left of another.
    [InlineData(
        "hour", "America/St_Johns", "2010-03-14 00:00 -03:30", "2010-03-14 00:00 -03:30", "2010-03-14 01:01 -02:30")]
    [InlineData(
        "hour", "America/St_Johns", "2010-03-14 01:30 -02:30", "2010-03-14 01:01 -02:30", "2010-03-14 02:00 -02:30")]
    [InlineData(
        "hour", "America/St_Johns", "2010-11-07 00:00 -02:30", "2010-11-07 00:00 -02:30", "2010-11-06 23:01 -03:30")]
    [InlineData(
        "hour", "America/St_Johns", "2010-11-06 23:30 -03:30", "2010-11-06 23:01 -03:30", "2010-11-07 00:00 -03:30")]
    [InlineData(
        "hour", "America/St_Johns", "2010-11-07 00:30 -03:30", "2010-11-07 00:00 -03:30", "2010-11-07 01:00 -03:30")]
    // Offsets that are no whole hours: the wall clock decides.
    [InlineData(
        "hour", "Asia/Kathmandu", "2024-05-01 00:10 +05:45", "2024-05-01 00:00 +05:45", "2024-05-01 01:00 +05:45")]
    [InlineData(
        "day", "Asia/Kathmandu", "2024-05-01 00:00 +05:45", "2024-05-01 00:00 +05:45", "2024-05-02 00:00 +05:45")]
    [InlineData(
        "minute", "Africa/Monrovia", "1971-05-01 12:00 -00:44:30",
        "1971-05-01 12:00 -00:44:30", "1971-05-01 12:01 -00:44:30")]
    // Days of 23 and of 25 hours.
    [InlineData("day", "Europe/Berlin", "2024-03-31 12:00 +02", "2024-03-31 00:00 +01", "2024-04-01 00:00 +02")]
    [InlineData("day", "Europe/Berlin", "2024-10-27 00:00 +02", "2024-10-27 00:00 +02", "2024-10-28 00:00 +01")]
    [InlineData("day", "America/New_York", "2024-03-10 23:59 -04", "2024-03-10 00:00 -05", "2024-03-11 00:00 -04")]
    [InlineData("day", "America/New_York", "2024-11-03 23:59 -05", "2024-11-03 00:00 -04", "2024-11-04 00:00 -05")]
    // And half an hour short or long.
    [InlineData(
        "day", "Australia/Lord_Howe", "2024-10-06 12:00 +11", "2024-10-06 00:00 +10:30", "2024-10-07 00:00 +11")]
    [InlineData(
        "day", "Australia/Lord_Howe", "2024-04-07 12:00 +10:30", "2024-04-07 00:00 +11", "2024-04-08 00:00 +10:30")]
    // A change at 00:01 leaves midnight alone; one back to 23:00 at midnight makes the old day longer.
    [InlineData(
        "day", "America/St_Johns", "2010-03-14 12:00 -02:30", "2010-03-14 00:00 -03:30", "2010-03-15 00:00 -02:30")]
    [InlineData("day", "America/Sao_Paulo", "2018-02-17 23:30 -03", "2018-02-17 00:00 -02", "2018-02-18 00:00 -03")]
    // Days without midnight begin when the clock first shows them.
    [InlineData("day", "America/Sao_Paulo", "2018-11-04 12:00 -02", "2018-11-04 01:00 -02", "2018-11-05 00:00 -02")]
    [InlineData("day", "America/Sao_Paulo", "2018-11-03 23:59 -03", "2018-11-03 00:00 -03", "2018-11-04 01:00 -02")]
    [InlineData(
        "day", "Asia/Kathmandu", "1986-01-01 12:00 +05:45", "1986-01-01 00:15 +05:45", "1986-01-02 00:00 +05:45")]
    [InlineData("month", "Asia/Amman", "2011-04-15 12:00 +03", "2011-04-01 01:00 +03", "2011-05-01 00:00 +03")]
    [InlineData("month", "Asia/Damascus", "2000-04-15 12:00 +03", "2000-04-01 01:00 +03", "2000-05-01 00:00 +03")]
    // Where the clock goes back over midnight, the hours shown again belong to the day that has begun.
    [InlineData(
        "day", "America/St_Johns", "2010-11-06 23:30 -02:30", "2010-11-06 00:00 -02:30", "2010-11-07 00:00 -02:30")]
    [InlineData(
        "day", "America/St_Johns", "2010-11-06 23:30 -03:30", "2010-11-07 00:00 -02:30", "2010-11-08 00:00 -03:30")]
    // Of two midnights of one date the first counts.
    [InlineData("day", "America/Havana", "2024-11-03 00:30 -05", "2024-11-03 00:00 -04", "2024-11-04 00:00 -05")]
    // Apia had no 30 December 2011.
    [InlineData("day", "Pacific/Apia", "2011-12-29 23:59 -10", "2011-12-29 00:00 -10", "2011-12-31 00:00 +14")]
    [InlineData("day", "Pacific/Apia", "2011-12-31 00:00 +14", "2011-12-31 00:00 +14", "2012-01-01 00:00 +14")]
    [InlineData("hour", "Pacific/Apia", "2011-12-29 23:59 -10", "2011-12-29 23:00 -10", "2011-12-31 00:00 +14")]
    [InlineData("week", "Pacific/Apia", "2011-12-31 12:00 +14", "2011-12-26 00:00 -10", "2012-01-02 00:00 +14")]
    [InlineData("month", "Pacific/Apia", "2011-12-31 12:00 +14", "2011-12-01 00:00 -10", "2012-01-01 00:00 +14")]
    // Kwajalein had no 21 August 1993.
    [InlineData("day", "Pacific/Kwajalein", "1993-08-20 12:00 -12", "1993-08-20 00:00 -12", "1993-08-22 00:00 +12")]
    // Weeks start on Monday, months on the first.
    [InlineData("week", "Europe/Berlin", "2024-03-31 23:59 +02", "2024-03-25 00:00 +01", "2024-04-01 00:00 +02")]
    [InlineData("week", "UTC", "2024-01-01 00:00 Z", "2024-01-01 00:00 Z", "2024-01-08 00:00 Z")]
    [InlineData("month", "America/New_York", "2024-03-01 04:59 Z", "2024-02-01 00:00 -05", "2024-03-01 00:00 -05")]
    [InlineData("month", "America/New_York", "2024-03-01 05:00 Z", "2024-03-01 00:00 -05", "2024-04-01 00:00 -04")]
    [InlineData("month", "UTC", "2024-02-29 23:59 Z", "2024-02-01 00:00 Z", "2024-03-01 00:00 Z")]
    [InlineData("week", "Europe/Berlin", "2026-01-01 00:00 +01", "2025-12-29 00:00 +01", "2026-01-05 00:00 +01")]
    [InlineData("week", "America/New_York", "2024-11-01 12:00 -04", "2024-10-28 00:00 -04", "2024-11-04 00:00 -05")]
    [InlineData("month", "UTC", "2100-02-28 23:59 Z", "2100-02-01 00:00 Z", "2100-03-01 00:00 Z")]
    [InlineData("month", "Australia/Lord_Howe", "2026-12-31 23:59 +11", "2026-12-01 00:00 +11", "2027-01-01 00:00 +11")]
    // The scope's cycle, here from the 15th.
    [InlineData("cycle", "Europe/Berlin", "2024-02-01 00:00 +01", "2024-01-15 00:00 +01", "2024-02-15 00:00 +01")]
    public void Windows_are_those_of_the_wall_clock(string per, string id, string at, string start, string end)
    {
        var zone = Local.Zone(id);
        var cycle = new Cycle(Local.At("2023-12-15 00:00 +01"), CycleLength.Month, zone);

        var window = Windows.Containing(Per.Parse(per), Local.At(at), zone, cycle);

        Assert.Equal(new Window(Local.At(start), Local.At(end)), window);
    }

    [Theory]
    [InlineData("forever")]
    [InlineData("PT5H")]
    public void Forever_and_rolling_are_all_of_time(string per)
    {
        var at = Instant.FromUtc(2024, 1, 1, 0, 0);
        var window = Windows.Containing(Per.Parse(per), at, DateTimeZone.Utc, Cycle.CalendarMonth(DateTimeZone.Utc));

        Assert.Equal(new Window(Instant.MinValue, null), window);
    }
}
