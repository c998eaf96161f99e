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
        var from = since;
        var closed = AccrualDecider.Close(draft, customer);
        var ended = PeriodTurns.Passed(customer.Terms, draft.Account.Catalog, since, now);
        // A period closes behind what ended with it.
        foreach (var (at, slice, reservation) in closed.Select(one => (one.End, (Slice?)one, (Reservation?)null))
            .Concat(over.Select(one => (one.ExpiresAt, (Slice?)null, (Reservation?)one)))
            .Concat(ended.Select(end => (end, (Slice?)null, (Reservation?)null))).OrderBy(one => one.Item1))
        {
            IncludedCreditDecider.Settle(draft, customer, from, at);
            from = Instant.Max(from, at);
            WalletDecider.Expire(draft, customer, at, Clock);
            if (slice is not null) AccrualCharge.Take(draft, customer, customer.Terms, slice);
            if (reservation is not null) ReservationDecider.Expire(draft, customer, [reservation], now);
            if (slice is null && reservation is null) PeriodDecider.Close(draft, customer, at);
        }
        IncludedCreditDecider.Settle(draft, customer, from);
        WalletDecider.Expire(draft, customer, null, Clock);
        RechargeDecider.Follow(draft, customer);
        if (UsageMeters.IsTime(since, now)) UsageSliceDecider.Cut(draft, customer, now);
        foreach (var moment in Moment.Of(customer.Terms).Where(one => one.At >= since && one.At <= now)
            .OrderBy(one => one.At).ThenBy(one => one.Key.Id))
        {
            if (!draft.IsWanted(moment.Type)) continue;
            var (subject, view) = View(draft, customer, moment);
            draft.Audit(customer, Clock, moment.Type, subject, null, view);
        }
        var first = Instants.Earlier(
            Instants.Earlier(next, AccrualDecider.Next(draft, customer)), WalletDecider.NextExpiry(customer));
        first = Instants.Earlier(first, UsageMeters.Due(draft, customer));
        customer.SetDue(Instants.Earlier(first, Next(draft, customer.Terms, now)));
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

    // The thing as it stands, with the time of the moment before it.
    static (string Subject, string View) View(Draft draft, CustomerState customer, Moment moment)
    {
        var (key, catalog) = (customer.Terms.Profile!.Key, draft.Account.Catalog);
        var (subject, view) = moment.Boost is { } boost
            ? (BoostId.Format(key, boost.Id), BoostDecider.View(boost, catalog.Feature(boost.Feature)!)!)
            : (SubscriptionId.Format(key, moment.Subscription!.Id),
                SubscriptionDecider.View(moment.Subscription, draft)!);
        return (subject, $$"""{"at":"{{CoreJson.Time(moment.At)}}",{{view[1..]}}""");
    }

    static Instant? Next(Draft draft, Terms terms, Instant now)
    {
        var catalog = draft.Account.Catalog;
        // A command may have ended a period: the next to look closes it.
        if (PeriodTurns.Passed(terms, catalog, now, now).Count > 0) return now.PlusTicks(10);
        return Instants.Earlier(
            Instants.Earlier(Moment.Next(terms, now), PeriodTurns.Next(terms, catalog, now)),
            CreditTurns.Next(terms, catalog, now));
    }
}
