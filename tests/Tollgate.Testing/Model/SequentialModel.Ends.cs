using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>
    /// Whatever happens by time: reservations whose time is over end, periods end, and credit expires, each a change of
    /// its own, in the order of time. It comes before what is asked.
    /// </summary>
    public void PassTime(Instant now)
    {
        foreach (var customer in _customers.Values)
        {
            var holds = customer.Holds.Where(known => known.End is null && known.ExpiresAt <= now)
                .Select(known => (At: known.ExpiresAt, Hold: (ModelHold?)known));
            var periods = PeriodEnds(customer, now).Select(end => (At: end, Hold: (ModelHold?)null));
            foreach (var (moment, hold) in holds.Concat(periods).OrderBy(one => one.At).ToList())
            {
                ExpireCredit(customer, at => at < moment);
                hold?.End = "expired";
                if (hold is null)
                    customer.PeriodFrom = moment;
                customer.Lapses.Add(++customer.Sequence);
            }

            customer.PeriodSince = now;
            ExpireCredit(customer, at => at <= now);
        }
    }

    /// <summary>Sets quantity aside; decided as a use.</summary>
    public ModelDecision Reserve(ModelUse use, Instant now) =>
        use.HeldFor is null || use.Mode == "record"
            ? throw new ArgumentException($"{use} holds nothing.")
            : Decide(use, backfill: false, isCheck: false, now);

    /// <summary>Ends a reservation.</summary>
    public ModelAnswer Settle(ModelCommand.Settle command)
    {
        if (Customer(command.Customer) is not { } customer
            || customer.Holds.Find(known => known.Id == command.Id) is not { } hold)
            return Answer(new("reservation_not_found"));
        var asked = (command.Quantity, command.Properties);
        if (hold.End == "expired")
            return Answer(new("reservation_expired"));
        if (hold.End is not null)
            return hold.Asked == asked
                ? new(null, [hold.Answer! with { Replayed = true }])
                : Answer(new("reservation_closed"));
        var feature = _features[hold.Use.Feature];
        if (feature.Floor(command.Quantity) != command.Quantity || command.Quantity < 0)
            throw new ArgumentException($"{command} has no valid quantity.");

        var answer = Settle(customer, hold, command);
        (hold.End, hold.Asked, hold.Answer) = (command.Quantity == 0 ? "released" : "settled", asked, answer);
        return new(null, [answer]);
    }

    // Less comes off the end of the split. More is a fact, judged while what is held still stands.
    ModelDecision Settle(ModelCustomer customer, ModelHold hold, ModelCommand.Settle command)
    {
        var (feature, now, quantity) = (_features[hold.Use.Feature], command.Now, command.Quantity);
        var fact = hold.Use with { At = hold.At, Mode = "record", HeldFor = null, Quantity = quantity };
        var asked = new Asked(customer, BasisOf(customer, feature, fact, now), fact, IsCheck: false, now)
        {
            Cards = _cards,
        };
        var more = quantity > hold.Use.Quantity
            ? SplitOf(asked, quantity - hold.Use.Quantity)
            : new ModelSplit(0, 0, 0, []);
        var included = Math.Min(quantity, hold.Decision.Included);
        var topUp = Math.Min(quantity - included, hold.Decision.TopUp);
        var overage = Math.Min(quantity - included - topUp, hold.Decision.Overage);
        var drawn = DrawnOf(hold, topUp).Concat(
            Draw(customer, asked.Basis, more.TopUp).Select(one => (one.Boost, one.Quantity))).ToList();
        // What is held of top-ups is not drawn again; what is held of money is free before it is taken.
        hold.End = "settled";
        fact = fact with { Properties = command.Properties ?? fact.Properties };
        var bill = BillOf(asked with { Use = fact }, hold, more, overage, quantity);
        List<string> flags = [.. overage > 0 ? hold.Decision.Flags : [], .. more.Flags, bill?.Reason ?? ""];
        var decision = new ModelDecision
        {
            Feature = hold.Use.Feature,
            Quantity = quantity,
            Included = included + more.Included,
            TopUp = topUp + more.TopUp,
            Overage = overage + more.Overage,
            Flags = [.. FlagOrder.Where(flags.Contains)],
            Id = hold.Id,
            Sequence = ++customer.Sequence,
        };
        var charge = bill is null ? null : Charge(customer, bill, hold.Id, now, hold.Money?.Parts);
        decision = decision with { Charge = ShownOf(charge) };
        ExpireCredit(customer, at => at <= now, customer.Sequence);
        if (quantity > 0)
        {
            var taken = decision.Included + decision.Overage;
            customer.Events.Add(new(
                hold.Id, decision.Sequence, fact, hold.At, decision.Included, decision.Overage, hold.Decision)
            {
                Counts = [.. hold.Counts.Select(count => count with { Quantity = taken * count.Weight })],
                Drawn = drawn,
                Charge = charge,
            });
        }
        return WithFigures(asked, decision);
    }

    static IEnumerable<(string Boost, decimal Quantity)> DrawnOf(ModelHold hold, decimal topUp)
    {
        foreach (var (boost, quantity, weight) in hold.Drawn)
        {
            var taken = Math.Min(topUp, quantity / weight);
            topUp -= taken;
            if (taken > 0)
                yield return (boost, taken * weight);
        }
    }

    /// <summary>Takes a use back, once: it counts no more, in whatever window it did.</summary>
    public ModelChange Reverse(string customerId, string id, Instant now)
    {
        if (Customer(customerId) is not { } customer)
            return new("event_not_found");
        var index = customer.Events.FindIndex(known => known.Id == id);
        if (index < 0)
            return new("event_not_found");
        var known = customer.Events[index];
        if (known.ReversedBy is { } number)
            return new("reversed before", id, Sequence: number) { Shown = ShownOf(known.Refund)?.Describe() };
        if (_features[known.Use.Feature].Type == "gauge")
            return new("not_reversible");
        customer.Sequence++;
        var (feature, use) = (_features[known.Use.Feature], known.Use with { At = known.At });
        var refund = known.Charge is { } charge
            ? Refund(customer, charge, use, id, now)
            : null;
        customer.Events[index] = known with { ReversedBy = customer.Sequence, Refund = refund };
        return new("reversed", id, Sequence: customer.Sequence) { Shown = ShownOf(refund)?.Describe() };
    }

    static ModelDecision Hold(
        Asked asked, ModelDecision decision, List<ModelCount> counts,
        List<(string Boost, decimal Quantity, decimal Weight)> drawn, ModelBill? bill)
    {
        var money = bill is null ? null : SetAside(asked.Customer, bill, asked.Now);
        decision = decision with { Charge = money is null ? null : new(money.Amount, money.Currency) };
        var holds = asked.Customer.Holds;
        var held = new ModelHold
        {
            Id = decision.Id!,
            Use = asked.Use,
            At = asked.Use.At ?? asked.Now,
            ExpiresAt = decision.ReservedUntil!.Value,
            Decision = decision,
            Counts = counts,
            Drawn = drawn,
            Money = money,
        };
        holds.Add(held);
        return held.Decision = WithFigures(asked, decision);
    }

    // Uses and reservations share one space of ids; that of a settled one answers as the reservation did.
    static (ModelUse Use, ModelDecision Answer)? KnownAs(ModelCustomer customer, string id)
    {
        if (customer.Holds.Find(known => known.Id == id) is { } hold)
            return (hold.Use, hold.Decision);
        return customer.Events.Find(known => known.Id == id) is { } first ? (first.Use, first.Decision) : null;
    }
}
