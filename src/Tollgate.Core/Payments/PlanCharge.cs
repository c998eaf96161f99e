namespace Tollgate.Core.Payments;

/// <summary>What a plan is asked for, and what is done once that was paid.</summary>
internal static class PlanCharge
{
    /// <summary>
    /// The price of a plan in the customer's currency for its seats, in whole minor units, half up; with the setup fee
    /// for one who never had the plan. Null where it has no such price, or costs nothing.
    /// </summary>
    public static CurrencyAmount? Of(CustomerState customer, Catalog.Catalog catalog, Plan plan, PricePer per)
    {
        var currency = customer.Terms.Profile!.Currency;
        var price = (plan.Definition.Prices ?? []).FirstOrDefault(one => one.Per == per && one.Currency == currency);
        if (price is null || !Currency.TryParse(currency, out var counted) || counted.IsOwn) return null;
        var had = customer.Terms.Subscriptions
            .LastOrDefault(one => one.Namespace.Length == 0 && catalog.Plan(one.Plan).Code == plan.Code);
        var fee = plan.Definition.SetupFee is { } once && had is null && once.Currency == currency ? once.Amount : 0m;
        var seats = had?.Quantity ?? plan.Definition.MinQuantity ?? 1;
        var exact = (Exact.Of(price.Amount) * Exact.Of(seats)) + Exact.Of(fee);
        if (exact > Exact.Of(Amount.MostStated / Amount.PerUnit)) return null;
        var amount = Amount.Floor(exact).Rounded(counted);
        return amount > Amount.Zero ? new CurrencyAmount(amount, counted) : null;
    }

    /// <summary>
    /// Puts the customer on the plan for one period, or prolongs the subscription it has: once, by whoever is first to
    /// write that the session succeeded. A rejection has changed nothing.
    /// </summary>
    public static Rejected? Give(Draft draft, CustomerState customer, PaymentSession row, string by)
    {
        var (key, now, catalog) = (customer.Terms.Profile!.Key, draft.TimeOf(customer), draft.Account.Catalog);
        var held = customer.Terms.Subscriptions.LastOrDefault(one =>
            one.Namespace.Length == 0 && !one.IsOver(now) && one.CanceledAt is null
            && catalog.Plan(one.PlanAt(now)) is { Definition.Stackable: false } plan && plan.Code == row.Plan);
        if (held is null) return Begin(draft, customer, row, by);
        if (held.Renewal is { } renewal && (held.TrialEndsAt is null || held.ActivatedAt is not null))
        {
            var paid = (renewal with { Per = row.Per!.Value }).PeriodEnd(customer.Terms.Profile!.Zone);
            return SubscriptionDecider.Decide(draft, new RenewSubscription(key, held.Id, paid) { By = by }) as Rejected;
        }
        if (SubscriptionDecider.Decide(draft, new ActivateSubscription(key, held.Id) { By = by }) is Rejected refusal)
            return refusal;
        var active = customer.Terms.Subscriptions.First(one => one.Id == held.Id);
        if (active.EndsAt is not { } end) return null;
        var until = EndOf(row.Per!.Value, active.StartsAt, Instant.Max(end, now), customer.Terms.Profile!.Zone);
        return SubscriptionDecider.Decide(draft, new RenewSubscription(key, held.Id, until) { By = by }) as Rejected;
    }

    static Rejected? Begin(Draft draft, CustomerState customer, PaymentSession row, string by)
    {
        var (profile, now) = (customer.Terms.Profile!, draft.TimeOf(customer));
        var end = EndOf(row.Per!.Value, now, now, profile.Zone);
        var made = SubscriptionDecider.Decide(draft, new Subscribe(profile.Key, row.Plan!, row.PlanVersion, EndsAt: end)
        {
            By = by,
        });
        if (made is Rejected refusal) return refusal;
        var id = ((Put<Subscription>)made).Value.Id;
        // What is paid for needs no trial.
        return SubscriptionDecider.Decide(draft, new ActivateSubscription(profile.Key, id) { By = by }) as Rejected;
    }

    // Counted from the start, so that the 31st comes back after a short month; an end that was agreed otherwise is
    // where the next period is counted from.
    static Instant EndOf(PricePer per, Instant anchor, Instant from, DateTimeZone zone)
    {
        var length = per == PricePer.Year ? CycleLength.Year : CycleLength.Month;
        var window = new Cycle(anchor, length, zone).At(from);
        return window.Start == from ? window.End!.Value : new Cycle(from, length, zone).At(from).End!.Value;
    }
}
