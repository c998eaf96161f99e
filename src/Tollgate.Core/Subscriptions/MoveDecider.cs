namespace Tollgate.Core.Subscriptions;

// What becomes of subscribers when a plan has a better version. Whatever names a version to move from, now or as a
// change that is to come, names the other one afterwards; all else of the subscription stays.
public static partial class SubscriptionDecider
{
    /// <summary>Moves a customer's subscriptions; each that changes has an entry of its own.</summary>
    public static Outcome Decide(Draft draft, MoveSubscriptions command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var catalog = draft.Account.Catalog;
        if (catalog.Plan(command.Plan, command.To) is not { } to)
            return Rejected.Invalid("to", "unknown_version", $"There is no version {command.To} of {command.Plan}.");

        var now = draft.TimeOf(customer);
        var (moved, scheduled, skipped) = (0, 0, 0);
        foreach (var before in customer.Terms.Subscriptions)
        {
            if (before.IsOver(now)) continue;
            var terms = customer.Terms;
            var folded = before.Folded(now);
            var after = Moved(terms, catalog, command, folded, to, now);
            if (after == folded) continue;
            if (before.Quantity < (to.Definition.MinQuantity ?? 1))
            {
                skipped++;
                continue;
            }
            // Who needed no payment after a trial is not shut out by a version that costs something.
            if (to.IsPriced && after.TrialEndsAt <= now && folded.IsActive(now, catalog))
                after = after with { ActivatedAt = after.ActivatedAt ?? now };
            customer.Put(after);
            Store(draft, customer, terms, command, "subscription.changed", before, after);
            if (after.Plan != folded.Plan) moved++;
            else scheduled++;
        }
        return new Moved(moved, scheduled, skipped);
    }

    /// <summary>Notes a step of a move.</summary>
    public static Outcome Decide(Draft draft, NoteMove command)
    {
        var at = command.AtPeriodEnd ? "period_end" : "now";
        var (moved, scheduled, skipped) = command.Moved;
        var view = new MoveView(command.From, command.To, at, moved, scheduled, skipped);
        draft.Audit(draft.AccountState, command.By, "plan.moved", command.Plan, null, CoreJson.Write(view));
        return command.Moved;
    }

    static Subscription Moved(
        Terms terms, Catalog.Catalog catalog, MoveSubscriptions command, Subscription one, Plan to, Instant now)
    {
        if (one.NextPlan is { } next && IsFrom(next)) one = one with { NextPlan = to.Id };
        if (!IsFrom(one.Plan)) return one;
        if (!command.AtPeriodEnd)
        {
            var moved = one.OnPlan(to.Id, null, one.Overrides);
            return moved.NextPlan == to.Id && moved.NextAnchor is null ? moved.Unchanging() : moved;
        }
        // One change waits at a time, and the customer's own goes before.
        if (one.NextPlan is not null) return one;
        var at = PeriodEnd(terms, catalog, one, now);
        return one.Over <= at ? one : one with { NextPlan = to.Id, ChangeAt = at, NextOverrides = one.Overrides };

        bool IsFrom(int plan) => command.IsFrom(catalog.Plan(plan).Row);
    }
}
