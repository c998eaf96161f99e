namespace Tollgate.Core.Renewals;

/// <summary>What the next period of a subscription costs.</summary>
/// <param name="Currency">The customer's.</param>
/// <param name="Full">The plan's price for its seats, in whole minor units, half up.</param>
/// <param name="Off">What a discount takes off it: 0 to <paramref name="Full"/>.</param>
public sealed record RenewalPrice(Currency Currency, Amount Full, Amount Off)
{
    /// <summary>The code of its discount; null: it has none.</summary>
    public string? Discount { get; private init; }

    /// <summary>Why that does not lower it, one of <see cref="DiscountBar"/>; null: it does.</summary>
    public string? Bar { get; private init; }

    /// <summary>Whether its discount lowers it.</summary>
    public bool IsLowered => Discount is not null && Bar is null;

    /// <summary>What is due, at least 0.</summary>
    public Amount Due => Full - Off;

    /// <summary>The price of its plan of then; of one that costs nothing 0. Null: none in the currency.</summary>
    public static RenewalPrice? Of(Terms terms, Catalog.Catalog catalog, Subscription one, Instant at)
    {
        var plan = catalog.Plan(one.PlanAt(at));
        var currency = terms.Profile!.Currency;
        if (!Currency.TryParse(currency, out var counted)) return null;
        if (!plan.IsPriced) return new RenewalPrice(counted, Amount.Zero, Amount.Zero);
        if (PriceOf(plan, currency, one.Renewal!.Per) is not { } price) return null;
        var exact = Exact.Of(price.Amount) * Exact.Of(one.Quantity);
        if (exact > Exact.Of(Amount.MostStated / Amount.PerUnit)) return null;
        var full = new RenewalPrice(counted, Amount.Floor(exact).Rounded(counted), Amount.Zero);
        return one.Renewal is { Discount: { } code } renewal && catalog.Discount(code) is { } discount
            ? full.With(discount, plan.Code, renewal)
            : full;
    }

    // By when it is due, not by when it is paid.
    RenewalPrice With(Discount discount, string plan, Renewal renewal)
    {
        var bar = discount.Bar(plan, Currency, renewal.DueAt, renewal.Discounted);
        return this with
        {
            Discount = discount.Code,
            Bar = bar,
            Off = bar is null ? discount.Off(Full, Currency) : Amount.Zero,
        };
    }

    /// <summary>By which price a plan is renewed: the one asked for, else the month's, else the year's.</summary>
    public static PricePer? PerOf(Plan plan, string currency, PricePer? asked)
    {
        if (asked is { } per) return PriceOf(plan, currency, per)?.Per;
        return (PriceOf(plan, currency, PricePer.Month) ?? PriceOf(plan, currency, PricePer.Year))?.Per;
    }

    static PlanPrice? PriceOf(Plan plan, string currency, PricePer per) =>
        plan.Definition.Prices?.FirstOrDefault(one => one.Currency == currency && one.Per == per);
}
