using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Tollgate.Core.Catalog;
using Xunit;

namespace Tollgate.Core.Tests.Catalog;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("1", 0, 1L)]
    [InlineData("1.0", 0, 1L)]
    [InlineData("1.5", 0, null)]
    [InlineData("1.5", 1, 15L)]
    [InlineData("0.000000001", 9, 1L)]
    [InlineData("0.0000000001", 9, null)]
    [InlineData("-2.25", 2, -225L)]
    [InlineData("0", 9, 0L)]
    [InlineData("1000000000000000", 0, 1_000_000_000_000_000L)]
    [InlineData("1000000000000001", 0, null)]
    [InlineData("-1000000000000001", 0, null)]
    [InlineData("1000000", 9, 1_000_000_000_000_000L)]
    [InlineData("1000000.000000001", 9, null)]
    [InlineData("79228162514264337593543950335", 9, null)]
    public void A_decimal_is_an_integer_of_the_smallest_unit(string value, int scale, long? units)
    {
        var fits = Quantities.TryScale(decimal.Parse(value, CultureInfo.InvariantCulture), scale, out var scaled);
        Assert.Equal(units, fits ? scaled : null);
    }

    [Theory]
    [InlineData(15, 1, "1.5")]
    [InlineData(10, 1, "1")]
    [InlineData(-225, 2, "-2.25")]
    [InlineData(1, 9, "0.000000001")]
    [InlineData(0, 9, "0")]
    [InlineData(long.MaxValue, 0, "9223372036854775807")]
    [InlineData(long.MaxValue, 9, "9223372036.854775807")]
    public void Units_are_a_decimal_without_trailing_zeros(long units, int scale, string expected) =>
        Assert.Equal(expected, Quantities.Unscale(units, scale).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void There_and_back_is_the_same() => Prop.ForAll(Stated().ToArbitrary(), stated =>
        Quantities.TryScale(Quantities.Unscale(stated.Units, stated.Scale), stated.Scale, out var units)
            && units == stated.Units)
        .QuickCheckThrowOnFailure();

    static Gen<(long Units, int Scale)> Stated() =>
        from units in ArbMap.Default.GeneratorFor<long>()
        from scale in Gen.Choose(0, 9)
        select (units % Quantities.Most, scale);
}
