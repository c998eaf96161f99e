using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tollgate.Core.Time;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Time;

/// <summary>The same windows as those that the model finds step by step, on zones whose changes are unusual.</summary>
public sealed class SteppingTests
{
    static readonly Instant _from = Instant.FromUtc(1970, 1, 1, 0, 0);
    static readonly int _days = (Instant.FromUtc(2100, 1, 1, 0, 0) - _from).Days;

    static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(5_000).WithQuietOnSuccess(true);

    // Not those that skipped a day: the model has no start for one.
    static readonly string[] _zones =
    [
        "UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Monrovia", "America/Asuncion", "America/Caracas",
        "America/Havana", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll",
        "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Tehran",
        "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Chatham",
    ];

    static readonly Per[] _calendar = [Per.Minute, Per.Hour, Per.Day, Per.Week, Per.Month];

    // Half of them within two hours of a change of the clock.
    static readonly Gen<(DateTimeZone Zone, Instant At)> _instants =
        from id in Gen.Elements(_zones)
        from day in Gen.Choose(0, _days)
        from second in Gen.Choose(0, 86_399)
        from near in Gen.Choose(-7_200, 7_200)
        from atChange in Gen.Elements(true, false)
        let zone = Local.Zone(id)
        let any = _from + Duration.FromSeconds((day * 86_400L) + second)
        select (zone, atChange ? LastChange(zone, any) + Duration.FromSeconds(near) : any);

    [Fact]
    public void A_calendar_window_is_the_one_found_by_stepping() =>
        Prop.ForAll(_instants.ToArbitrary(), Gen.Elements(_calendar).ToArbitrary(), (it, per) =>
        {
            var (start, end) = ModelCalendar.Window(per.Text, it.At, it.Zone);
            var window = Windows.Containing(per, it.At, it.Zone, Cycle.CalendarMonth(it.Zone));
            Assert.Equal(new Window(start, end), window);
        }).Check(_config);

    [Fact]
    public void A_cycle_is_the_one_found_by_stepping_from_an_anchor_of_these_years() =>
        Prop.ForAll(_instants.ToArbitrary(), Anchors.ToArbitrary(), (it, anchor) =>
        {
            var cycle = new Cycle(it.At + anchor.Away, anchor.Length, it.Zone);
            var (start, end) = ModelCalendar.Cycle(Name(anchor.Length), cycle.Anchor, it.At, it.Zone);
            Assert.Equal(new Window(start, end), cycle.At(it.At));
        }).Check(_config);

    static Gen<(Duration Away, CycleLength Length)> Anchors =>
        from seconds in Gen.Choose(-1_000 * 86_400, 1_000 * 86_400)
        from length in Gen.Elements(Enum.GetValues<CycleLength>())
        select (Duration.FromSeconds(seconds), length);

    static Instant LastChange(DateTimeZone zone, Instant at) =>
        zone.GetZoneInterval(at) is { HasStart: true } interval ? interval.Start : at;

    static string Name(CycleLength length) => length switch
    {
        CycleLength.Week => "week",
        CycleLength.Month => "month",
        CycleLength.Quarter => "quarter",
        _ => "year",
    };
}
