using Tollgate.Core.Money;
using Xunit;

namespace Tollgate.Core.Tests.Money;

public sealed class CurrencySumsTests
{
    static readonly Currency Usd = Currency.Parse("USD");
    static readonly Currency Eur = Currency.Parse("EUR");

    [Fact]
    public void Amounts_are_added_up_by_currency_beyond_what_one_amount_can_hold()
    {
        var most = CurrencySums.None.With(Usd, long.MaxValue);
        var sums = most.With(Eur, -1) + most;

        Assert.Equal(
            ["EUR -0.000001", "USD 18446744073709.551614"], sums.All.Select(one => $"{one.Currency} {one.Amount}"));
        Assert.Equal("18446744073709.551614", Amount.Write(sums.Of(Usd), Usd));
        Assert.Equal(Exact.Zero, sums.Of(Currency.Parse("JPY")));
    }

    [Fact]
    public void What_comes_to_nothing_is_still_shown()
    {
        var sums = CurrencySums.None.With(Usd, 5) + CurrencySums.None.With(Usd, -5);

        Assert.Equal([(Usd, Exact.Zero)], sums.All);
        Assert.Empty(CurrencySums.None.All);
    }
}
