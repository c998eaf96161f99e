namespace Tollgate.Core.Reservations;

/// <summary>
/// What becomes of a reservation that is settled. Less than was set aside is taken from the end of its split: overage
/// first, then top-ups, then what is included. What goes beyond it is a fact, weighed as things stand.
/// </summary>
internal sealed class Settling(
    CustomerState customer, Catalog.Catalog catalog, Feature feature, Reservation held, Basis basis, Instant now)
{
    /// <summary>Records the use, unless there is none, and frees what was held; the answer.</summary>
    public Decision Record(SettleReservation command, long quantity)
    {
        var (more, flags) = Beyond(quantity - held.Quantity);
        var (sequence, included) = (customer.NextSequence, Math.Min(quantity, held.Included));
        var topUp = Math.Min(quantity - included, held.TopUp);
        var overage = Math.Min(quantity - included - topUp, held.Overage);
        var line = new UsageEvent(
            held.Customer, sequence, 0, held.Id, UsageKind.Use, feature.Id, held.Draws[0].Pot, held.Namespace,
            quantity, held.At, now, (overage > 0 ? held.Flags : UsageFlags.None) | flags, included + more.Included,
            topUp + more.TopUp, overage + more.Overage, held.Actor, command.Properties ?? held.Properties,
            held.Metadata, Hash.Empty);
        var lines = quantity == 0 ? (short)0 : Post(line, topUp, more.TopUp);
        ReservationDecider.Free(customer, held, catalog, sequence, lines, now);
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
            Id = held.Id,
            Sequence = sequence,
        };
    }

    // What was held keeps its room: it stands in the counters as reserved until the lines below have replaced it.
    (Split More, UsageFlags Flags) Beyond(long quantity)
    {
        if (quantity <= 0) return (default, UsageFlags.None);
        var fact = new Use("", feature.Code, Mode: UsageMode.Record);
        var (weighed, flags) = UseDecider.WeighFact(customer, fact, feature, basis, quantity);
        return (weighed.Split, flags);
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
