using System.Globalization;

namespace Tollgate.Core.Pricing;

/// <summary>Makes a rate card, or the next version of one whose content differs.</summary>
public sealed record PutRateCard(string Code, RateCard Card) : Command(CustomerId.AccountKey)
{
    /// <summary>The most properties that a card goes by.</summary>
    public const int MostNames = 8;

    /// <summary>The most rates of a card.</summary>
    public const int MostRates = 2_000;

    /// <summary>The most prices of a rate.</summary>
    public const int MostPrices = 32;

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("code", Code);
        if (Card.Match.Count is < 1 or > MostNames)
            errors.Add("match", "out_of_range", $"match must name 1 to {MostNames} properties.");
        for (var i = 0; i < Card.Match.Count; i++)
        {
            errors.Text(At("match", i), Card.Match[i], PriceRules.MostNameCharacters, optional: false);
            if (Card.Match.Take(i).Contains(Card.Match[i]))
                errors.Add(At("match", i), "duplicate", $"{Card.Match[i]} is named twice.");
        }
        if (Card.Rates.Count > MostRates)
            errors.Add("rates", "too_many", $"A rate card has at most {MostRates:N0} rates.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(Card.Rates.Count, MostRates); i++)
        {
            ValidateValues(errors, $"{At("rates", i)}.match", Card.Rates[i].Values, seen);
            ValidatePrices(errors, $"{At("rates", i)}.unit_prices", Card.Rates[i].Prices);
        }
        if (Card.Default is { } prices) ValidatePrices(errors, "default.unit_prices", prices);
    }

    void ValidateValues(
        FieldErrors errors, string path, IReadOnlyDictionary<string, string> values, HashSet<string> seen)
    {
        foreach (var (name, value) in values)
        {
            if (!Card.Match.Contains(name))
                errors.Add($"{path}.{name}", "unknown_property", $"The card does not go by {name}.");
            else errors.Text($"{path}.{name}", value, UsageProperty.MostCharacters);
        }
        var sorted = values.OrderBy(one => one.Key, StringComparer.Ordinal);
        if (!seen.Add(string.Join('\0', sorted.SelectMany(one => new[] { one.Key, one.Value }))))
            errors.Add(path, "duplicate", "Another rate is for the same values.");
    }

    static void ValidatePrices(FieldErrors errors, string path, IReadOnlyList<QuantityPrice> prices)
    {
        if (prices.Count is < 1 or > MostPrices)
            errors.Add(path, "out_of_range", $"unit_prices must hold 1 to {MostPrices} prices.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var price in prices.Take(MostPrices))
        {
            var length = price.Property.Length;
            if (length is 0 or > PriceRules.MostNameCharacters || !FieldErrors.IsStorable(price.Property))
                errors.Add(path, "invalid_value", $"A property has 1 to {PriceRules.MostNameCharacters} characters.");
            if (!seen.Add(price.Property)) errors.Add(path, "duplicate", $"{price.Property} is priced twice.");
            PriceRules.CheckAmount(errors, $"{path}.{price.Property}.amount", price.Amount);
            PriceRules.CheckSize(errors, $"{path}.{price.Property}.per", price.Per, inParts: true);
        }
    }

    static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
