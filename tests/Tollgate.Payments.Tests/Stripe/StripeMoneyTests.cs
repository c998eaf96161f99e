namespace Tollgate.Payments.Tests.Stripe;

/// <summary>Amounts in Stripe's units.</summary>
public sealed class StripeMoneyTests
{
    [Theory]
    [InlineData("12.50", "USD", 1_250L)]
    [InlineData("0.01", "EUR", 1L)]
    [InlineData("0", "USD", 0L)]
    [InlineData("500", "JPY", 500L)]
    [InlineData("500", "MGA", 500L)]
    [InlineData("1", "XPF", 1L)]
    [InlineData("5", "ISK", 500L)]
    [InlineData("5", "UGX", 500L)]
    [InlineData("10.45", "HUF", 1_045L)]
    [InlineData("8.53", "TWD", 853L)]
    [InlineData("5.12", "KWD", 5_120L)]
    [InlineData("1", "BHD", 1_000L)]
    [InlineData("0.01", "TND", 10L)]
    [InlineData("999999999", "USD", 99_999_999_900L)]
    public void An_amount_goes_out_and_comes_back_the_same(string amount, string currency, long minor)
    {
        var money = Money(amount, currency);
        Assert.True(StripeMoney.TryToMinor(money, out var units));
        Assert.Equal(minor, units);
        Assert.True(StripeMoney.TryFromMinor(minor, currency.ToLowerInvariant(), out var back));
        Assert.Equal(money, back);
    }

    [Theory]
    [InlineData("0.001", "USD")]
    [InlineData("0.5", "JPY")]
    [InlineData("0.5", "ISK")]
    [InlineData("5.01", "UGX")]
    [InlineData("12.50", "MGA")]
    [InlineData("5.124", "KWD")]
    [InlineData("-1", "USD")]
    [InlineData("1", "CREDITS")]
    public void An_amount_that_cannot_be_charged_exactly_is_not_rounded(string amount, string currency) =>
        Assert.False(StripeMoney.TryToMinor(Money(amount, currency), out _));

    [Theory]
    [InlineData(5_124L, "kwd", "5.124")]
    [InlineData(501L, "isk", "5.01")]
    [InlineData(-1_250L, "usd", "-12.5")]
    public void What_came_is_read_even_where_it_could_not_be_asked_for(long minor, string currency, string amount)
    {
        Assert.True(StripeMoney.TryFromMinor(minor, currency, out var money));
        Assert.Equal(Money(amount, currency.ToUpperInvariant()), money);
    }

    [Theory]
    [InlineData(1L, null)]
    [InlineData(1L, "")]
    [InlineData(1L, "us")]
    [InlineData(1L, "usdt")]
    [InlineData(1L, "u$d")]
    [InlineData(1_000_000_000_000L, "usd")]
    [InlineData(long.MinValue, "jpy")]
    public void What_is_no_amount_is_refused(long minor, string? currency) =>
        Assert.False(StripeMoney.TryFromMinor(minor, currency, out _));

    static CurrencyAmount Money(string amount, string currency)
    {
        Assert.True(Exact.TryParse(amount, out var value));
        return new CurrencyAmount(Amount.Floor(value), Currency.Parse(currency));
    }
}
