namespace Tollgate.Testing.Model;

/// <summary>
/// Prices of what an event states in its properties, chosen by other properties of it. Without a
/// <paramref name="Default"/> there is no price where no rate fits.
/// </summary>
public sealed record ModelRateCard(
    string Code, string Currency, IReadOnlyList<string> Match, IReadOnlyList<ModelCardRate> Rates,
    IReadOnlyList<ModelUnitPrice>? Default)
{
    /// <summary>What an event costs; null: nobody knows.</summary>
    public decimal? CostOf(Func<string, string?> textOf, Func<string, decimal?> numberOf)
    {
        var fitting = Rates.Where(rate => rate.Values.All(value => textOf(value.Name) == value.Value)).ToList();
        var prices = fitting.Count == 0 ? Default : fitting.MaxBy(rate => rate.Values.Count)!.Prices;
        return prices?.Sum(price => (numberOf(price.Property) ?? 0) * price.Amount / price.Per);
    }

    internal string Describe() => string.Join(
        '\n',
        [
            Code, Currency, string.Join(' ', Match), Text(Default ?? []), $"{Default is null}",
            .. Rates.Select(rate => $"{string.Join(' ', rate.Values)}: {Text(rate.Prices)}"),
        ]);

    static string Text(IReadOnlyList<ModelUnitPrice> prices) => string.Join(' ', prices);
}

/// <summary>What costs where properties have some values; those it does not name may have any.</summary>
public sealed record ModelCardRate(
    IReadOnlyList<(string Name, string Value)> Values, IReadOnlyList<ModelUnitPrice> Prices);

/// <summary>The cost of a number of what a property states.</summary>
public sealed record ModelUnitPrice(string Property, decimal Amount, int Per);
