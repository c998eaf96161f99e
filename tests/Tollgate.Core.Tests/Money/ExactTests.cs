using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Tollgate.Core.Money;
using Xunit;

namespace Tollgate.Core.Tests.Money;

public sealed class ExactTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("12.50", "12.5")]
    [InlineData("000.00045", "0.00045")]
    [InlineData("-3.10", "-3.1")]
    [InlineData("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789")]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("+1", null)]
    [InlineData(".5", null)]
    [InlineData("5.", null)]
    [InlineData("1e3", null)]
    [InlineData("1,000", null)]
    [InlineData(" 1", null)]
    [InlineData("1.2.3", null)]
    [InlineData("--1", null)]
    [InlineData("١", null)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", null)]
    public void A_decimal_is_read_as_it_is_written(string text, string? expected) =>
        Assert.Equal(expected, Exact.TryParse(text, out var value) ? value.ToString() : null);

    [Theory]
    [InlineData("9", 1_000_000, "0.000009")]
    [InlineData("1", 8, "0.125")]
    [InlineData("0", 5, "0")]
    [InlineData("-7.5", 4, "-1.875")]
    public void What_divides_evenly_is_divided_exactly(string value, long divisor, string expected)
    {
        Assert.True(Exact.DividesEvenly(divisor));
        Assert.Equal(expected, Exact.Parse(value).DividedBy(divisor).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-10)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(1_000_001)]
    public void What_has_no_end_is_not_divided(long divisor)
    {
        Assert.False(Exact.DividesEvenly(divisor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Exact.Parse("1").DividedBy(divisor));
    }

    [Theory]
    [InlineData("2.999", 2)]
    [InlineData("2", 2)]
    [InlineData("-0.000001", -1)]
    [InlineData("-2", -2)]
    public void The_floor_is_never_above(string value, int expected) =>
        Assert.Equal(expected, Exact.Parse(value).Floor());

    [Fact]
    public void Sums_products_and_order_are_those_of_fractions() => Check.One(
        Config.QuickThrowOnFailure, Prop.ForAll<long, long, byte>((left, right, places) =>
    {
        var (a, b) = (Exact.Of(left, places % 12), Exact.Of(right, places / 12 % 12));
        var (x, y) = (Whole(a), Whole(b));
        Assert.Equal(x + y, Whole(a + b));
        Assert.Equal(x - y, Whole(a - b));
        Assert.Equal(x * y, Whole(a * b) * BigInteger.Pow(10, 24));
        Assert.Equal(x.CompareTo(y), a.CompareTo(b));
        Assert.Equal(x == y, a == b && a.GetHashCode() == b.GetHashCode());
        Assert.Equal(a, Exact.Parse(a.ToString()));
    }));

    // In units of 10^-24.
    static BigInteger Whole(Exact value) => value.Shifted(24).Floor();
}
