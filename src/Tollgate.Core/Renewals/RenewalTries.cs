namespace Tollgate.Core.Renewals;

/// <summary>
/// Renews what is due: in the order of time, each period once, whoever looks and however late. Whether it is due
/// follows from facts; what it comes to from the wallet as it stands once all that came before is settled.
/// </summary>
public static class RenewalTries
{
    // However long nobody looked: what is left is tried with the next decision.
    internal const int MostAtOnce = 500;

    /// <summary>When something of a customer is to be tried next, or was to be; null: never.</summary>
    public static Instant? Next(Terms terms)
    {
        Instant? next = null;
        foreach (var one in terms.Subscriptions) next = Instants.Earlier(next, TryOf(terms, one));
        return next;
    }

    /// <summary>Tries all that is to be tried until a moment, once each.</summary>
    internal static void Settle(Draft draft, CustomerState customer, Instant at)
    {
        foreach (var id in customer.Terms.Subscriptions.Select(one => one.Id).ToList())
        {
            var one = Find(customer, id);
            if (TryOf(customer.Terms, one) is { } due && due <= at) Try(draft, customer, one, due);
        }
    }

    /// <summary>Tries what a command has made due at once.</summary>
    internal static void Follow(Draft draft, CustomerState customer)
    {
        var now = draft.TimeOf(customer);
        for (var i = 0; i < MostAtOnce && Next(customer.Terms) is { } at && at <= now; i++)
            Settle(draft, customer, at);
    }

    /// <summary>What fell due while nothing was asked for is due now.</summary>
    internal static void Awake(Draft draft, CustomerState customer, string by)
    {
        var now = draft.TimeOf(customer);
        foreach (var one in customer.Terms.Subscriptions)
        {
            if (TryOf(customer.Terms, one) is null) continue;
            var due = one.Renewal!.Awake(now);
            if (due == one.Renewal) continue;
            var said = RenewedView.Of(due, null, null);
            Write(draft, customer, one, one with { Renewal = due }, by, "subscription.renewal_set", said);
        }
        Follow(draft, customer);
    }

    /// <summary>Renews what waits for credit, where a request has brought enough of it; else nothing.</summary>
    internal static void FollowCredit(Draft draft, CustomerState customer)
    {
        if (customer.Changes.Wallets.Count == 0 || !customer.HasMoney || !customer.HasAccruals) return;
        var now = draft.TimeOf(customer);
        foreach (var id in customer.Terms.Subscriptions.Select(one => one.Id).ToList())
        {
            var one = Find(customer, id);
            if (one.Renewal is not { Failures: > 0, By: RenewedBy.Wallet } || HasEnded(one, now)) continue;
            if (PriceOf(draft, customer, one, now) is { } price
                && RenewalCharge.CanTake(customer, price, now))
                Renew(draft, customer, one, one, price, DueDecider.Clock, now);
        }
    }

    /// <summary>Writes that the periods until then are paid, otherwise than by the wallet.</summary>
    /// <param name="draft">Of the request.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="before">The subscription; it is renewed.</param>
    /// <param name="after">The same with what else the command changes.</param>
    /// <param name="until">From when on the next period is to be paid; null: one period on.</param>
    /// <param name="by">Who says so.</param>
    internal static void Pay(
        Draft draft, CustomerState customer, Subscription before, Subscription after, Instant? until, string by) =>
        Renew(draft, customer, before, after, null, by, draft.TimeOf(customer), until);

    /// <summary>The subscription whose renewal an invoice asks for, or null.</summary>
    internal static Subscription? Of(Terms terms, string invoice) => terms.Subscriptions.FirstOrDefault(
        one => one.Renewal is { Failures: > 0 } due && due.InvoiceOf(one.Id) == invoice);

    // What fell due in a pause waits for its end. What is over is not renewed; what it owes is dropped at its time.
    static Instant? TryOf(Terms terms, Subscription one)
    {
        if (one.Renewal is not { } renewal) return null;
        if (renewal.Failures > 0) return renewal.TryAt;
        var waits = one.PausedAt is not null || terms.Profile?.SuspendedAt is not null;
        return waits || one.Over <= renewal.DueAt ? null : renewal.TryAt;
    }

    static void Try(Draft draft, CustomerState customer, Subscription one, Instant at)
    {
        var renewal = one.Renewal!;
        var price = PriceOf(draft, customer, one, at);
        var pays = price is not null && (price.Due == Amount.Zero
            || (renewal.By == RenewedBy.Wallet && RenewalCharge.CanTake(customer, price, at)));
        if (renewal.Failures > 0 && HasEnded(one, at)) Drop(draft, customer, one, at);
        else if (pays) Renew(draft, customer, one, one, price, DueDecider.Clock, at);
        else if (at < renewal.FallsAt) Fail(draft, customer, one, price, at);
        else GiveUp(draft, customer, one, price, at);
    }

    static void Renew(
        Draft draft, CustomerState customer, Subscription before, Subscription after, RenewalPrice? price, string by,
        Instant at, Instant? until = null)
    {
        var (renewal, zone) = (before.Renewal!, customer.Terms.Profile!.Zone);
        var end = until ?? renewal.PeriodEnd(zone);
        var isOwed = renewal.Failures > 0;
        if (isOwed) Close(draft, customer, before);
        after = (isOwed ? Debt.Freed(after, at) : after) with
        {
            Renewal = renewal.Paid(end, at, zone) with
            {
                // Whoever says until when it is paid did not go by the lowered price.
                Discounted = renewal.Discounted
                    + (until is null && (price ?? PriceOf(draft, customer, before, at))?.IsLowered == true ? 1 : 0),
            },
            // What is paid for is no unpaid trial.
            ActivatedAt = after.ActivatedAt ?? (after.TrialEndsAt is null ? null : draft.TimeOf(customer)),
        };
        var parts = price is null ? [] : RenewalCharge.Plan(customer, price, at);
        var said = RenewedView.Of(renewal, price, end) with
        {
            Row = parts.Count == 0 ? null : new RenewedRow(CreditPart.Write(parts)),
        };
        var watched = price is null ? [] : WalletWatch.Watch(draft, customer);
        Write(draft, customer, before, after, by, "subscription.renewed", said);
        if (parts.Count == 0) return;
        RenewalCharge.Take(draft, customer, price!, parts, before.Id);
        WalletWatch.Tell(draft, customer, watched);
    }

    static void Fail(Draft draft, CustomerState customer, Subscription one, RenewalPrice? price, Instant at)
    {
        var renewal = one.Renewal!;
        var later = renewal with { Failures = renewal.Failures + 1 };
        if (renewal.Failures == 0)
            customer.Put(new Invoice(
                customer.Head.Customer, renewal.InvoiceOf(one.Id), true, false, one.Id, renewal.DueAt, renewal.FallsAt,
                null));
        var said = RenewedView.Of(renewal, price, null) with
        {
            TriedAt = CoreJson.Time(at),
            RetryAt = renewal.By == RenewedBy.Wallet ? CoreJson.Time(later.TryAt) : null,
            FallsAt = CoreJson.Time(renewal.FallsAt),
            Invoice = renewal.InvoiceOf(one.Id),
        };
        var action = renewal.By == RenewedBy.Wallet ? "subscription.renewal_failed" : "subscription.renewal_due";
        Write(draft, customer, one, one with { Renewal = later }, DueDecider.Clock, action, said);
    }

    // What was to come when it was not paid has come: it is on the free plan, or has ended, and owes nothing more.
    static void GiveUp(Draft draft, CustomerState customer, Subscription one, RenewalPrice? price, Instant at)
    {
        var renewal = one.Renewal!;
        var said = RenewedView.Of(renewal, price, null) with { TriedAt = CoreJson.Time(at) };
        Close(draft, customer, one);
        var after = one with
        {
            Renewal = null,
            EndsAt = Instants.Earlier(one.EndsAt, one.LapsesAt),
            LapsesAt = null,
            PastDueAt = null,
            Falls = false,
            PutOff = null,
        };
        Write(draft, customer, one, after, DueDecider.Clock, "subscription.renewal_lapsed", said);
    }

    static void Drop(Draft draft, CustomerState customer, Subscription one, Instant at)
    {
        var said = RenewedView.Of(one.Renewal!, null, null) with { TriedAt = CoreJson.Time(at) };
        Close(draft, customer, one);
        var after = Debt.Freed(one, at) with { Renewal = null };
        Write(draft, customer, one, after, DueDecider.Clock, "subscription.renewal_dropped", said);
    }

    static void Close(Draft draft, CustomerState customer, Subscription one)
    {
        if (customer.Terms.Invoice(one.Renewal!.InvoiceOf(one.Id)) is { } invoice)
            customer.Put(invoice with { PaidAt = draft.TimeOf(customer) });
    }

    static void Write(
        Draft draft, CustomerState customer, Subscription before, Subscription after, string by, string action,
        RenewedView said)
    {
        var (terms, catalog, profile) = (customer.Terms, draft.Account.Catalog, customer.Terms.Profile!);
        customer.Put(after);
        Debt.Press(draft, customer);
        customer.Put(KeptWindows.WithEpoch(customer, terms, catalog, profile, draft.TimeOf(customer)));
        draft.Audit(
            customer, by, action, SubscriptionId.Format(profile.Key, after.Id),
            SubscriptionDecider.View(before, catalog),
            SubscriptionDecider.View(Find(customer, after.Id), catalog, said));
    }

    // Of the plan that it is on if it is paid.
    static RenewalPrice? PriceOf(Draft draft, CustomerState customer, Subscription one, Instant at) => RenewalPrice.Of(
        customer.Terms, draft.Account.Catalog, one.Renewal!.Failures > 0 ? Debt.Freed(one, at) : one, at);

    // Otherwise than because it was not paid.
    static bool HasEnded(Subscription one, Instant at) =>
        Instants.Earlier(one.EndsAt, Instants.Earlier(one.CanceledAt, one.ReplacedAt)) <= at;

    static Subscription Find(CustomerState customer, long id) =>
        customer.Terms.Subscriptions.First(one => one.Id == id);
}
