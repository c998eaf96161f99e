using NodaTime;

namespace Tollgate.Testing.Model;

public sealed partial class SequentialModel
{
    /// <summary>Creates a subscription; a base one takes the place of the others.</summary>
    public ModelChange Subscribe(string customerId, ModelOrder order, Instant now)
    {
        if (order.EndsAt <= order.StartsAt || order.TrialEndsAt <= order.StartsAt)
            return new("invalid");
        if (Customer(customerId) is not { } customer)
            return new("customer_not_found");
        var startsAt = order.StartsAt ?? now;
        if (FirstOf(customer, order.ExternalId) is { } first)
            return first.Order == order
                ? new("existing", first.Id, first.MoveAt(now).Version, first.Sequence)
                : new("external_id_conflict", Sequence: customer.Sequence);
        if (order.Namespace is not null && !customer.Namespaces.Contains(order.Namespace))
            return new("namespace_not_found", Sequence: customer.Sequence);
        if (!_plans.TryGetValue(order.Plan, out var versions))
            return new("plan_not_found", Sequence: customer.Sequence);
        var version = order.Version ?? versions.Count;
        if (version < 1 || version > versions.Count)
            return new("plan_not_found", Sequence: customer.Sequence);
        if (order.EndsAt <= Instant.Max(now, startsAt) || order.TrialEndsAt <= startsAt)
            return new("invalid", Sequence: customer.Sequence);

        var plan = versions[version - 1];
        if (IsHeld(customer, plan, order.Namespace, null, now))
            return new("subscription_exists", Sequence: customer.Sequence);

        var created = new ModelSubscription
        {
            Id = $"sub_{customer.Id}_{customer.Sequence + 1}",
            Sequence = customer.Sequence + 1,
            Order = order,
            Moves = [new(Instant.MinValue, plan, version, AnchorOf(customer, order, now) ?? startsAt)],
            CreatedAt = now,
            StartsAt = startsAt,
            EndsAt = order.EndsAt,
            TrialEndsAt = order.TrialEndsAt ?? TrialOf(customer, plan, startsAt),
        };
        if (created.IsBase)
            ReplaceBases(customer, created, now);
        customer.Subscriptions.Add(created);
        customer.Sequence++;
        OpenPeriod(customer, now);
        return new("created", created.Id, version, customer.Sequence);
    }

    /// <summary>
    /// Cancels a subscription: <paramref name="at"/> is <c>now</c>, <c>period_end</c>, or <c>time</c> with
    /// <paramref name="time"/>. A cancellation ahead may be moved. What is canceled before it begins never begins: it
    /// is canceled at once, and gives its place back.
    /// </summary>
    public ModelChange Cancel(string customerId, string subscriptionId, string at, Instant? time, Instant now)
    {
        if (Customer(customerId) is not { } customer)
            return new("subscription_not_found");
        if (customer.Subscriptions.SingleOrDefault(known => known.Id == subscriptionId) is not { } subscription)
            return new("subscription_not_found", Sequence: customer.Sequence);
        if (subscription.CanceledAt <= now)
            return new("unchanged", subscription.Id, subscription.MoveAt(now).Version, customer.Sequence);
        if (subscription.IsOverAt(now))
            return new("subscription_ended", Sequence: customer.Sequence);
        var moment = MomentOf(customer, subscription, at, time, now);
        if (moment < now)
            return new("invalid", Sequence: customer.Sequence);
        if (subscription.CanceledAt == moment)
            return new("unchanged", subscription.Id, subscription.MoveAt(now).Version, customer.Sequence);
        subscription.CanceledAt = moment <= subscription.StartsAt ? now : moment;
        return new("changed", subscription.Id, subscription.MoveAt(now).Version, ++customer.Sequence);
    }

    /// <summary>
    /// Pauses a subscription, or ends its pause: it gives no access meanwhile, and keeps its place and its cycle.
    /// </summary>
    public ModelChange SetPaused(string customerId, string subscriptionId, Instant now, bool isPaused)
    {
        if (Customer(customerId) is not { } customer)
            return new("subscription_not_found");
        if (customer.Subscriptions.SingleOrDefault(known => known.Id == subscriptionId) is not { } subscription)
            return new("subscription_not_found", Sequence: customer.Sequence);
        if (subscription.IsOverAt(now))
            return new("subscription_ended", Sequence: customer.Sequence);
        if (subscription.PausedAt is not null == isPaused)
            return new("unchanged", subscription.Id, subscription.MoveAt(now).Version, customer.Sequence);
        subscription.PausedAt = isPaused ? now : null;
        return new("changed", subscription.Id, subscription.MoveAt(now).Version, ++customer.Sequence);
    }

    /// <summary>
    /// The cycle of a customer, or of a namespace, in force at <paramref name="now"/>, computed for an instant.
    /// </summary>
    public static (Instant Start, Instant End) CycleOf(
        ModelCustomer customer, Instant at, Instant now, string? scope = null)
    {
        var inForce = customer.Subscriptions.SingleOrDefault(
            known => known.IsBase && known.Scope == scope && known.StartsAt <= now && !known.IsOverAt(now));
        return inForce is null
            ? ModelCalendar.Window("month", at, customer.Zone)
            : ModelCalendar.Cycle(inForce.PlanAt(now).Cycle, inForce.AnchorAt(now), at, customer.Zone);
    }

    // What tells it from the others, whatever becomes of the customer's zone.
    static Instant CycleNameOf(ModelCustomer customer, Instant at, Instant now, string? scope)
    {
        var inForce = customer.Subscriptions.SingleOrDefault(
            known => known.IsBase && known.Scope == scope && known.StartsAt <= now && !known.IsOverAt(now));
        return inForce is null
            ? ModelCalendar.NameOfMonth(at, customer.Zone)
            : ModelCalendar.NameOf(inForce.PlanAt(now).Cycle, inForce.AnchorAt(now), at, customer.Zone);
    }

    static Instant MomentOf(
        ModelCustomer customer, ModelSubscription subscription, string at, Instant? time, Instant now) => at switch
        {
            "now" => now,
            "period_end" => PeriodEnd(customer, subscription, now),
            "time" => time ?? throw new ArgumentException("There is no time."),
            _ => throw new ArgumentException($"{at} is not a time."),
        };

    // Of a subscription that has not begun: the end of its first period.
    static Instant PeriodEnd(ModelCustomer customer, ModelSubscription subscription, Instant now)
    {
        var at = Instant.Max(now, subscription.StartsAt);
        return subscription.IsBase
            ? ModelCalendar.Cycle(subscription.PlanAt(at).Cycle, subscription.AnchorAt(at), at, customer.Zone).End
            : CycleOf(customer, at, now, subscription.Scope).End;
    }

    static void ReplaceBases(ModelCustomer customer, ModelSubscription created, Instant now)
    {
        foreach (var other in customer.Subscriptions
            .Where(other => other.IsBase && other.Scope == created.Scope && !other.IsOverAt(now)).ToList())
        {
            other.Later.Add(created);
            if (other.StartsAt >= created.TakesPlaceAt)
                other.DroppedAt = now;
        }
    }

    static Instant? AnchorOf(ModelCustomer customer, ModelOrder order, Instant now) => order.Anchor
        ?? customer.Subscriptions.LastOrDefault(
            other => other.IsBase && other.Scope == order.Namespace)?.AnchorAt(now);

    // Also by one that is to be on that plan.
    static bool IsHeld(
        ModelCustomer customer, ModelPlan plan, string? scope, ModelSubscription? except, Instant now) =>
        plan is { Kind: "add_on", Stackable: false }
        && customer.Subscriptions.Any(other => other != except && other.Scope == scope && !other.IsOverAt(now)
            && (other.PlanAt(now).Code == plan.Code || other.NextAfter(now)?.Plan.Code == plan.Code));

    static ModelSubscription? FirstOf(ModelCustomer customer, string? externalId) =>
        customer.Subscriptions.FirstOrDefault(known => externalId is not null && known.Order.ExternalId == externalId);

    static Instant? TrialOf(ModelCustomer customer, ModelPlan plan, Instant startsAt)
    {
        if (plan.TrialDays == 0)
            return null;
        if (customer.Subscriptions.Any(other => other.Moves[0].Plan.Code == plan.Code && other.TrialEndsAt is not null))
            return null;
        return startsAt + Duration.FromDays(plan.TrialDays);
    }

    ModelChange SubscribeAs(ModelCommand.Subscribe command)
    {
        var change = Subscribe(command.Customer, command.Order, command.Now);
        if (change.Outcome is "created" or "existing")
            _handles[command.Handle] = (command.Customer, change.Id!);
        return change;
    }
}
