using System.Text;

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

    /// <summary>Of a price by cycle the hash that tells it from any other; null: it goes by no cycle.</summary>
    public Hash? Hash => Share.Footing.Rated?.Price;

    /// <summary>The hash of a price.</summary>
    public static Hash HashOf(Price price) => Core.Hash.Over(Encoding.UTF8.GetBytes(price is TieredPrice tiered
        ? $"{tiered.IsVolume} {string.Join(' ', tiered.Tiers)}"
        : $"{price}"));

    /// <summary>The key of what the used feature cost so far.</summary>
    public CostKey AllTime(CustomerId customer, Feature used) => CostKey.AllTime(customer, used.Id, Currency);

    /// <summary>The total of a request, where the price goes by that: a scope's, as a cycle's is.</summary>
    public CostKey Request(CustomerId customer) =>
        new(customer, Share.Feature.Id, Currency, Share.Footing.Entitlement.Scope, Instant.MinValue);

    /// <summary>
    /// The key of what was charged in the cycle that the use falls in; null where the price does not go by cycles.
    /// </summary>
    public CostKey? Cycle(CustomerId customer) =>
        Share.Footing.Rated is { } cycle ? OfCycle(customer, cycle.Name) : null;

    /// <summary>What was charged in the cycle so far.</summary>
    public CostTotal Total(CustomerState customer)
    {
        var row = customer.Cost(Cycle(customer.Head.Customer)!.Value);
        if (!row.IsNone || Former(customer.Head.Customer) is not { } former) return row;
        return customer.Cost(former) with { Key = row.Key };
    }

    /// <summary>Writes what was charged in the cycle.</summary>
    public void Put(CustomerState customer, CostTotal total)
    {
        customer.Put(total);
        if (Former(customer.Head.Customer) is { } former && !customer.Cost(former).IsNone)
            customer.Put(CostTotal.None(former));
    }

    /// <summary>Adds what <see cref="Quote"/> will read.</summary>
    public void Need(Needs needs, CustomerId customer, Feature used)
    {
        needs.Money = true;
        needs.Costs.Add(AllTime(customer, used));
        if (Cycle(customer) is not { } cycle) return;
        needs.Costs.Add(cycle);
        if (Former(customer) is { } former) needs.Costs.Add(former);
    }

    // Totals were once told apart by the start of the cycle in the customer's zone. What is found there moves.
    CostKey? Former(CustomerId customer) =>
        Share.Footing.Rated is { } cycle && cycle.Window.Start != cycle.Name
            ? OfCycle(customer, cycle.Window.Start)
            : null;

    CostKey OfCycle(CustomerId customer, Instant from) =>
        new(customer, Share.Feature.Id, Currency, Share.Footing.Entitlement.Scope, from);
}

/// <summary>The cycle that a price rates a use in.</summary>
/// <param name="Name">By which its total is found; see <see cref="Cycles.Named"/>.</param>
/// <param name="Window">When it is.</param>
/// <param name="Price">The hash of the price, made once for as long as nothing turns.</param>
internal readonly record struct RatedCycle(Instant Name, Window Window, Hash Price);
