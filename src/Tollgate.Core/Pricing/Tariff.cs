namespace Tollgate.Core.Pricing;

/// <summary>By what the overage of a use is charged: a price of its feature, or of a pool that it draws on.</summary>
/// <param name="Price">The price.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Share">Whose price it is.</param>
/// <param name="Card">The rate card that the price names; null: it names none, or none that is there.</param>
internal sealed record Tariff(Price Price, Currency Currency, Share Share, RateCard? Card)
{
    /// <summary>That of a share of a basis, or null where its overage is not charged.</summary>
    public static Tariff? Of(Share share, Profile profile, Catalog.Catalog catalog)
    {
        var overage = share.Footing.Entitlement.Overage;
        if (overage.Mode != OverageMode.Charge || overage.Price is not { } price) return null;
        var card = price is RateCardPrice named ? catalog.RateCard(named.Card) : null;
        var currency = price.Currency ?? card?.Currency ?? Currency.Parse(profile.Currency);
        return new Tariff(price, currency, share, card);
    }

    /// <summary>So much overage of the feature used, in the units that the price is of.</summary>
    public Exact Units(long overage) => Exact.Of((Int128)overage * Share.Factor, Share.Feature.Scale);

    /// <summary>The hash that tells this price from any other.</summary>
    public Hash Hash => HashOf(Price);

    /// <inheritdoc cref="Hash"/>
    public static Hash HashOf(Price price) => Hash.Over(System.Text.Encoding.UTF8.GetBytes(price is TieredPrice tiered
        ? $"{tiered.IsVolume} {string.Join(' ', tiered.Tiers)}"
        : $"{price}"));

    /// <summary>The key of what the used feature cost so far.</summary>
    public CostKey AllTime(CustomerId customer, Feature used) => CostKey.AllTime(customer, used.Id, Currency);

    /// <summary>The total of a request, where the price goes by that: a scope's, as a cycle's is.</summary>
    public CostKey Request(CustomerId customer) =>
        new(customer, Share.Feature.Id, Currency, Share.Footing.Entitlement.Scope, Instant.MinValue);

    /// <summary>
    /// The key of what was charged in the cycle that a use dated <paramref name="at"/> falls in; null where the price
    /// does not go by cycles.
    /// </summary>
    public CostKey? Cycle(Terms terms, Catalog.Catalog catalog, Instant at, Instant now)
    {
        if (Price.By != RatedBy.Cycle) return null;
        var scope = Share.Footing.Entitlement.Scope;
        var cycle = Cycles.InForce(terms, catalog, scope, now).At(at);
        return new CostKey(terms.Customer, Share.Feature.Id, Currency, scope, cycle.Start);
    }

    /// <summary>Adds what <see cref="Quote"/> will read.</summary>
    public void Need(Needs needs, Terms terms, Catalog.Catalog catalog, Feature used, Instant at, Instant now)
    {
        needs.Money = true;
        needs.Costs.Add(AllTime(terms.Customer, used));
        if (Cycle(terms, catalog, at, now) is { } cycle) needs.Costs.Add(cycle);
    }
}
