namespace Tollgate.Core.Wallets;

/// <summary>What is kept of money that comes or goes.</summary>
public static class Fee
{
    // Per cent, and half of a micro.
    const int Hundredth = -2;
    static readonly Exact Half = Exact.Of(5, 7);

    /// <summary>A part of an amount in whole minor units of its currency, half of one up.</summary>
    /// <param name="amount">Of what, at least 0.</param>
    /// <param name="percent">0 to 100.</param>
    /// <param name="currency">Of which currency; a unit of one's own has micros.</param>
    public static Amount Of(Amount amount, Exact percent, Currency currency)
    {
        var exact = (amount.ToExact() * percent).Shifted(Hundredth);
        return currency.IsOwn ? Amount.Floor(exact + Half) : Amount.Floor(exact).Rounded(currency);
    }
}
