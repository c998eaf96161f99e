namespace Tollgate.Server;

/// <summary>Decimals and currencies of the wire; what is none is noted, and something good stands in for it.</summary>
internal static class MoneyWire
{
    /// <summary>An amount with its currency.</summary>
    public static Wire.Money Of(CurrencyAmount money) => new()
    {
        Amount = money.Amount.ToString(money.Currency),
        Currency = money.Currency.Code,
    };

    /// <summary>A decimal of any precision.</summary>
    public static Exact Exact(string text, string field, FieldErrors errors)
    {
        if (Core.Money.Exact.TryParse(text, out var value)) return value;
        Note(
            errors, field, "invalid_value",
            $"{field} must be a decimal of at most 60 characters, such as \"0.0025\".");
        return default;
    }

    /// <summary>An amount in micros.</summary>
    public static Amount Amount(string text, string field, FieldErrors errors)
    {
        if (Core.Money.Amount.TryParse(text, out var value)) return value;
        Note(
            errors, field, "invalid_value",
            $"{field} must be a decimal with at most 6 places, as a string, such as \"12.50\", of at most 10^9.");
        return new Amount(1);
    }

    /// <summary>A currency.</summary>
    public static Currency Currency(string text, string field, FieldErrors errors)
    {
        if (Core.Money.Currency.TryParse(text, out var value)) return value;
        var found = new FieldErrors();
        found.Currency(field, text);
        Note(errors, field, found.All[0].Code, found.All[0].Detail);
        return Core.Money.Currency.Parse("XXX");
    }

    /// <summary>Notes a bad field, unless it is known to be bad: something may stand in for it already.</summary>
    public static void Note(FieldErrors errors, string field, string code, string detail)
    {
        if (errors.All.Count >= BadFields.Most) return;
        if (!errors.All.Any(known => BadFields.IsIn(field, known.Field))) errors.Add(field, code, detail);
    }
}
