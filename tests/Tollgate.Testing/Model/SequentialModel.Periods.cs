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

    /// <summary>Up to now every period of the customer that had ended is closed.</summary>
    public void LookedAtPeriods(string customerId, Instant now) => Customer(customerId)?.PeriodSince = now;

    /// <summary>
    /// The ends of the customer's periods until a time, in order: each is a change of its own. What was closed before a
    /// command is not looked at by what that has changed.
    /// </summary>
    static IEnumerable<Instant> PeriodEnds(ModelCustomer customer, Instant until)
    {
        // Only a change of its own moves the next.
        if (customer.PeriodFrom is not { } from
            || (customer.PeriodLook.Sequence == customer.Sequence && until < customer.PeriodLook.Next))
            yield break;
        var sequence = customer.Sequence;
        var known = customer.Subscriptions.SelectMany(one => one.Moves.Select(move => (Instant?)move.At)
            .Concat([one.StartsAt, one.CanceledAt, one.EndsAt, one.ReplacedAt])).OfType<Instant>().ToHashSet();
        for (var at = Instant.Max(from, customer.PeriodSince); at <= until;)
        {
            var isOn = customer.Subscriptions.Any(one => one.StartsAt <= at && !one.IsOverAt(at));
            var cycle = CycleThen(customer, at);
            var ends = customer.Subscriptions.Where(one => one.IsOverAt(at))
                .Select(one => (Start: one.StartsAt, End: EndOf(one)))
                .Where(one => one.End > from && one.Start < one.End).Select(one => one.End).ToList();
            if (!isOn && ends.Count > 0)
                yield return from = ends.Max();
            else if (isOn && cycle.Start - from > _drift)
                yield return from = at;
            var next = known.Where(one => one > at).Append(isOn ? cycle.End : Instant.MaxValue).Min();
            at = next;
            if (next <= until && next != Instant.MaxValue)
                continue;
            customer.PeriodLook = (sequence, next);
            break;
        }
    }

    static Instant EndOf(ModelSubscription one) =>
        new[] { one.CanceledAt, one.EndsAt, one.ReplacedAt }.OfType<Instant>().Min();

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
