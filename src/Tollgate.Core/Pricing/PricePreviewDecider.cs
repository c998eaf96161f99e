using System.Numerics;

namespace Tollgate.Core.Pricing;

/// <summary>
/// Previews of prices: the quantity is weighed and quoted as a use of it would be, and so is the last quantity of each
/// tier and the first of the next, where the charge may turn.
/// </summary>
internal static class PricePreviewDecider
{
    /// <summary>Tells what a quantity would be charged.</summary>
    public static Outcome Decide(Draft draft, PreviewPrice command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.Namespace is not null && customer.Terms.Namespace(command.Namespace) is null)
            return new Rejected(Rejection.NamespaceNotFound, $"There is no namespace {command.Namespace}.");
        var catalog = draft.Account.Catalog;
        if (catalog.Feature(command.Feature) is not { } feature)
            return new Rejected(Rejection.FeatureNotFound, $"There is no feature {command.Feature}.");
        if (feature.Type != FeatureType.Metered)
            return Rejected.Invalid("feature", "not_allowed", $"{feature.Code} is not metered: it has no such price.");
        if (!Quantities.TryScale(command.Quantity, feature.Scale, out var quantity))
            return Quantities.Misfit("quantity", command.Quantity, feature);

        var now = draft.TimeOf(customer);
        var basis = Basis.Of(customer.Terms, catalog, feature, command.Namespace ?? "", now, now);
        var (weighed, _) = UseDecider.WeighFact(customer, command.Use, feature, basis, quantity);
        var split = weighed.Split;
        var preview = new PricePreview(
            command, Quantities.Unscale(split.Included, feature.Scale),
            Quantities.Unscale(split.TopUp, feature.Scale), Quantities.Unscale(split.Overage, feature.Scale));
        return new Shown<PricePreview>(Bill.TariffOf(draft, customer, feature, basis, weighed) is { } tariff
            ? new Quoted(draft, customer, tariff, feature, command, split).Fill(preview)
            : preview);
    }

    // One quantity after another, quoted as a use of each would be.
    sealed record Quoted(
        Draft Draft, CustomerState Customer, Tariff Tariff, Feature Feature, PreviewPrice Command, Split Split)
    {
        public PricePreview Fill(PricePreview preview)
        {
            var quote = At(Split.Overage);
            preview = preview with
            {
                Price = Tariff.Price,
                Charge = quote.Cost is null ? null : new CurrencyAmount(quote.Amount, Tariff.Currency),
                UnitPrice = (Tariff.Price as UnitPrice)?.Amount,
                Cycle = SoFar(quote),
            };
            return Tariff.Price is TieredPrice tiered ? Fill(preview, tiered, quote) : preview;
        }

        PricePreview Fill(PricePreview preview, TieredPrice tiered, Quote quote)
        {
            var before = preview.Cycle?.Units ?? Exact.Zero;
            var tier = Rating.Reached(tiered.Tiers, before + Tariff.Units(Split.Overage));
            preview = preview with { UnitPrice = tier.Amount };
            for (var i = 0; i < tiered.Tiers.Count - 1; i++)
            {
                // The last of this tier, and the first of the next.
                var end = tiered.Tiers[i].UpTo!.Value;
                if (end < before) continue;
                var last = Overage(end - before);
                if (last > 0 && last < Split.Overage) preview = WithFewer(preview, Of(last), quote.Amount);
                if (last + 1 <= Split.Overage || last + 1 > Counter.Most - Split.Included - Split.TopUp) continue;
                var first = Of((long)last + 1);
                if (tiered.Tiers[i] == tier) preview = preview with
                {
                    NextTier = new TierPreview(first, tiered.Tiers[i + 1].Amount),
                };
                preview = WithMore(preview, first, quote.Amount);
            }
            return preview;
        }

        static PricePreview WithFewer(PricePreview preview, QuantityCharge fewer, Amount charge) =>
            fewer.Charge > charge && !(fewer.Charge <= preview.FewerForMore?.Charge)
                ? preview with { FewerForMore = fewer }
                : preview;

        static PricePreview WithMore(PricePreview preview, QuantityCharge more, Amount charge) =>
            more.Charge < charge && !(more.Charge >= preview.MoreForLess?.Charge)
                ? preview with { MoreForLess = more }
                : preview;

        // As much overage of the feature used as so many units of the price hold.
        BigInteger Overage(Exact units) =>
            units.Shifted(Tariff.Share.Feature.Scale).DividedDown(Tariff.Share.Factor, 0).Floor();

        QuantityCharge Of(BigInteger overage)
        {
            var quantity = Split.Included + Split.TopUp + (long)overage;
            return new QuantityCharge(Quantities.Unscale(quantity, Feature.Scale), At((long)overage).Amount);
        }

        Quote At(long overage) => Quote.Of(
            Draft, Customer, Tariff, Feature, Command.Properties, overage,
            Split.Included + Split.TopUp + overage);

        CycleSoFar? SoFar(Quote quote)
        {
            if (quote.Cycle is null) return null;
            var row = Tariff.Total(Customer);
            return new CycleSoFar(
                Tariff.Share.Footing.Rated!.Value.Window.Start, row.Units,
                row.Price == Tariff.Hash ? row.Cost : Rating.Cost(Tariff.Price, row.Units));
        }
    }
}
