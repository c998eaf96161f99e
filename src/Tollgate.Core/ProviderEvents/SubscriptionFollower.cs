namespace Tollgate.Core.ProviderEvents;

/// <summary>Decides what follows from how a subscription stands at its provider.</summary>
public static class SubscriptionFollower
{
    static readonly Rejected NotLinked = new(
        Rejection.SubscriptionNotFound, "The customer has no subscription that the provider calls so.");

    /// <summary>
    /// Brings a subscription into line, one command at a time. A plan that it cannot be put on here keeps nothing else
    /// from being followed; any other refusal leaves nothing behind.
    /// </summary>
    public static Outcome Decide(Draft draft, FollowSubscription command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var now = draft.TimeOf(customer);
        if (Linked(customer, command.Provider, command.Id, now) is not { } before) return NotLinked;
        var id = before.Id;
        if (command.Standing == ProviderStanding.Ended) return before.IsOver(now)
            ? new Put<Subscription>(before, before, false)
            : Do(new CancelSubscription(command.Customer, id));
        var told = customer.ProviderObject(command.Name);
        var prolonged = Prolong();
        var left = prolonged is null ? Change() : null;
        if ((prolonged ?? Activate() ?? Pause() ?? Cancel()) is { } refused) return refused;
        return left is null ? new Put<Subscription>(One(), before, One() != before) : new PartlyFollowed(left);

        Subscription One() => customer.Terms.Subscriptions.First(one => one.Id == id);

        Outcome Do(Command what) => Decider.Decide(draft, what with { By = command.By });

        Rejected? Prolong()
        {
            if (command.Standing is not (ProviderStanding.Active or ProviderStanding.Trialing)) return null;
            if (One() is not { EndsAt: { } end, CanceledAt: null } || !(command.PeriodEnd > Instant.Max(end, now)))
                return null;
            return Do(new RenewSubscription(command.Customer, id, command.PeriodEnd)) as Rejected;
        }

        Rejected? Change() => command.Price is { } price
            && draft.Account.Catalog.PlanOf(command.Provider, price) is { } plan
            && draft.Account.Catalog.Plan(One().PlanAt(now)).Code != plan.Code
            ? Move(plan)
            : null;

        // What is to come stays to come.
        Rejected? Move(Plan plan)
        {
            var next = One().Falls ? One().PutOff : One().PutOff ?? One().NextChange;
            var moved = Do(new ChangeSubscription(command.Customer, id, plan.Code)) as Rejected;
            if (moved is not null || next is null || next.At <= now) return moved;
            var then = draft.Account.Catalog.Plan(next.Plan);
            return Do(new ChangeSubscription(
                command.Customer, id, then.Code, then.Row.Version, CancelWhen.At, next.At, next.Anchor)) as Rejected;
        }

        Rejected? Activate() => command.Standing == ProviderStanding.Active
            ? Do(new ActivateSubscription(command.Customer, id)) as Rejected
            : null;

        Rejected? Pause()
        {
            var isPaused = command.Standing == ProviderStanding.Paused;
            if (isPaused) return Do(new PauseSubscription(command.Customer, id)) as Rejected;
            return told is { IsPaused: true } && command.Standing != ProviderStanding.Other
                ? Do(new ResumeSubscription(command.Customer, id)) as Rejected
                : null;
        }

        Rejected? Cancel()
        {
            var at = command.CancelAt;
            if (at <= now) return Do(new CancelSubscription(command.Customer, id)) as Rejected;
            if (at is not null)
                return Do(new CancelSubscription(command.Customer, id, CancelWhen.At, at)) as Rejected;
            return told?.CancelAt is { } said && One().CanceledAt == said && said > now
                ? Do(new TakeBackChange(command.Customer, ChangeKind.Cancel, id)) as Rejected
                : null;
        }
    }

    /// <summary>Schedules a change, or takes back what the schedule had brought.</summary>
    public static Outcome Decide(Draft draft, FollowSchedule command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var now = draft.TimeOf(customer);
        if (Linked(customer, command.Provider, command.Id, now) is not { } before) return NotLinked;
        var same = new Put<Subscription>(before, before, false);
        if (command.At is { } at)
        {
            if (at <= now) return same;
            if (draft.Account.Catalog.PlanOf(command.Provider, command.Price!) is not { } plan)
                return Rejected.Invalid("price", "unknown_price", "No plan has that price.");
            return Decider.Decide(
                draft, new ChangeSubscription(command.Customer, before.Id, plan.Code, null, CancelWhen.At, at)
                {
                    By = command.By,
                });
        }
        var said = customer.ProviderObject(command.Name)?.ChangeAt;
        if (said is not null && before.PutOff?.At == said)
            return SubscriptionDecider.TakeBackPutOff(draft, customer, command, before);
        if (said is null || before.Falls || before.NextChange?.At != said || said <= now) return same;
        return Decider.Decide(
            draft, new TakeBackChange(command.Customer, ChangeKind.Plan, before.Id) { By = command.By });
    }

    /// <summary>What the provider has said with a command, for when it says otherwise.</summary>
    internal static ProviderObject Note(ProviderObject row, Command effect) => effect switch
    {
        FollowSubscription one => row with
        {
            CancelAt = one.CancelAt,
            IsPaused = one.Standing == ProviderStanding.Paused
                || (one.Standing == ProviderStanding.Other && row.IsPaused),
        },
        FollowSchedule one => row with { ChangeAt = one.At },
        _ => row,
    };

    // Of several that were called so the one that is not over, else the last.
    static Subscription? Linked(CustomerState customer, string provider, string id, Instant now)
    {
        var all = customer.Terms.Subscriptions.Where(one => one.Providers.Find(provider) == id).ToList();
        return all.FindLast(one => !one.IsOver(now)) ?? (all.Count > 0 ? all[^1] : null);
    }
}
