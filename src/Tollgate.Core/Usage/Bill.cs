namespace Tollgate.Core.Usage;

/// <summary>
/// What the overage of a use is charged to the wallet: what it costs, whether that can be paid, and the debit that goes
/// with the recorded use.
/// </summary>
/// <param name="Quote">What it costs, and by what.</param>
/// <param name="Amount">What is to be taken, or set aside.</param>
/// <param name="Spending">The budgets that count it.</param>
internal sealed record Bill(Quote Quote, Amount Amount, Spending Spending)
{
    /// <summary>All that stands against it: what a fact is recorded with that may not be charged.</summary>
    public UsageFlags Flags { get; private init; }

    /// <summary>The first budget that denies it, or null.</summary>
    public Budget? Denied { get; private init; }

    /// <summary>Why it may not be charged, or <see cref="Reason.None"/>.</summary>
    public Reason Reason => Flags switch
    {
        UsageFlags.None => Reason.None,
        UsageFlags.PriceUnknown => Reason.PriceUnknown,
        _ => Flags.HasFlag(UsageFlags.BudgetExceeded) ? Reason.BudgetExceeded : Reason.CreditInsufficient,
    };

    /// <summary>The same as the answer shows it; null where nobody knows it.</summary>
    public CurrencyAmount? Shown =>
        Quote.Cost is null ? null : new CurrencyAmount(Amount, Quote.Tariff.Currency);

    /// <summary>Adds what charging a use will read.</summary>
    public static void Need(
        Needs needs, Basis basis, Terms terms, Catalog.Catalog catalog, Feature used, string name, Instant at,
        Instant now)
    {
        if (terms.Profile is not { } profile || used.Type == FeatureType.Gauge) return;
        foreach (var share in basis.Shares)
        {
            if (Tariff.Of(share, profile, catalog) is not { } tariff) continue;
            tariff.Need(needs, terms.Customer, used);
            SpendWindows.Need(needs, terms, catalog, tariff.Currency, name, at, now);
        }
    }

    /// <summary>That of a use, or of a reservation; null where no limit that it passes charges for that.</summary>
    public static Bill? Of(
        Draft draft, CustomerState customer, Use use, Feature used, Basis basis, Weighed weighed, Instant at)
    {
        var split = weighed.Split;
        if (TariffOf(draft, customer, used, basis, weighed) is not { } tariff) return null;
        var quote = Quote.Of(draft, customer, tariff, used, use.Properties, split.Overage, split.Quantity);
        var amount = use.HoldFor is null ? quote.Amount : quote.Highest(split.Overage);
        var spending = Spending.Of(draft, customer, tariff.Currency, use.Namespace ?? "", at);
        var bill = new Bill(quote, amount, spending).Judged(customer);
        // What no size could be found for is not charged by a wrong one.
        if (draft.Sizes.Refuses && tariff.Price.By == RatedBy.Request && use.Mode == UsageMode.Enforce)
            bill = bill with { Flags = bill.Flags | UsageFlags.CreditInsufficient };
        // A fact is charged below zero too.
        var charges = bill.Reason == Reason.None || (use.Mode == UsageMode.Record
            && quote.Cost is not null && customer.Wallet(tariff.Currency) is not null);
        if (tariff.Price.By == RatedBy.Request && (charges || draft.Sizes.IsFirst))
            draft.Sizes.Count(tariff.Request(customer.Head.Customer), tariff.Units(split.Overage));
        return bill;
    }

    /// <summary>
    /// That of overage of a reservation, which is charged whether or not it can be paid. For what was set aside no more
    /// is taken then than was held for it: it cannot be refused any more, and may have become dearer.
    /// </summary>
    /// <param name="draft">Of its request.</param>
    /// <param name="customer">Who uses.</param>
    /// <param name="tariff">By what it is charged.</param>
    /// <param name="used">The feature used.</param>
    /// <param name="held">The reservation; what it held is free again.</param>
    /// <param name="properties">Canonical JSON of what the use says.</param>
    /// <param name="within">What is charged of what was set aside.</param>
    /// <param name="overage">That, and what is charged beyond it: a fact.</param>
    /// <param name="quantity">All of it.</param>
    public static Bill Of(
        Draft draft, CustomerState customer, Tariff tariff, Feature used, Reservation held, string? properties,
        long within, long overage, long quantity)
    {
        var quote = Quote.Of(draft, customer, tariff, used, properties, overage, quantity);
        var spending = Spending.Of(draft, customer, tariff.Currency, held.Namespace, held.At);
        var bill = new Bill(quote, quote.Amount, spending).Judged(customer);
        if (bill.Reason == Reason.None || quote.Cost is not { } cost || within == 0) return bill;
        // What the caller says it used otherwise than reserved is a fact too.
        if (tariff.Price is PropertyPrice or RateCardPrice && properties != held.Properties) return bill;
        var part = Quote.Of(draft, customer, tariff, used, properties, within, quantity).Cost!.Value;
        var most = held.Held is { } credit && credit.Currency == tariff.Currency
            ? credit.Amount.ToExact()
            : Exact.Zero;
        if (part <= most) return bill;
        var only = quote.Only(customer, used, cost - part + most);
        return bill with { Quote = only, Amount = only.Amount };
    }

    /// <summary>What the line of the use says of it; null where nothing can be charged.</summary>
    /// <param name="customer">Who uses.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <param name="held">Of which grants it was set aside; that is free again.</param>
    public Charge? ChargeOf(CustomerState customer, Instant now, IReadOnlyList<CreditPart>? held = null)
    {
        var currency = Quote.Tariff.Currency;
        if (Quote.Cost is not { } cost || customer.Wallet(currency) is null) return null;
        return new Charge(currency, Amount, cost, new Purse(customer, currency, now).Plan(Amount, held))
        {
            Cycle = Quote.Cycle?.Key.From,
            Rated = Quote.Cycle is { Key: var key } ? new RatedUnits(key.Feature, key.Scope, Quote.Units) : null,
        };
    }

    /// <summary>Takes what a recorded use cost, as its line says.</summary>
    /// <param name="customer">Who uses.</param>
    /// <param name="line">The line.</param>
    /// <param name="used">Its feature.</param>
    /// <param name="by">Who asked, where the use names nobody.</param>
    /// <param name="now">The moment of the decision.</param>
    public void Take(CustomerState customer, UsageEvent line, Feature used, string by, Instant now)
    {
        if (line.Charge is not { } charge) return;
        Quote.Keep(customer, used, charge.Paid);
        if (charge.Paid.Count > 0)
            new Purse(customer, charge.Currency, now).Move(
                charge.Paid, new EntryLabel(EntryKind.Debit, line.Id, Actor: line.Actor ?? by));
        Spending.Take(charge.Amount);
    }

    /// <summary>The answer to a use that costs more than a wallet, or a sum of costs, can hold.</summary>
    public static Rejected TooMuch(Feature feature) => Rejected.Invalid(
        "quantity", "out_of_range", $"{feature.Code} would cost more than 9 x 10^12 in all.");

    /// <summary>Whether with it some sum would be more than can be held.</summary>
    public bool IsTooMuch(CustomerState customer) => Quote.IsTooMuch || Spending.Overflows(Amount)
        || (customer.Wallet(Quote.Tariff.Currency) is { } wallet && wallet.Overflows(Amount));

    /// <summary>Sets it aside; null where there is nothing that could be.</summary>
    public HeldCredit? Hold(CustomerState customer, long overage, Instant now)
    {
        var (tariff, currency) = (Quote.Tariff, Quote.Tariff.Currency);
        if (Quote.Cost is null || customer.Wallet(currency) is null) return null;
        Spending.Hold(Amount);
        var held = new Purse(customer, currency, now).Hold(Amount);
        if (Quote.Cycle is null) return held;
        var total = tariff.Total(customer);
        tariff.Put(customer, total with { Held = total.Held + tariff.Units(overage) });
        return held with { Rated = (total.Key.Feature, total.Key.From) };
    }

    /// <summary>
    /// By what the overage is charged; null where no limit that it passes charges for that. The policy is that of the
    /// limit, the price that of the feature used, else of the nearest pool that has one.
    /// </summary>
    public static Tariff? TariffOf(Draft draft, CustomerState customer, Feature used, Basis basis, Weighed weighed)
    {
        if (weighed.Split.Overage <= 0 || used.Type == FeatureType.Gauge) return null;
        if (!weighed.Limits.Any(limit => weighed.Split.Passes(limit) && limit.Policy.Mode == OverageMode.Charge))
            return null;
        return PriceOf(draft, customer, basis);
    }

    /// <summary>The price of the feature used, else of the nearest pool that has one, or null.</summary>
    public static Tariff? PriceOf(Draft draft, CustomerState customer, Basis basis)
    {
        foreach (var share in basis.Shares)
            if (Tariff.Of(share, customer.Terms.Profile!, draft.Account.Catalog) is { } tariff) return tariff;
        return null;
    }

    Bill Judged(CustomerState customer)
    {
        if (Quote.Cost is null) return this with { Flags = UsageFlags.PriceUnknown };
        var denied = Spending.DeniedBy(Amount);
        var pays = customer.Wallet(Quote.Tariff.Currency)?.Pays(Amount) == true;
        return this with
        {
            Denied = denied,
            Flags = (denied is null ? UsageFlags.None : UsageFlags.BudgetExceeded)
                | (pays ? UsageFlags.None : UsageFlags.CreditInsufficient),
        };
    }
}
