using Tollgate.Core.Money;
using Xunit;

namespace Tollgate.Core.Tests.Money;

public sealed class AmountTests
{
    [Theory]
    [InlineData("12.50", 12_500_000L)]
    [InlineData("0.000001", 1L)]
    [InlineData("0.0000001", null)]
    [InlineData("-5", -5_000_000L)]
    [InlineData("1000000000", 1_000_000_000_000_000L)]
    [InlineData("1000000000.000001", null)]
    [InlineData("-1000000000.000001", null)]
    [InlineData("12,5", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_amount_has_at_most_six_places_and_an_end(string? text, long? micros) =>
        Assert.Equal(micros, Amount.TryParse(text, out var amount) ? amount.Micros : null);

    [Theory]
    [InlineData(12_500_000, "USD", "12.50")]
    [InlineData(450, "USD", "0.00045")]
    [InlineData(0, "USD", "0.00")]
    [InlineData(-3_000_000, "USD", "-3.00")]
    [InlineData(3_000_000, "JPY", "3")]
    [InlineData(1_500_000, "JPY", "1.5")]
    [InlineData(1_500_000, "KWD", "1.500")]
    [InlineData(7_000_000, "CREDITS", "7")]
    public void It_is_written_with_the_places_of_its_coins_at_least(long micros, string currency, string expected) =>
        Assert.Equal(expected, new Amount(micros).ToString(Currency.Parse(currency)));

    [Theory]
    [InlineData(1_005_000, "USD", 1_010_000)]
    [InlineData(1_004_999, "USD", 1_000_000)]
    [InlineData(-1_005_000, "USD", -1_000_000)]
    [InlineData(1_500_000, "JPY", 2_000_000)]
    [InlineData(1_000_499, "KWD", 1_000_000)]
    [InlineData(1_234_567, "CREDITS", 1_234_567)]
    public void Half_a_coin_is_rounded_up(long micros, string currency, long expected) =>
        Assert.Equal(expected, new Amount(micros).Rounded(Currency.Parse(currency)).Micros);

    [Theory]
    [InlineData("USD", true)]
    [InlineData("CREDITS", true)]
    [InlineData("GPU_HOURS2", true)]
    [InlineData("usd", false)]
    [InlineData("US", false)]
    [InlineData("U2D", false)]
    [InlineData("1CREDIT", false)]
    [InlineData("CREDITS_OF_SEVEN1", false)]
    [InlineData("CRÉDITS", false)]
    public void A_currency_is_three_capitals_or_a_name_of_ones_own(string text, bool expected) =>
        Assert.Equal(expected, Currency.TryParse(text, out _));

    [Fact]
    public void A_sum_that_is_too_great_is_an_error() =>
        Assert.Throws<OverflowException>(() => new Amount(long.MaxValue) + new Amount(1));
}
