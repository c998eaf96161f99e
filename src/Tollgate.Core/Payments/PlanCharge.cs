namespace Tollgate.Core.Payments;

/// <summary>What a plan is asked for, and what is done once that was paid.</summary>
internal static class PlanCharge
{
    /// <summary>
    /// What a plan is asked for in the customer's currency, in whole minor units, half up: that of the subscription
    /// which it prolongs, for its version and seats; else that of the newest version, for its fewest seats, with the
    /// setup fee for one who never had the plan. Null where there is no such price, or it costs nothing.
    /// </summary>
    public static (CurrencyAmount Asked, Plan Plan, int Seats)? Of(
        CustomerState customer, Catalog.Catalog catalog, Plan newest, PricePer per, Instant now)
    {
        var (terms, currency) = (customer.Terms, customer.Terms.Profile!.Currency);
        var held = Held(terms, catalog, newest.Code, now);
        var plan = held is null ? newest : catalog.Plan(held.PlanAt(now));
        var price = (plan.Definition.Prices ?? []).FirstOrDefault(one => one.Per == per && one.Currency == currency);
        if (price is null || !Currency.TryParse(currency, out var counted) || counted.IsOwn) return null;
        var isNew = !terms.Subscriptions.Any(
            one => one.Namespace.Length == 0 && catalog.Plan(one.Plan).Code == plan.Code);
        var fee = plan.Definition.SetupFee is { } once && isNew && once.Currency == currency ? once.Amount : 0m;
        var seats = held?.Quantity ?? plan.Definition.MinQuantity ?? 1;
        var exact = (Exact.Of(price.Amount) * Exact.Of(seats)) + Exact.Of(fee);
        if (exact > Exact.Of(Amount.MostStated / Amount.PerUnit)) return null;
        var amount = Amount.Floor(exact).Rounded(counted);
        return amount > Amount.Zero ? (new CurrencyAmount(amount, counted), plan, seats) : null;
    }

    /// <summary>Why what is asked for could not be given if it were paid now; null: it could.</summary>
    public static Rejected? Refusal(Draft draft, CustomerState customer, PaymentSession row, string by)
    {
        var key = customer.Terms.Profile!.Key;
        var world = new World(draft.TimeOf(customer), draft.Account);
        world.Add(key, customer.Over());
        var imagined = new Draft(world);
        return Give(imagined, imagined.Existing(key)!, row, by);
    }

    /// <summary>
    /// Puts the customer on the plan for one period, or prolongs the subscription it has: once, by whoever is first to
    /// write that the session succeeded. A rejection has changed nothing.
    /// </summary>
    public static Rejected? Give(Draft draft, CustomerState customer, PaymentSession row, string by)
    {
        var (key, now, catalog) = (customer.Terms.Profile!.Key, draft.TimeOf(customer), draft.Account.Catalog);
        if (Held(customer.Terms, catalog, row.Plan!, now) is not { } held) return Begin(draft, customer, row, by);
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

    // The subscription that a payment for the plan prolongs.
    static Subscription? Held(Terms terms, Catalog.Catalog catalog, string code, Instant now) =>
        terms.Subscriptions.LastOrDefault(one =>
            one.Namespace.Length == 0 && !one.IsOver(now) && one.CanceledAt is null
            && catalog.Plan(one.PlanAt(now)) is { Definition.Stackable: false } plan && plan.Code == code);

    static Rejected? Begin(Draft draft, CustomerState customer, PaymentSession row, string by)
    {
        var (profile, now) = (customer.Terms.Profile!, draft.TimeOf(customer));
        var end = EndOf(row.Per!.Value, now, now, profile.Zone);
        var made = SubscriptionDecider.Decide(draft, new Subscribe(profile.Key, row.Plan!, row.PlanVersion, EndsAt: end)
        {
            By = by,
            Quantity = row.Quantity,
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
