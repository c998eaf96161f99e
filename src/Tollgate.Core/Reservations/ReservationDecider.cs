namespace Tollgate.Core.Reservations;

/// <summary>Decides how reservations end. They begin as uses do.</summary>
public static class ReservationDecider
{
    // The type of the event.
    const string Expired = "reservation.expired";

    /// <summary>Settles one, or with nothing used releases it.</summary>
    public static Outcome Decide(Draft draft, SettleReservation command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return NotFound;
        if (customer.Reservation(command.Id) is not { } held) return NotFound;
        if (held.End is { } end) return Repeat(end, command);

        var catalog = draft.Account.Catalog;
        var feature = catalog.Feature(held.Feature)!;
        if (!Quantities.TryScale(command.Quantity, feature.Scale, out var quantity))
            return Quantities.Misfit("quantity", command.Quantity, feature);

        var now = draft.TimeOf(customer);
        if (Overflows(customer, catalog, held, quantity, now)) return UseDecider.TooMuch(feature);
        var basis = BasisOf(customer.Terms, catalog, feature, held, now);
        var watched = Thresholds.Watch(draft, customer, basis, held.Namespace);
        var wallets = customer.HasMoney ? WalletWatch.Watch(draft, customer) : [];
        var settling = new Settling(draft, customer, feature, held, basis, now);
        var place = customer.Changes.Events.Count;
        var outcome = settling.Record(command, quantity);
        if (outcome is not Decision answer) return outcome;
        var kind = quantity == 0 ? ReservationEndKind.Released : ReservationEndKind.Settled;
        Thresholds.Tell(draft, customer, feature, held.Namespace, watched, now);
        WalletWatch.Tell(draft, customer, wallets);
        var (content, link) = (command.Content, customer.Changes.Events[place].Hash);
        var stored = DecisionSeal.Put(DecisionCodec.Encode(answer), link, content, customer.ChainKey);
        customer.Put(held.Ended(new ReservationEnd(kind, answer.Sequence, now, content, stored)));
        return answer;
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(
        Needs needs, SettleReservation command, Terms terms, Catalog.Catalog catalog, Known known, Instant now)
    {
        needs.Reservations.Add(command.Id);
        if (known.Reservation(command.Id) is not { End: null } held) return;
        Need(needs, held, terms, catalog, now);
        var feature = catalog.Feature(held.Feature)!;
        var basis = BasisOf(terms, catalog, feature, held, now);
        basis.AddKeys(needs.Counters);
        Bill.Need(needs, basis, terms, catalog, feature, held.Namespace, held.At, now);
    }

    /// <summary>What <see cref="Expire"/> will read of one reservation.</summary>
    public static void Need(Needs needs, Reservation held, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        foreach (var line in held.Releases(0, 0, now))
            needs.Counters.AddRange(Posting.Keys(terms, catalog, line, now));
        if (held.Held is not { } credit) return;
        needs.Money = true;
        needs.Grants.AddRange(credit.Parts.Where(part => part.Grant != 0).Select(part => part.Grant));
        if (Rated(held, catalog) is { Key: var key }) needs.Costs.Add(key);
        SpendWindows.Need(needs, terms, catalog, credit.Currency, held.Namespace, held.At, now);
    }

    /// <summary>
    /// Ends the open reservations of a customer whose time is over, each under a number of its own, before anything
    /// else is decided, and tells of it. Money that it held and whose time is over expires after that.
    /// </summary>
    public static void Expire(Draft draft, CustomerState customer, IReadOnlyList<Reservation> over, Instant now)
    {
        var catalog = draft.Account.Catalog;
        foreach (var held in over)
        {
            var sequence = customer.NextSequence;
            Free(customer, held, catalog, sequence, 0, now);
            FreeCredit(draft, customer, held, now);
            customer.Put(held.Ended(new ReservationEnd(ReservationEndKind.Expired, sequence, now, Hash.Empty, [])));
            if (draft.IsWanted(Expired)) draft.Emit(customer, Expired, View(held, catalog.Feature(held.Feature)!));
        }
    }

    /// <summary>Takes what a reservation holds off its counters.</summary>
    internal static void Free(
        CustomerState customer, Reservation held, Catalog.Catalog catalog, long sequence, short first, Instant now)
    {
        foreach (var line in held.Releases(sequence, first, now))
            Posting.Post(
                customer, line, catalog.Feature(line.Feature)!, Posting.Keys(customer.Terms, catalog, line, now), now);
    }

    /// <summary>Frees the money that a reservation holds; null where it holds none.</summary>
    internal static Purse? FreeCredit(Draft draft, CustomerState customer, Reservation held, Instant now)
    {
        if (held.Held is not { } credit) return null;
        Spending.Of(draft, customer, credit.Currency, held.Namespace, held.At).Hold(-credit.Amount);
        var purse = new Purse(customer, credit.Currency, now);
        purse.Free(credit);
        if (Rated(held, draft.Account.Catalog) is var (key, units))
        {
            var total = customer.Cost(key);
            customer.Put(total with { Held = total.Held - units });
        }
        return purse;
    }

    // The total that counts it as held, and how many units.
    static (CostKey Key, Exact Units)? Rated(Reservation held, Catalog.Catalog catalog)
    {
        if (held.Held is not { Rated: var (feature, cycle), Currency: var currency }) return null;
        var draw = held.Draws.First(one => one.Feature == feature && !one.IsTopUp);
        return (
            new CostKey(held.Customer, feature, currency, draw.Pot, cycle),
            Exact.Of((Int128)held.Overage * draw.Factor, catalog.Feature(feature)!.Scale));
    }

    static string View(Reservation held, Feature feature) => CoreJson.Write(new ReservationView(
        held.Id, feature.Code, held.Namespace.Length == 0 ? null : held.Namespace,
        Quantities.Unscale(held.Quantity, feature.Scale), CoreJson.Time(held.At), CoreJson.Time(held.ExpiresAt)));

    static Basis BasisOf(Terms terms, Catalog.Catalog catalog, Feature feature, Reservation held, Instant now) =>
        Basis.Of(terms, catalog, feature, held.Namespace, held.At, now);

    // What it holds is in the counters already; top-ups give no more than they have.
    static bool Overflows(
        CustomerState customer, Catalog.Catalog catalog, Reservation held, long quantity, Instant now)
    {
        var more = (Int128)Math.Max(0, quantity - held.Quantity);
        return held.Draws.Zip(held.Releases(0, 0, now)).Any(one =>
        {
            var (draw, line) = one;
            if (draw.IsTopUp) return false;
            return (Int128)quantity * draw.Factor > Counter.Most
                || Posting.Keys(customer.Terms, catalog, line, now).Any(
                    key => key.Counts(line) && customer.Counter(key).Overflows(more * draw.Factor));
        });
    }

    static Outcome Repeat(ReservationEnd end, SettleReservation command)
    {
        if (end.Kind == ReservationEndKind.Expired)
            return new Rejected(Rejection.ReservationExpired, "The reservation's time is over.");
        return end.Content == command.Content
            ? DecisionCodec.Decode(end.Decision, command.Id, command.Customer)
            : new Rejected(Rejection.ReservationClosed, "The reservation has ended otherwise.");
    }

    static Rejected NotFound { get; } = new(Rejection.ReservationNotFound, "There is no such reservation.");
}

/// <summary>A reservation whose time is over, as it is told.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Feature">The feature's code.</param>
/// <param name="Namespace">The namespace it named, or null.</param>
/// <param name="Quantity">What was set aside, in the feature's units.</param>
/// <param name="ReservedAt">When it was made.</param>
/// <param name="ExpiresAt">When its time was over.</param>
public sealed record ReservationView(
    string Id, string Feature, string? Namespace, decimal Quantity, string ReservedAt, string ExpiresAt);
