using NodaTime;
using Tollgate.Core.Time;
using Xunit;

namespace Tollgate.Core.Tests.Time;

public sealed class InstantsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1_000, 1)]
    [InlineData(1_999, 1)]
    [InlineData(-1, -1)]
    [InlineData(-999, -1)]
    [InlineData(-1_000, -1)]
    [InlineData(-1_001, -2)]
    [InlineData(-1_100, -2)]
    [InlineData(-2_000, -2)]
    public void Nanoseconds_round_towards_the_past(long nanoseconds, long microseconds)
    {
        var instant = NodaConstants.UnixEpoch + Duration.FromNanoseconds(nanoseconds);
        Assert.Equal(microseconds, instant.ToMicroseconds());
        Assert.Equal(Instants.FromMicroseconds(microseconds), instant.Cut());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1_767_225_600_123_456)]
    [InlineData(-2_208_988_800_000_001)]
    public void Microseconds_come_back_as_they_were(long microseconds) =>
        Assert.Equal(microseconds, Instants.FromMicroseconds(microseconds).ToMicroseconds());

    [Fact]
    public void What_is_cut_is_cut_once()
    {
        var cut = Instant.FromUtc(1969, 12, 31, 23, 59, 59).PlusNanoseconds(123_456_789).Cut();
        Assert.Equal(Instant.FromUtc(1969, 12, 31, 23, 59, 59).PlusNanoseconds(123_456_000), cut);
        Assert.Equal(cut, cut.Cut());
    }

    [Fact]
    public void The_ends_of_time_fit()
    {
        Assert.Equal(Instant.MinValue, Instant.MinValue.Cut());
        Assert.True(Instant.MaxValue - Instant.MaxValue.Cut() < Duration.FromMilliseconds(1) / 1000);
    }

    [Fact]
    public void More_than_fits_is_an_overflow() =>
        Assert.ThrowsAny<ArithmeticException>(() => Instants.FromMicroseconds(long.MaxValue));
}
