using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class PartitionTests
{
    static readonly Instant _from = Instant.FromUtc(1970, 1, 1, 0, 0);
    static readonly Instant _to = Instant.FromUtc(2100, 1, 1, 0, 0);

    static readonly Per[] _bounded = [Per.Minute, Per.Hour, Per.Day, Per.Week, Per.Month, Per.Cycle];

    static readonly DateTimeZone[] _zones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal).Select(id => DateTimeZoneProviders.Tzdb[id])];

    static readonly Gen<Instant> _instants =
        from second in Gen.Choose(0, (int)((_to - _from).TotalSeconds / 2) - 1)
        from millisecond in Gen.Choose(0, 1999)
        select _from + Duration.FromSeconds(second * 2L) + Duration.FromMilliseconds(millisecond);

    static readonly Gen<Case> _cases =
        from zone in Gen.Elements(_zones)
        from any in _instants
        from near in Gen.Choose(-7_200, 7_200)
        from atChange in Gen.Elements(true, false)
        from anchor in _instants
        from anchorAtMidnight in Gen.Elements(true, false)
        from length in Gen.Elements(Enum.GetValues<CycleLength>())
        from per in Gen.Elements(_bounded)
        select new Case(
            per,
            atChange ? LastChange(zone, any) + Duration.FromSeconds(near) : any,
            new Cycle(anchorAtMidnight ? StartOfDay(zone, anchor) : anchor, length, zone));

    static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(10_000).WithQuietOnSuccess(true);

    sealed record Case(Per Per, Instant At, Cycle Cycle)
    {
        public Window WindowAt(Instant at) => Windows.Containing(Per, at, Cycle.Zone, Cycle);
    }

    [Fact]
    public void Every_window_holds_its_instant_and_meets_its_neighbours() =>
        Prop.ForAll(_cases.ToArbitrary(), AssertPartition).Check(_config);

    [Fact]
    public void Every_instant_of_a_window_has_that_window() =>
        Prop.ForAll(_cases.ToArbitrary(), Gen.Choose(0, 1_000_000).ToArbitrary(), (it, millionths) =>
        {
            var window = it.WindowAt(it.At);
            var inside = window.Start + ((window.End!.Value - window.Start) / 1_000_001 * millionths);
            Assert.Equal(window, it.WindowAt(inside));
        }).Check(_config);

    [Fact]
    public void Every_cycle_starts_as_many_lengths_from_the_anchor() =>
        Prop.ForAll(_cases.ToArbitrary(), Gen.Choose(-500, 500).ToArbitrary(), (it, n) =>
        {
            var (cycle, zone) = (it.Cycle, it.Cycle.Zone);
            var local = Plus(cycle.Anchor.InZone(zone).LocalDateTime, cycle.Length, n);
            var start = n == 0 ? cycle.Anchor : First(local, zone);

            Assert.Equal(start, cycle.At(start).Start);
            Assert.Equal(start, Assert.NotNull(cycle.At(start - Duration.Epsilon).End));
        }).Check(_config);

    [Fact]
    public void In_every_zone_windows_meet_at_every_change_of_the_clock() => Assert.All(_zones, zone =>
    {
        var midnight = new Cycle(StartOfDay(zone, _from), CycleLength.Week, zone);
        var month = Cycle.CalendarMonth(zone);
        foreach (var change in Changes(zone))
        {
            foreach (var per in _bounded)
            {
                AssertPartition(new Case(per, change, midnight));
                AssertPartition(new Case(per, change - Duration.Epsilon, midnight));
            }
            Assert.Equal(Windows.Containing(Per.Month, change, zone, month), month.At(change));
        }
    });

    [Fact]
    public void In_every_zone_the_cycle_without_a_plan_is_the_calendar_month() => Assert.All(_zones, zone =>
    {
        var cycle = Cycle.CalendarMonth(zone);
        for (var at = Instant.FromUtc(1840, 1, 1, 0, 0); at < _to;)
        {
            var month = Windows.Containing(Per.Month, at, zone, cycle);
            Assert.Equal(month, cycle.At(at));
            at = month.End!.Value;
        }
    });

    [Fact]
    public void No_instant_between_the_years_1_and_9998_is_too_far() => Assert.All(_zones, zone =>
    {
        Instant[] ends = [Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(9999, 1, 1, 0, 0) - Duration.Epsilon];
        Instant[] anchors = [.. ends, Instant.FromUtc(2024, 12, 31, 13, 0), Instant.FromUtc(2024, 1, 1, 13, 0)];
        foreach (var at in ends)
            foreach (var anchor in anchors)
                foreach (var length in Enum.GetValues<CycleLength>())
                    foreach (var per in _bounded)
                    {
                        var window = Windows.Containing(per, at, zone, new Cycle(anchor, length, zone));
                        Assert.True(window.Contains(at), $"{per} {length} {zone} {anchor} {at}");
                    }
    });

    static void AssertPartition(Case it)
    {
        var window = it.WindowAt(it.At);
        var end = Assert.NotNull(window.End);

        Assert.True(window.Contains(it.At));
        Assert.Equal(window, it.WindowAt(window.Start));
        Assert.Equal(window, it.WindowAt(end - Duration.Epsilon));
        Assert.Equal(end, it.WindowAt(end).Start);
        Assert.Equal(window.Start, it.WindowAt(window.Start - Duration.Epsilon).End);
    }

    static IEnumerable<Instant> Changes(DateTimeZone zone) =>
        zone.GetZoneIntervals(_from, _to).Where(interval => interval.HasEnd).Select(interval => interval.End);

    static Instant LastChange(DateTimeZone zone, Instant at) =>
        zone.GetZoneInterval(at) is { HasStart: true } interval ? interval.Start : at;

    static Instant StartOfDay(DateTimeZone zone, Instant at) =>
        Windows.Containing(Per.Day, at, zone, Cycle.CalendarMonth(zone)).Start;

    static Instant First(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 && local.TimeOfDay == LocalTime.Midnight
            ? mapping.LateInterval.Start
            : zone.AtLeniently(local).ToInstant();
    }

    static LocalDateTime Plus(LocalDateTime from, CycleLength length, int n) => length switch
    {
        CycleLength.Week => from.PlusWeeks(n),
        CycleLength.Month => from.PlusMonths(n),
        CycleLength.Quarter => from.PlusMonths(3 * n),
        _ => from.PlusYears(n),
    };
}
