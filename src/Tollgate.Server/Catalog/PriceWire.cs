using System.Globalization;

namespace Tollgate.Server;

/// <summary>Prices between the wire, where a model says which members there are, and the engine.</summary>
internal static class PriceWire
{
    /// <summary>What a request states; members that its model has not, or misses, are noted.</summary>
    public static Price Price(Wire.Price stated, string path, FieldErrors errors)
    {
        CheckMembers(stated, path, errors);
        Exact amount = default;
        if (stated.Amount is { } text) amount = MoneyWire.Exact(text, $"{path}.amount", errors);
        var size = stated.Size ?? 1;
        Price price = stated.Model switch
        {
            Wire.PriceModel.Package => new PackagePrice(size, amount, stated.Round == Wire.PriceRound.Prorate),
            Wire.PriceModel.Graduated => new TieredPrice(false, Tiers(stated, path, errors)),
            Wire.PriceModel.Volume => new TieredPrice(true, Tiers(stated, path, errors)),
            Wire.PriceModel.Property => new PropertyPrice(stated.Name ?? "x"),
            Wire.PriceModel.RateCard => new RateCardPrice(stated.Card ?? "x"),
            _ => new UnitPrice(amount),
        };
        Currency? currency = stated.Currency is { } code ? MoneyWire.Currency(code, $"{path}.currency", errors) : null;
        return price with { By = By(stated.By), Currency = currency };
    }

    public static Wire.Price Of(Price price)
    {
        var wire = price switch
        {
            PackagePrice package => new Wire.Price
            {
                Model = Wire.PriceModel.Package,
                Size = package.Size,
                Amount = package.Amount.ToString(),
                Round = package.Prorated ? Wire.PriceRound.Prorate : Wire.PriceRound.Up,
                By = package.Prorated ? null : By(price.By),
            },
            TieredPrice tiered => new Wire.Price
            {
                Model = tiered.IsVolume ? Wire.PriceModel.Volume : Wire.PriceModel.Graduated,
                By = By(price.By),
                Tiers = [.. tiered.Tiers.Select(Of)],
            },
            PropertyPrice property => new Wire.Price { Model = Wire.PriceModel.Property, Name = property.Name },
            RateCardPrice card => new Wire.Price { Model = Wire.PriceModel.RateCard, Card = card.Card },
            _ => new Wire.Price { Model = Wire.PriceModel.Unit, Amount = ((UnitPrice)price).Amount.ToString() },
        };
        return price.Currency is { } currency ? wire with { Currency = currency.Code } : wire;
    }

    static void CheckMembers(Wire.Price stated, string path, FieldErrors errors)
    {
        var model = stated.Model;
        var (package, tiered) = (model is Wire.PriceModel.Package,
            model is Wire.PriceModel.Graduated or Wire.PriceModel.Volume);
        Check("amount", stated.Amount is not null, package || model is Wire.PriceModel.Unit);
        Check("size", stated.Size is not null, package);
        Check("round", stated.Round is not null, package);
        Check("tiers", stated.Tiers is not null, tiered);
        Check("name", stated.Name is not null, model is Wire.PriceModel.Property);
        Check("card", stated.Card is not null, model is Wire.PriceModel.RateCard);
        if (stated.By is not null && !package && !tiered)
            errors.Add($"{path}.by", "not_allowed", "by goes with graduated, volume, and packages rounded up.");

        void Check(string name, bool given, bool needed)
        {
            var field = $"{path}.{name}";
            if (needed && !given) MoneyWire.Note(errors, field, "required", $"This model needs {name}.");
            if (given && !needed) MoneyWire.Note(errors, field, "not_allowed", $"This model has no {name}.");
        }
    }

    static Tier[] Tiers(Wire.Price stated, string path, FieldErrors errors) =>
        [.. (stated.Tiers ?? []).Select((tier, i) => new Tier(
            tier.UpTo is { } upTo ? Exact.Of(upTo) : null,
            MoneyWire.Exact(
                tier.Amount, string.Create(CultureInfo.InvariantCulture, $"{path}.tiers[{i}].amount"), errors)))];

    static Wire.PriceTier Of(Tier tier) => new()
    {
        UpTo = tier.UpTo is { } upTo ? decimal.Parse(upTo.ToString(), CultureInfo.InvariantCulture) : null,
        Amount = tier.Amount.ToString(),
    };

    static RatedBy By(Wire.RatedBy? by) => by switch
    {
        Wire.RatedBy.Request => RatedBy.Request,
        Wire.RatedBy.Cycle => RatedBy.Cycle,
        _ => RatedBy.Event,
    };

    static Wire.RatedBy By(RatedBy by) => by switch
    {
        RatedBy.Request => Wire.RatedBy.Request,
        RatedBy.Cycle => Wire.RatedBy.Cycle,
        _ => Wire.RatedBy.Event,
    };
}
