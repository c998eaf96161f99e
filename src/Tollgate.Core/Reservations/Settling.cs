namespace Tollgate.Core.Reservations;

/// <summary>
/// What becomes of a reservation that is settled. Less than was set aside is taken from the end of its split: overage
/// first, then top-ups, then what is included. What goes beyond it is a fact, weighed as things stand.
/// </summary>
internal sealed class Settling(
    Draft draft, CustomerState customer, Feature feature, Reservation held, Basis basis, Instant now)
{
    readonly Catalog.Catalog catalog = draft.Account.Catalog;

    /// <summary>Records the use, unless there is none, and frees what was held; the answer.</summary>
    public Outcome Record(SettleReservation command, long quantity)
    {
        var (more, flags, tariff) = Beyond(quantity - held.Quantity);
        var (sequence, included) = (customer.NextSequence, Math.Min(quantity, held.Included));
        var topUp = Math.Min(quantity - included, held.TopUp);
        var overage = Math.Min(quantity - included - topUp, held.Overage);
        // What was set aside is free before it is taken, so that it pays first.
        var purse = ReservationDecider.FreeCredit(draft, customer, held, now);
        var bill = BillOf(overage, more.Overage, quantity, command.Properties ?? held.Properties, tariff);
        if (bill?.IsTooMuch(customer) == true) return Bill.TooMuch(feature);
        var line = new UsageEvent(
            held.Customer, sequence, 0, held.Id, UsageKind.Use, feature.Id, held.Draws[0].Pot, held.Namespace,
            quantity, held.At, now,
            (overage > 0 ? held.Flags : UsageFlags.None) | flags | (bill?.Flags ?? UsageFlags.None),
            included + more.Included, topUp + more.TopUp, overage + more.Overage, held.Actor,
            command.Properties ?? held.Properties, held.Metadata, Hash.Empty)
        {
            Charge = bill?.ChargeOf(customer, now, HeldIn(bill.Quote.Tariff.Currency)),
        };
        var lines = quantity == 0 ? (short)0 : Post(line, topUp, more.TopUp);
        ReservationDecider.Free(customer, held, catalog, sequence, lines, now);
        bill?.Take(customer, line, feature, command.By, now);
        purse?.Expire();
        var name = held.Namespace.Length == 0 ? null : held.Namespace;
        return new Decision(Reason.None, command.Customer, name, feature.Code, command.Quantity, feature.Scale)
        {
            Unlimited = basis.Unlimited,
            Figures = MeasuredLimit.Tightest(MeasuredLimit.Of(customer, basis), _ => true, now),
            Included = line.Included,
            TopUp = line.TopUp,
            Overage = line.Overage,
            TopUpRemaining = TopUps.Left(customer, basis),
            Flags = line.Flags,
            Charge = line.Charge?.Shown,
            Id = held.Id,
            Sequence = sequence,
        };
    }

    // What was held keeps its room: it stands in the counters as reserved until the lines below have replaced it.
    (Split More, UsageFlags Flags, Tariff? Tariff) Beyond(long quantity)
    {
        if (quantity <= 0) return (default, UsageFlags.None, null);
        var fact = new Use("", feature.Code, Mode: UsageMode.Record);
        var (weighed, flags) = UseDecider.WeighFact(customer, fact, feature, basis, quantity);
        return (weighed.Split, flags, Bill.TariffOf(draft, customer, feature, basis, weighed));
    }

    // The price may be of another currency by now.
    IReadOnlyList<CreditPart> HeldIn(Currency currency) =>
        held.Held is { } credit && credit.Currency == currency ? credit.Parts : [];

    // What is charged of it: of what was set aside, if money was; of more, if it passes a limit that charges.
    Bill? BillOf(long overage, long more, long quantity, string? properties, Tariff? ofMore)
    {
        var tariff = ofMore;
        if (held.Held is not null) tariff ??= Bill.PriceOf(draft, customer, basis);
        var charged = (held.Held is null ? 0 : overage) + (ofMore is null ? 0 : more);
        return tariff is null || charged == 0
            ? null
            : Bill.Of(
                draft, customer, tariff, feature, held, properties, held.Held is null ? 0 : overage, charged, quantity);
    }

    // The lines of the use: its own, its pools', what comes from the held top-ups, and from others beyond that.
    short Post(UsageEvent use, long heldTopUp, long moreTopUp)
    {
        var further = TopUps.Take(customer, basis, moreTopUp).ToList();
        short next = 0;
        foreach (var draw in held.Draws.Where(draw => !draw.IsTopUp))
        {
            var part = next == 0 ? use : use.Part(
                next, UsageKind.Pool, draw.Feature, draw.Pot, checked(use.Included * draw.Factor),
                checked(use.Overage * draw.Factor));
            Post(part);
            next++;
        }
        var open = heldTopUp;
        foreach (var draw in held.Draws.Where(draw => draw.IsTopUp))
        {
            var taken = Math.Min(open, draw.Quantity / draw.Factor);
            open -= taken;
            if (taken > 0) PostTopUp(draw with { Quantity = taken * draw.Factor });
        }
        foreach (var draw in further) PostTopUp(draw);
        return next;

        void PostTopUp(Draw draw) => Post(
            use.Part(next++, UsageKind.TopUp, draw.Feature, draw.Pot, draw.Quantity, 0));
    }

    void Post(UsageEvent line) => Posting.Post(
        customer, line, catalog.Feature(line.Feature)!, Posting.Keys(customer.Terms, catalog, line, now), now);
}
