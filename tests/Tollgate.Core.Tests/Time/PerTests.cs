using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class PerTests
{
    const int Day = 86_400;

    static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithQuietOnSuccess(true);

    static readonly Arbitrary<int> _seconds = Gen.Choose(1, 400 * Day).ToArbitrary();

    [Theory]
    [InlineData("forever", PerKind.Forever)]
    [InlineData("minute", PerKind.Minute)]
    [InlineData("hour", PerKind.Hour)]
    [InlineData("day", PerKind.Day)]
    [InlineData("week", PerKind.Week)]
    [InlineData("month", PerKind.Month)]
    [InlineData("cycle", PerKind.Cycle)]
    public void A_name_is_read_and_printed(string text, PerKind kind)
    {
        var per = Per.Parse(text);

        Assert.Equal((kind, Duration.Zero, text), (per.Kind, per.Length, per.ToString()));
    }

    [Theory]
    [InlineData("PT5H", 5 * 3600, "PT5H")]
    [InlineData("P30D", 30 * Day, "P30D")]
    [InlineData("PT60M", 3600, "PT1H")]
    [InlineData("PT90M", 5400, "PT1H30M")]
    [InlineData("PT24H", Day, "P1D")]
    [InlineData("PT36H", Day + 43_200, "P1DT12H")]
    [InlineData("P1W", 7 * Day, "P7D")]
    [InlineData("P1W1DT1H1M1S", (8 * Day) + 3661, "P8DT1H1M1S")]
    [InlineData("P0DT1S", 1, "PT1S")]
    [InlineData("PT0H007M", 420, "PT7M")]
    [InlineData("PT86400S", Day, "P1D")]
    [InlineData("P400D", 400 * Day, "P400D")]
    [InlineData("PT34560000S", 400 * Day, "P400D")]
    public void A_rolling_window_has_one_text(string text, int seconds, string canonical)
    {
        var per = Per.Parse(text);

        Assert.Equal(
            (PerKind.Rolling, Duration.FromSeconds(seconds), canonical),
            (per.Kind, per.Length, per.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" hour")]
    [InlineData("Hour")]
    [InlineData("year")]
    [InlineData("rolling")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("pt1h")]
    [InlineData("1H")]
    [InlineData("PT1")]
    [InlineData("PTH")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1D1W")]
    [InlineData("PT1M1H")]
    [InlineData("PT1H1H")]
    [InlineData("PT1HT1M")]
    [InlineData("PT1.5H")]
    [InlineData("PT1,5H")]
    [InlineData("PT-1H")]
    [InlineData("-PT1H")]
    [InlineData("+PT1H")]
    [InlineData("PT 1H")]
    [InlineData("PT1H ")]
    [InlineData("PT٣H")]
    [InlineData("PT0S")]
    [InlineData("P0D")]
    [InlineData("P400DT1S")]
    [InlineData("P401D")]
    [InlineData("P58W")]
    [InlineData("PT99999999999999999999S")]
    [InlineData("P2147483647WT2147483647H")]
    [InlineData("PT0000000000000000000000000000000000000000000000000001S")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Per.TryParse(text, out var per));
        Assert.Null(per);
        Assert.Throws<FormatException>(() => Per.Parse(text));
    }

    [Fact]
    public void Its_text_reads_back_as_itself() => Prop.ForAll(_seconds, seconds =>
    {
        var per = Per.Parse($"PT{seconds}S");
        return Per.Parse(per.Text) == per && Per.Parse(per.Text).Text == per.Text;
    }).Check(_config);

    [Fact]
    public void Equal_durations_are_equal_however_written() => Prop.ForAll(_seconds, seconds =>
    {
        var per = Per.Parse($"PT{seconds}S");
        var written = Per.Parse($"P{seconds / Day}DT{seconds % Day / 60}M{seconds % 60}S");
        return per == written && per.Text == written.Text && per.GetHashCode() == written.GetHashCode();
    }).Check(_config);

    [Fact]
    public void Different_durations_differ() => Prop.ForAll(_seconds, _seconds, (one, other) =>
    {
        var (a, b) = (Per.Parse($"PT{one}S"), Per.Parse($"PT{other}S"));
        return (a == b) == (one == other) && (a.Text == b.Text) == (one == other);
    }).Check(_config);
}
