namespace Tollgate.Payments.Stripe;

/// <summary>
/// Amounts as Stripe counts them: whole numbers of a unit that is Stripe's own for some currencies, and not that of
/// ISO 4217. <see href="https://docs.stripe.com/currencies"/>
/// </summary>
public static class StripeMoney
{
    const long MostMinor = 999_999_999_999;

    /// <summary>
    /// An amount in Stripe's units; false where it cannot be charged exactly: below 0, not whole in them, more than 12
    /// digits, or of a currency that is none of ISO 4217.
    /// </summary>
    public static bool TryToMinor(CurrencyAmount money, out long minor)
    {
        minor = 0;
        var (amount, currency) = (money.Amount, money.Currency);
        if (currency.IsOwn || amount.Micros < 0) return false;
        var step = StepOf(currency.Code);
        var perUnit = Amount.PerUnit / TimesTen(PlacesOf(currency.Code));
        if (amount.Micros % (perUnit * step) != 0) return false;
        minor = amount.Micros / perUnit;
        return minor <= MostMinor;
    }

    /// <summary>
    /// What Stripe says as money; false where the currency is none, or the amount is of more than 12 digits. It is not
    /// asked whether it could be charged: what came is what came.
    /// </summary>
    public static bool TryFromMinor(long minor, string? code, out CurrencyAmount money)
    {
        money = default;
        if (code is not { Length: 3 } || !Currency.TryParse(code.ToUpperInvariant(), out var currency)) return false;
        if (minor is > MostMinor or < -MostMinor) return false;
        var amount = new Amount(minor * (Amount.PerUnit / TimesTen(PlacesOf(currency.Code))));
        money = new CurrencyAmount(amount, currency);
        return true;
    }

    // ISK and UGX have no smaller coin, and are charged in hundredths all the same, as they were when they had one.
    static int PlacesOf(string code) => code switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "JPY" or "KMF" or "KRW" or "MGA" or "PYG" or "RWF" or "VND" or "VUV"
            or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "JOD" or "KWD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    // Of three decimals the last one has to be 0; of hundredths that do not exist, both. HUF and TWD are whole in
    // payouts alone.
    static int StepOf(string code) => code switch
    {
        "BHD" or "JOD" or "KWD" or "OMR" or "TND" => 10,
        "ISK" or "UGX" => 100,
        _ => 1,
    };

    static long TimesTen(int places) => places switch { 0 => 1, 2 => 100, _ => 1_000 };
}
