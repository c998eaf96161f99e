using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>
    /// Applies a command about a subscription that there is to the one of that id, whatever its handle and its time.
    /// </summary>
    public ModelChange Alter(string customerId, string subscriptionId, ModelCommand command, Instant now)
    {
        switch (command)
        {
            case ModelCommand.Cancel cancel:
                return Cancel(customerId, subscriptionId, cancel.At, cancel.Time, now);
            case ModelCommand.Pause or ModelCommand.Unpause:
                return SetPaused(customerId, subscriptionId, now, command is ModelCommand.Pause);
        }

        if (Customer(customerId) is not { } customer
            || customer.Subscriptions.Find(known => known.Id == subscriptionId) is not { } subscription)
            return Missing(command);
        return command switch
        {
            ModelCommand.Activate => Activate(customer, subscription, now),
            ModelCommand.Renew renew => Renew(customer, subscription, renew, now),
            ModelCommand.Change change => Change(customer, subscription, change, now),
            ModelCommand.TakeBack back => TakeBack(customer, subscription, back.Kind, now),
            _ => throw new ArgumentException($"{command.GetType().Name} is not about a subscription."),
        };
    }

    static ModelChange Missing(ModelCommand command) => new(
        command is ModelCommand.TakeBack ? "scheduled_change_not_found" : "subscription_not_found");

    // A trial ends with its payment, and what was to start starts. Those whose place it was to take lose it now.
    static ModelChange Activate(ModelCustomer customer, ModelSubscription subscription, Instant now)
    {
        if (subscription.IsOverAt(now))
            return new("subscription_ended");
        var starts = subscription.StartsAt > now;
        if (!starts && (subscription.TrialEndsAt is null || subscription.ActivatedAt is not null))
            return Unchanged(customer, subscription, now);
        if (starts && subscription.AnchorAt(now) == subscription.StartsAt)
            MoveOn(subscription, subscription.MoveAt(now) with { At = now, Anchor = now });
        if (starts)
            subscription.StartsAt = now;
        if (subscription.TrialEndsAt > now)
            subscription.TrialEndsAt = now;
        subscription.ActivatedAt = now;
        return Changed(customer, subscription, now);
    }

    // Also one that ended as agreed, until another base has begun after it.
    static ModelChange Renew(
        ModelCustomer customer, ModelSubscription subscription, ModelCommand.Renew asked, Instant now)
    {
        if (subscription.CanceledAt <= now || subscription.ReplacedAt <= now
            || IsSucceeded(customer, subscription, now))
            return new("subscription_ended");
        if (asked.EndsAt <= Instant.Max(now, subscription.StartsAt))
            return new("invalid");
        var isOver = subscription.IsOverAt(now);
        if (isOver && IsHeld(customer, subscription.PlanAt(now), subscription.Scope, subscription, now))
            return new("subscription_exists");
        if (subscription.EndsAt == asked.EndsAt && (asked.Anchor ?? subscription.AnchorAt(now)) is var anchor
            && anchor == subscription.AnchorAt(now))
            return Unchanged(customer, subscription, now);

        subscription.Moves.RemoveAll(move => move.At <= now && subscription.IsOverAt(move.At));
        if (isOver && subscription.IsBase)
            subscription.Later.AddRange(customer.Subscriptions.Where(other => other.IsBase && other != subscription
                && other.Scope == subscription.Scope && !other.IsOverAt(now) && !subscription.Later.Contains(other)));
        subscription.EndsAt = asked.EndsAt;
        if (asked.Anchor is not null)
            MoveOn(subscription, subscription.MoveAt(now) with { At = now, Anchor = asked.Anchor });
        return Changed(customer, subscription, now);
    }

    ModelChange Change(
        ModelCustomer customer, ModelSubscription subscription, ModelCommand.Change asked, Instant now)
    {
        if (subscription.IsOverAt(now))
            return new("subscription_ended");
        if (!_plans.TryGetValue(asked.Plan, out var versions) || asked.Version > versions.Count)
            return new("plan_not_found");
        var version = asked.Version ?? versions.Count;
        var plan = versions[version - 1];
        if (plan.Kind == "base" != subscription.IsBase)
            return new("invalid");
        if (IsHeld(customer, plan, subscription.Scope, subscription, now))
            return new("subscription_exists");
        var at = MomentOf(customer, subscription, asked.At, asked.Time, now);
        if (at < now)
            return new("invalid");

        var next = new ModelMove(at, plan, version, asked.Anchor);
        var (present, waiting) = (subscription.MoveAt(now), subscription.NextAfter(now));
        var stands = at == now
            ? waiting is null && present.Plan == plan && present.Version == version
                && (asked.Anchor is null || asked.Anchor == subscription.AnchorAt(now))
            : waiting == next;
        if (stands)
            return Unchanged(customer, subscription, now);
        subscription.Moves.RemoveAll(move => move.At > now);
        MoveOn(subscription, next);
        return Changed(customer, subscription, now);
    }

    ModelChange TakeBack(ModelCustomer customer, ModelSubscription subscription, string kind, Instant now)
    {
        var isToCome = kind switch
        {
            "plan" => subscription.NextAfter(now) is not null,
            "cancel" => subscription.CanceledAt > now,
            "start" => subscription.StartsAt > now,
            _ => throw new ArgumentException($"{kind} is nothing to come."),
        };
        if (!isToCome || subscription.IsOverAt(now))
            return new("scheduled_change_not_found");
        if (kind == "start")
            return Cancel(customer.Id, subscription.Id, "now", null, now);
        if (kind == "plan")
            subscription.Moves.RemoveAll(move => move.At > now);
        else
            subscription.CanceledAt = null;
        return Changed(customer, subscription, now);
    }

    // Whether another base began after its end, whatever became of that one.
    static bool IsSucceeded(ModelCustomer customer, ModelSubscription ended, Instant now) =>
        ended.IsBase && ended.IsOverAt(now) && customer.Subscriptions.Exists(other =>
            other.IsBase && other.Scope == ended.Scope && other.Sequence > ended.Sequence
            && other.StartsAt <= now && !other.IsOverAt(other.StartsAt));

    static void MoveOn(ModelSubscription subscription, ModelMove move) =>
        subscription.Moves.Insert(subscription.Moves.FindLastIndex(known => known.At <= move.At) + 1, move);

    static ModelChange Changed(ModelCustomer customer, ModelSubscription subscription, Instant now) =>
        new("changed", subscription.Id, subscription.MoveAt(now).Version, ++customer.Sequence);

    static ModelChange Unchanged(ModelCustomer customer, ModelSubscription subscription, Instant now) =>
        new("unchanged", subscription.Id, subscription.MoveAt(now).Version, customer.Sequence);
}
