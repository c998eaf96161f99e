using System.Globalization;

namespace Tollgate.Core.Pricing;

/// <summary>What a price has to be, wherever one is stated.</summary>
internal static class PriceRules
{
    /// <summary>The most steps of a price.</summary>
    public const int MostTiers = 100;

    /// <summary>The most characters of the name of a property.</summary>
    public const int MostNameCharacters = 128;

    // As much as a caller may state of any money: a thousand million units.
    static readonly Exact Most = new Amount(Amount.MostStated).ToExact();

    static readonly Exact MostUnits = Exact.Of(Quantities.Most);

    /// <summary>Adds an error for each field of a price that no catalogue could make valid.</summary>
    public static void Check(FieldErrors errors, string path, Price price)
    {
        if (price.By != RatedBy.Event && price is not (TieredPrice or PackagePrice { Prorated: false }))
            errors.Add($"{path}.by", "not_allowed", "by goes with graduated, volume, and packages rounded up.");
        switch (price)
        {
            case UnitPrice unit:
                CheckAmount(errors, $"{path}.amount", unit.Amount);
                break;
            case PackagePrice package:
                CheckAmount(errors, $"{path}.amount", package.Amount);
                CheckSize(errors, $"{path}.size", package.Size, package.Prorated);
                break;
            case TieredPrice tiered:
                CheckTiers(errors, $"{path}.tiers", tiered.Tiers);
                break;
            case PropertyPrice property:
                errors.Text($"{path}.name", property.Name, MostNameCharacters, optional: false);
                break;
            case RateCardPrice card:
                errors.Id($"{path}.card", card.Card);
                break;
        }
    }

    /// <summary>Adds an error for each field that does not fit the feature or the catalogue.</summary>
    public static void CheckFit(FieldErrors errors, string path, Price price, Feature feature, Catalog.Catalog catalog)
    {
        if (feature.Type == FeatureType.Gauge && price is not UnitPrice)
            errors.Add(
                $"{path}.model", "not_allowed", $"{feature.Code} is a gauge: its price is unit, by the unit and hour.");
        if (price is TieredPrice tiered) CheckScale(errors, $"{path}.tiers", tiered.Tiers, feature);
        if (price is not RateCardPrice { Card: var code }) return;
        if (catalog.RateCard(code) is not { } card)
            errors.Add($"{path}.card", "unknown_rate_card", $"There is no rate card {code}.");
        else if (price.Currency is { } currency && currency != card.Currency)
            errors.Add($"{path}.currency", "not_allowed", $"The rate card {code} is in {card.Currency}.");
    }

    /// <summary>Adds an error unless an amount is 0 to 10^9.</summary>
    public static void CheckAmount(FieldErrors errors, string field, Exact amount)
    {
        if (amount.Sign < 0 || amount > Most) errors.Add(field, "out_of_range", "amount must be 0 to 10^9.");
    }

    /// <summary>Adds an error unless so many units can be sold together, and in parts where they are to be.</summary>
    public static void CheckSize(FieldErrors errors, string field, long size, bool inParts)
    {
        if (size is < 1 or > Quantities.Most) errors.Add(field, "out_of_range", $"{field} must be 1 to 10^15.");
        else if (inParts && !Exact.DividesEvenly(size))
            errors.Add(field, "out_of_range", $"{field} must be made of twos and fives, so that parts are exact.");
    }

    static void CheckTiers(FieldErrors errors, string path, IReadOnlyList<Tier> tiers)
    {
        if (tiers.Count == 0) errors.Add(path, "required", "A price needs tiers.");
        if (tiers.Count > MostTiers) errors.Add(path, "too_many", $"A price has at most {MostTiers} tiers.");
        var before = Exact.Zero;
        for (var i = 0; i < tiers.Count; i++)
        {
            var at = At(path, i);
            CheckAmount(errors, $"{at}.amount", tiers[i].Amount);
            var isLast = i == tiers.Count - 1;
            if (tiers[i].UpTo is not { } upTo)
            {
                if (!isLast) errors.Add($"{at}.up_to", "required", "Only the last tier has no end.");
                continue;
            }
            if (isLast) errors.Add($"{at}.up_to", "not_allowed", "The last tier has no end: up_to must be null.");
            else if (upTo <= before || upTo > MostUnits)
                errors.Add($"{at}.up_to", "out_of_range", "up_to must rise from tier to tier, above 0, up to 10^15.");
            before = upTo;
        }
    }

    static void CheckScale(FieldErrors errors, string path, IReadOnlyList<Tier> tiers, Feature feature)
    {
        for (var i = 0; i < tiers.Count; i++)
        {
            if (tiers[i].UpTo is not { } upTo) continue;
            var units = decimal.Parse(upTo.ToString(), CultureInfo.InvariantCulture);
            Quantities.Check(errors, $"{At(path, i)}.up_to", units, feature);
        }
    }

    static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
