namespace Tollgate.Core.Subscriptions;

// How a subscription goes on that no provider renews; what time brings of it is in RenewalTries.
public static partial class SubscriptionDecider
{
    /// <summary>Has a subscription renewed.</summary>
    public static Outcome Decide(Draft draft, SetRenewal command)
    {
        if (Find(draft, command, command.Id) is not ({ } customer, { } before)) return NotFound;
        var (terms, catalog, now) = (customer.Terms, draft.Account.Catalog, draft.TimeOf(customer));
        if (before.IsOver(now)) return Ended;
        var plan = catalog.Plan(before.PlanAt(now));
        if (PerOf(terms, plan, command.Terms) is not { } per) return NoPrice(plan, "per");
        if (command.DueAt < now)
            return Rejected.Invalid("due_at", "out_of_range", "due_at must not lie in the past.");
        if (command.DueAt is not null && before.Renewal is { Failures: > 0 })
            return new Rejected(Rejection.PaymentPastDue, "What is due is unpaid, and is not put off.");
        // What it has already is not given again.
        if (command.Terms.Discount is { } code && code != before.Renewal?.Discount
            && DiscountDecider.Give(draft, command, code, plan, now, "discount") is { } refused) return refused;
        var after = Renewing(terms, before.Folded(now), command.Terms, per, command.DueAt, now);
        return Written(draft, customer, command, "subscription.renewal_set", before, after);
    }

    /// <summary>Has a subscription renewed no more.</summary>
    public static Outcome Decide(Draft draft, EndRenewal command)
    {
        if (Find(draft, command, command.Id) is not ({ } customer, { } before)) return NotFound;
        var now = draft.TimeOf(customer);
        if (before.Renewal is not { } renewal) return new Put<Subscription>(before, before, false);
        if (before.IsOver(now)) return Ended;
        if (renewal.Failures > 0)
            return new Rejected(Rejection.PaymentPastDue, "What is due is unpaid: pay it, or cancel.");
        var after = before.Folded(now) with { Renewal = null, EndsAt = Instant.Max(now, renewal.DueAt) };
        return Written(draft, customer, command, "subscription.renewal_removed", before, after);
    }

    // One that is renewed as asked, and has no agreed end.
    static Subscription Renewing(
        Terms terms, Subscription one, RenewalTerms asked, PricePer per, Instant? dueAt, Instant now)
    {
        var zone = terms.Profile!.Zone;
        var lowered = one.Renewal is { } old && old.Discount == asked.Discount ? old.Discounted : 0;
        if (one.Renewal is { } known && dueAt is null)
        {
            // By another price periods are counted from the end of what is paid.
            var anchor = known.Per == per ? known.Anchor : known.DueAt;
            return one with
            {
                Renewal = known with
                {
                    By = asked.By,
                    Per = per,
                    Anchor = anchor,
                    Discount = asked.Discount,
                    Discounted = lowered,
                },
            };
        }
        Instant? trial = one.TrialEndsAt is { } end && one.ActivatedAt is null ? Instant.Max(now, end) : null;
        var due = dueAt ?? one.EndsAt ?? trial
            ?? Renewal.CycleOf(one.Anchor, per, zone).At(Instant.Max(now, one.StartsAt)).End!.Value;
        return one with
        {
            EndsAt = null,
            Renewal = new Renewal(asked.By, per, due, Renewal.AnchorOf(one.Anchor, due, per, zone), now)
            {
                Discount = asked.Discount,
                Discounted = lowered,
            },
        };
    }

    // Written as what it is, whichever command says that it is paid.
    static Outcome Paid(
        Draft draft, CustomerState customer, Command command, Subscription before, Subscription after, Instant? until)
    {
        var now = draft.TimeOf(customer);
        if (until <= Instant.Max(now, before.StartsAt))
            return Rejected.Invalid("ends_at", "out_of_range", "ends_at must be after the start, and in the future.");
        RenewalTries.Pay(draft, customer, before, after, until, command.By);
        RenewalTries.Follow(draft, customer);
        IncludedCreditDecider.Follow(draft, customer);
        return new Put<Subscription>(customer.Terms.Subscriptions.First(one => one.Id == before.Id), before, true);
    }

    static PricePer? PerOf(Terms terms, Plan plan, RenewalTerms asked) =>
        plan.IsPriced ? RenewalPrice.PerOf(plan, terms.Profile!.Currency, asked.Per) : null;

    static Rejected NoPrice(Plan plan, string field) => Rejected.Invalid(
        field, "no_price", $"The plan {plan.Code} has no such price in the customer's currency.");
}
