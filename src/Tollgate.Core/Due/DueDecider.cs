namespace Tollgate.Core.Due;

/// <summary>
/// Settles what time has brought about, before anything else is decided. What moves money comes first, in the order of
/// time: at each end of a slice of a gauge's level, and of a reservation, what expired until then leaves and what
/// plans include comes, then the slice is charged or the reservation ends. Then recharges follow, and whoever wants to
/// know is told of what happened to subscriptions and boosts. Nothing depends on when this is done: all of it follows
/// from facts and the time.
/// </summary>
public static class DueDecider
{
    /// <summary>Who it is that did what time brought about.</summary>
    public const string Clock = "clock";

    /// <summary>
    /// Settles a customer whose head is due. Everything before <see cref="Head.DueAt"/> was settled before.
    /// </summary>
    /// <param name="draft">The first of the batch.</param>
    /// <param name="customer">Of that draft.</param>
    /// <param name="over">Its open reservations whose time is over.</param>
    /// <param name="next">When the first of the others will be.</param>
    public static void Settle(Draft draft, CustomerState customer, IReadOnlyList<Reservation> over, Instant? next)
    {
        var (now, since) = (draft.TimeOf(customer), customer.Head.DueAt!.Value);
        var left = new Queue<Reservation>(over.OrderBy(one => one.ExpiresAt));
        var (from, epoch) = (since, customer.Terms.Profile!.Epoch);
        Instant? stop = null;
        for (var i = 0; i < RenewalTries.MostAtOnce && stop is null && NextRenewal() is { } at; i++)
        {
            draft.Settling = at;
            from = Until(draft, customer, left, from, at);
            IncludedCreditDecider.Settle(draft, customer, from, at);
            from = Instant.Max(from, at);
            WalletDecider.Expire(draft, customer, at.PlusTicks(1), Clock);
            RenewalTries.Settle(draft, customer, at);
            // From here on uses count in other windows, which are computed from what is stored: the next batch goes on.
            if (customer.Terms.Profile!.Epoch != epoch) stop = at.PlusTicks(10);
        }
        // Where there are more of them than are settled at once, nothing from the next one on.
        var rest = stop ?? NextRenewal();
        draft.Settling = rest;
        if (stop is null) from = Until(draft, customer, left, from, rest ?? now);
        IncludedCreditDecider.Settle(draft, customer, from, rest);
        WalletDecider.Expire(draft, customer, rest, Clock);
        draft.Settling = null;
        RechargeDecider.Follow(draft, customer);
        if (rest is null && UsageMeters.IsTime(since, now)) UsageSliceDecider.Cut(draft, customer, now);
        // Of two reminders that nobody was there for, the later one says it all.
        foreach (var moment in Moment.Of(customer.Terms)
            .Where(one => one.At >= since && one.At <= now && !(one.At >= rest))
            .GroupBy(one => one.Key).Select(same => same.MaxBy(one => one.At)!)
            .OrderBy(one => one.At).ThenBy(one => one.Key.Id))
        {
            if (!draft.IsWanted(moment.Type)) continue;
            var (subject, view) = View(draft, customer, moment);
            draft.Audit(customer, Clock, moment.Type, subject, null, view);
        }
        var first = Instants.Earlier(
            Instants.Earlier(next, AccrualDecider.Next(draft, customer)), WalletDecider.NextExpiry(customer));
        first = Instants.Earlier(first, UsageMeters.Due(draft, customer));
        customer.SetDue(Instants.Earlier(rest, Instants.Earlier(first, Next(draft, customer.Terms, now))));
        customer.SettledUntil = rest;

        Instant? NextRenewal() => RenewalTries.Next(customer.Terms) is { } next && next <= now ? next : null;
    }

    /// <summary>
    /// Tells, with the change that brought it about, of what happened at once: a subscription that a cancellation
    /// ended, or a trial that a payment did. What is to happen later makes the head due.
    /// </summary>
    public static void Follow(Draft draft, CustomerState customer, Terms before)
    {
        var (now, after) = (draft.TimeOf(customer), customer.Terms);
        AccrualDecider.Follow(draft, customer, before);
        PeriodDecider.Open(draft, customer);
        // In another zone the cycle turns at another time.
        if (before.Profile?.TimeZone != after.Profile?.TimeZone)
            customer.SetDue(Instants.Earlier(customer.Head.DueAt, Next(draft, customer.Terms, now)));
        if (ReferenceEquals(before.Subscriptions, after.Subscriptions) && ReferenceEquals(before.Boosts, after.Boosts))
            return;
        customer.SetDue(Instants.Earlier(customer.Head.DueAt, Next(draft, customer.Terms, now)));
        // Whoever settles tells of all that has passed, once that is done.
        if (draft.Settling is not null) return;
        var passed = Moment.Of(after).Where(one => one.At <= now && draft.IsWanted(one.Type)).ToList();
        if (passed.Count == 0) return;
        var known = Moment.Of(before).Where(one => one.At <= now).Select(one => one.Key).ToHashSet();
        foreach (var moment in passed.Where(one => !known.Contains(one.Key)).OrderBy(one => one.Key.Id))
        {
            var (subject, view) = View(draft, customer, moment);
            draft.Emit(customer, moment.Type, WebhookMessage.DataOf(subject, view));
        }
    }

    /// <summary>Settles what is due, which was done before this is decided.</summary>
    public static Outcome Decide(Draft draft, SettleDue command) =>
        draft.Existing(command.Customer) is { } customer
            ? new Shown<Head>(customer.Head)
            : CustomerDecider.NotFound;

    // What slices of levels and reservations bring until then, and what expires and comes before each of them. A period
    // closes behind what ended with it.
    static Instant Until(
        Draft draft, CustomerState customer, Queue<Reservation> left, Instant from, Instant until)
    {
        var closed = AccrualDecider.Close(draft, customer);
        List<Reservation> over = [];
        while (left.TryPeek(out var one) && one.ExpiresAt <= until) over.Add(left.Dequeue());
        // Also what a command ended a moment before it fell due.
        var ended = PeriodTurns.Passed(customer.Terms, draft.Account.Catalog, from.PlusTicks(-10), until);
        foreach (var (at, slice, reservation) in closed.Select(one => (one.End, (Slice?)one, (Reservation?)null))
            .Concat(over.Select(one => (one.ExpiresAt, (Slice?)null, (Reservation?)one)))
            .Concat(ended.Select(end => (end, (Slice?)null, (Reservation?)null))).OrderBy(one => one.Item1))
        {
            IncludedCreditDecider.Settle(draft, customer, from, at);
            from = Instant.Max(from, at);
            WalletDecider.Expire(draft, customer, at, Clock);
            if (slice is not null) AccrualCharge.Take(draft, customer, customer.Terms, slice);
            if (reservation is not null)
                ReservationDecider.Expire(draft, customer, [reservation], draft.TimeOf(customer));
            if (slice is null && reservation is null) PeriodDecider.Close(draft, customer, at);
        }
        return from;
    }

    // The thing as it stands, with the time of the moment before it.
    static (string Subject, string View) View(Draft draft, CustomerState customer, Moment moment)
    {
        var (key, catalog) = (customer.Terms.Profile!.Key, draft.Account.Catalog);
        var (subject, view) = moment.Boost is { } boost
            ? (BoostId.Format(key, boost.Id), BoostDecider.View(boost, catalog.Feature(boost.Feature)!)!)
            : (SubscriptionId.Format(key, moment.Subscription!.Id),
                SubscriptionDecider.View(moment.Subscription, catalog, DueOf(moment.Subscription))!);
        return (subject, $$"""{"at":"{{CoreJson.Time(moment.At)}}",{{view[1..]}}""");

        // Whoever is reminded wants to know of how much.
        RenewedView? DueOf(Subscription one) =>
            moment.Type != Moment.RenewalUpcoming || one.Renewal is not { } renewal ? null
            : RenewedView.Of(
                renewal, RenewalPrice.Of(customer.Terms, catalog, one, renewal.DueAt),
                renewal.PeriodEnd(customer.Terms.Profile!.Zone));
    }

    static Instant? Next(Draft draft, Terms terms, Instant now)
    {
        var (catalog, next) = (draft.Account.Catalog, RenewalTries.Next(terms));
        // A command may have ended a period: the next to look closes it.
        if (PeriodTurns.Passed(terms, catalog, now, now).Count > 0) return Instants.Earlier(next, now.PlusTicks(10));
        next = Instants.Earlier(next, Instants.Earlier(Moment.Next(terms, now), PeriodTurns.Next(terms, catalog, now)));
        return Instants.Earlier(next, CreditTurns.Next(terms, catalog, now));
    }
}
