using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    // Cycles whose starts lie closer to each other are one, seen from two zones.
    static readonly Duration _drift = Duration.FromHours(26);

    /// <summary>Closes the first period of a customer that has ended by now; false where none has.</summary>
    public bool ClosePeriod(string customerId, Instant now)
    {
        var customer = Customer(customerId);
        if (customer is null || PeriodEnds(customer, now).Take(1).ToList() is not [var end])
            return false;
        customer.PeriodFrom = end;
        customer.Sequence++;
        return true;
    }

    /// <summary>The ends of the customer's periods until a time, in order: each is a change of its own.</summary>
    static IEnumerable<Instant> PeriodEnds(ModelCustomer customer, Instant until)
    {
        // Only a change of its own moves the next.
        if (customer.PeriodFrom is not { } from
            || (customer.PeriodLook.Sequence == customer.Sequence && until < customer.PeriodLook.Next))
            yield break;
        var sequence = customer.Sequence;
        var known = customer.Subscriptions.SelectMany(one => one.Moves.Select(move => (Instant?)move.At)
            .Concat([one.StartsAt, one.CanceledAt, one.EndsAt, one.ReplacedAt])).OfType<Instant>().ToHashSet();
        var wasOn = false;
        for (var at = from; at <= until;)
        {
            var isOn = customer.Subscriptions.Any(one => one.StartsAt <= at && !one.IsOverAt(at));
            var cycle = CycleThen(customer, at);
            if (wasOn && !isOn)
                yield return from = at;
            else if (isOn && cycle.Start - from > _drift)
                yield return from = cycle.Start;
            wasOn = isOn;
            var next = known.Where(one => one > at).Append(isOn ? cycle.End : Instant.MaxValue).Min();
            at = next;
            if (next <= until && next != Instant.MaxValue)
                continue;
            customer.PeriodLook = (sequence, next);
            break;
        }
    }

    // Of bases that overlap where somebody dated one back, the last.
    static (Instant Start, Instant End) CycleThen(ModelCustomer customer, Instant at)
    {
        var inForce = customer.Subscriptions.LastOrDefault(
            known => known.IsBase && known.Scope is null && known.StartsAt <= at && !known.IsOverAt(at));
        return inForce is null
            ? ModelCalendar.Window("month", at, customer.Zone)
            : ModelCalendar.Cycle(inForce.PlanAt(at).Cycle, inForce.AnchorAt(at), at, customer.Zone);
    }

    // The first begins with the first subscription: with its cycle, unless it began later.
    static void OpenPeriod(ModelCustomer customer, Instant now)
    {
        if (customer.PeriodFrom is not null)
            return;
        var begun = customer.Subscriptions.Where(one => one.StartsAt <= now && !one.IsOverAt(now)).ToList();
        customer.PeriodFrom = begun.Count == 0
            ? now
            : Instant.Max(CycleOf(customer, now, now).Start, begun.Min(one => one.StartsAt));
    }
}
