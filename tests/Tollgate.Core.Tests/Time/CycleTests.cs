using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class CycleTests
{
    [Theory]
    // A day the month lacks becomes its last, and comes back in the next.
    [InlineData("2023-01-31", CycleLength.Month, "2023-02-15", "2023-01-31", "2023-02-28")]
    [InlineData("2023-01-31", CycleLength.Month, "2023-03-01", "2023-02-28", "2023-03-31")]
    [InlineData("2023-01-31", CycleLength.Month, "2023-04-29", "2023-03-31", "2023-04-30")]
    [InlineData("2024-01-31", CycleLength.Month, "2024-02-28", "2024-01-31", "2024-02-29")]
    [InlineData("2024-01-31", CycleLength.Month, "2024-02-29", "2024-02-29", "2024-03-31")]
    [InlineData("2024-01-31", CycleLength.Month, "2025-02-28", "2025-02-28", "2025-03-31")]
    [InlineData("2023-12-31", CycleLength.Month, "2024-02-29", "2024-02-29", "2024-03-31")]
    [InlineData("2023-12-31", CycleLength.Month, "2024-12-31", "2024-12-31", "2025-01-31")]
    [InlineData("2023-12-31", CycleLength.Year, "2024-12-30", "2023-12-31", "2024-12-31")]
    [InlineData("2024-02-29", CycleLength.Year, "2025-02-27", "2024-02-29", "2025-02-28")]
    [InlineData("2024-02-29", CycleLength.Year, "2026-01-01", "2025-02-28", "2026-02-28")]
    [InlineData("2024-02-29", CycleLength.Year, "2028-02-28", "2027-02-28", "2028-02-29")]
    [InlineData("2024-02-29", CycleLength.Year, "2028-02-29", "2028-02-29", "2029-02-28")]
    [InlineData("2023-11-30", CycleLength.Quarter, "2024-01-01", "2023-11-30", "2024-02-29")]
    [InlineData("2023-11-30", CycleLength.Quarter, "2024-02-29", "2024-02-29", "2024-05-30")]
    [InlineData("2023-11-30", CycleLength.Quarter, "2025-02-28", "2025-02-28", "2025-05-30")]
    [InlineData("2024-01-03", CycleLength.Week, "2024-01-09", "2024-01-03", "2024-01-10")]
    [InlineData("2024-01-03", CycleLength.Week, "2024-01-10", "2024-01-10", "2024-01-17")]
    [InlineData("2023-01-30", CycleLength.Month, "2023-03-01", "2023-02-28", "2023-03-30")]
    [InlineData("2023-01-29", CycleLength.Month, "2023-03-01", "2023-02-28", "2023-03-29")]
    [InlineData("2023-02-28", CycleLength.Month, "2023-03-30", "2023-03-28", "2023-04-28")]
    [InlineData("2024-02-29", CycleLength.Month, "2024-03-30", "2024-03-29", "2024-04-29")]
    [InlineData("2024-02-29", CycleLength.Year, "2100-06-15", "2100-02-28", "2101-02-28")]
    [InlineData("2024-01-31", CycleLength.Quarter, "2024-04-29", "2024-01-31", "2024-04-30")]
    // It goes on before the anchor, and far from it.
    [InlineData("2024-03-31", CycleLength.Month, "2024-03-30", "2024-02-29", "2024-03-31")]
    [InlineData("2024-03-31", CycleLength.Month, "2023-02-28", "2023-02-28", "2023-03-31")]
    [InlineData("2030-01-03", CycleLength.Week, "2029-12-26", "2029-12-20", "2029-12-27")]
    [InlineData("2030-11-30", CycleLength.Quarter, "2024-03-01", "2024-02-29", "2024-05-30")]
    [InlineData("2032-02-29", CycleLength.Year, "2024-02-29", "2024-02-29", "2025-02-28")]
    [InlineData("1974-01-31", CycleLength.Month, "2074-03-01", "2074-02-28", "2074-03-31")]
    [InlineData("2126-01-02", CycleLength.Week, "2026-01-01", "2025-12-31", "2026-01-07")]
    [InlineData("0001-01-01", CycleLength.Week, "9998-12-31", "9998-12-28", "9999-01-04")]
    [InlineData("9998-12-31", CycleLength.Month, "0001-01-01", "0000-12-31", "0001-01-31")]
    public void Cycles_are_counted_from_the_anchor(
        string anchor, CycleLength length, string at, string start, string end)
    {
        var cycle = new Cycle(Midnight(anchor), length, DateTimeZone.Utc);

        Assert.Equal(new Window(Midnight(start), Midnight(end)), cycle.At(Midnight(at)));
    }

    [Theory]
    // The wall clock of the start stays, whatever the offset.
    [InlineData(
        "Europe/Berlin", "2024-01-31 10:00 +01", "2024-03-31 10:00 +02",
        "2024-03-31 10:00 +02", "2024-04-30 10:00 +02")]
    [InlineData(
        "America/New_York", "2024-01-03 10:00 -05", "2024-03-05 10:00 -05",
        "2024-03-03 10:00 -05", "2024-04-03 10:00 -04")]
    [InlineData(
        "Asia/Kathmandu", "2024-01-31 23:59 +05:45", "2024-03-01 00:00 +05:45",
        "2024-02-29 23:59 +05:45", "2024-03-31 23:59 +05:45")]
    // The date of the anchor is that of the zone.
    [InlineData(
        "America/New_York", "2024-01-31 23:30 -05", "2024-02-29 23:00 -05",
        "2024-01-31 23:30 -05", "2024-02-29 23:30 -05")]
    [InlineData(
        "Europe/Berlin", "2024-02-01 00:30 +01", "2024-02-29 23:59 +01",
        "2024-02-01 00:30 +01", "2024-03-01 00:30 +01")]
    // 02:30 in the hour that spring skips is 03:30 that month, and 02:30 again the next.
    [InlineData(
        "Europe/Berlin", "2024-01-31 02:30 +01", "2024-03-31 03:29 +02",
        "2024-02-29 02:30 +01", "2024-03-31 03:30 +02")]
    [InlineData(
        "Europe/Berlin", "2024-01-31 02:30 +01", "2024-03-31 03:30 +02",
        "2024-03-31 03:30 +02", "2024-04-30 02:30 +02")]
    [InlineData(
        "America/New_York", "2024-02-10 02:30 -05", "2024-03-10 03:30 -04",
        "2024-03-10 03:30 -04", "2024-04-10 02:30 -04")]
    [InlineData(
        "Australia/Lord_Howe", "2024-09-06 02:15 +10:30", "2024-10-06 02:45 +11",
        "2024-10-06 02:45 +11", "2024-11-06 02:15 +11")]
    [InlineData(
        "America/St_Johns", "2010-02-14 00:01 -03:30", "2010-03-14 12:00 -02:30",
        "2010-03-14 01:01 -02:30", "2010-04-14 00:01 -02:30")]
    // 02:30 in the hour that autumn repeats is the first one, unless the anchor is the second.
    [InlineData(
        "Europe/Berlin", "2024-09-27 02:30 +02", "2024-10-27 02:30 +01",
        "2024-10-27 02:30 +02", "2024-11-27 02:30 +01")]
    [InlineData(
        "Europe/Berlin", "2024-10-27 02:30 +01", "2024-10-27 02:30 +01",
        "2024-10-27 02:30 +01", "2024-11-27 02:30 +01")]
    [InlineData(
        "Europe/Berlin", "2024-10-27 02:30 +01", "2024-10-27 02:30 +02",
        "2024-09-27 02:30 +02", "2024-10-27 02:30 +01")]
    // A start on Apia's missing day moves on by that day.
    [InlineData(
        "Pacific/Apia", "2011-10-30 09:00 -10", "2011-12-31 09:00 +14", "2011-12-31 09:00 +14", "2012-01-30 09:00 +14")]
    [InlineData(
        "Pacific/Apia", "2011-11-30 00:00 -10", "2011-12-31 00:00 +14", "2011-12-31 00:00 +14", "2012-01-30 00:00 +14")]
    // A midnight that is skipped is the start of that day, also where the clock goes from 23:30 to 00:30.
    [InlineData(
        "America/Toronto", "1919-02-28 00:00 -05", "1919-03-31 12:00 -04",
        "1919-03-28 00:00 -05", "1919-04-28 00:00 -04")]
    [InlineData(
        "America/Toronto", "1919-01-31 00:00 -05", "1919-03-31 12:00 -04",
        "1919-03-31 00:30 -04", "1919-04-30 00:00 -04")]
    public void Cycles_follow_the_wall_clock(string id, string anchor, string at, string start, string end)
    {
        var zone = Local.Zone(id);
        var cycle = new Cycle(Local.At(anchor), CycleLength.Month, zone);

        Assert.Equal(new Window(Local.At(start), Local.At(end)), cycle.At(Local.At(at)));
    }

    [Fact]
    public void The_last_cycle_the_calendar_holds_has_no_end()
    {
        var cycle = new Cycle(Midnight("2024-12-31"), CycleLength.Year, DateTimeZone.Utc);

        Assert.Equal(new Window(Midnight("9998-12-31"), null), cycle.At(Midnight("9998-12-31")));
    }

    [Fact]
    public void Cycles_with_the_same_parts_are_equal() => Assert.Equal(
        new Cycle(Midnight("2024-01-31"), CycleLength.Month, Local.Zone("Europe/Berlin")),
        new Cycle(Midnight("2024-01-31"), CycleLength.Month, Local.Zone("Europe/Berlin")));

    static Instant Midnight(string date) => Local.At($"{date} 00:00 Z");
}
