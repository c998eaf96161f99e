using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Subscriptions between the wire and the engine.</summary>
internal static class SubscriptionWire
{
    /// <summary>A new subscription; what only the wire can get wrong is noted.</summary>
    public static Subscribe Command(string customer, Wire.SubscriptionRequest request, FieldErrors errors) => new(
        customer, request.Plan, request.Version, Times.Read(request.StartsAt), Times.Read(request.EndsAt),
        Times.Read(request.TrialEndsAt), Times.Read(request.Anchor), request.ExternalId,
        Attached.Text(request.Metadata), request.Namespace)
    {
        Quantity = request.Quantity,
        Overrides = Stated(request.Overrides, errors) ?? Overrides.None,
        Providers = ProviderIds.Of(request.Providers ?? []),
    };

    /// <summary>A cancellation; a moment that is none is noted.</summary>
    public static CancelSubscription Command(string customer, long id, Wire.CancelRequest request, FieldErrors errors)
    {
        var (when, at) = When(request.At, errors);
        return new CancelSubscription(customer, id, when, at);
    }

    /// <summary>A change of plan; a moment that is none is noted.</summary>
    public static ChangeSubscription Command(string customer, long id, Wire.ChangeRequest request, FieldErrors errors)
    {
        var (when, at) = When(request.At, errors);
        return new ChangeSubscription(
            customer, id, request.Plan, request.Version, when, at, Times.Read(request.Anchor))
        {
            Overrides = Stated(request.Overrides, errors),
        };
    }

    /// <summary>The change that a preview is asked of; a moment that is none is noted.</summary>
    public static ChangeSubscription Command(string customer, long id, Wire.PreviewRequest request, FieldErrors errors)
    {
        var (when, at) = When(request.At, errors);
        return new ChangeSubscription(
            customer, id, request.Plan, request.Version, when, at, Times.Read(request.Anchor))
        {
            Overrides = Stated(request.Overrides, errors),
        };
    }

    /// <summary>A subscription as it stands in a snapshot of its customer.</summary>
    public static Wire.Subscription Of(Subscription subscription, CustomerSnapshot customer)
    {
        var plan = customer.Catalog.Plan(subscription.PlanAt(customer.Now));
        var key = customer.Terms.Profile!.Key;
        return new Wire.Subscription
        {
            Id = SubscriptionId.Format(key, subscription.Id),
            Customer = key,
            Namespace = subscription.Namespace.Length == 0 ? null : subscription.Namespace,
            Plan = plan.Code,
            Version = plan.Row.Version,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(
                subscription.StatusAt(customer.Now, customer.Catalog).ToString()),
            StartsAt = Times.Write(subscription.StartsAt),
            EndsAt = Times.Write(Instants.Earlier(
                Instants.Earlier(subscription.EndsAt, subscription.ReplacedAt), subscription.LapsesAt)),
            TrialEndsAt = Times.Write(subscription.TrialEndsAt),
            Anchor = Times.Write(subscription.AnchorAt(customer.Now)),
            CancelAt = Times.Write(subscription.CanceledAt),
            Period = Period(subscription, customer),
            ExternalId = subscription.ExternalId,
            Metadata = Attached.Members(subscription.Metadata),
            Providers = subscription.Providers.All,
            Quantity = subscription.Quantity,
            PausedAt = Times.Write(subscription.PausedAt),
            ActivatedAt = Times.Write(subscription.ActivatedAt),
            PastDueAt = Times.Write(subscription.PastDueAt),
            Overrides = Of(subscription.OverridesAt(customer.Now)),
            NextPlan = subscription.IsChanging(customer.Now) ? Next(subscription, customer) : null,
        };
    }

    /// <summary>A change that is still to take effect.</summary>
    public static Wire.ScheduledChange Of(ScheduledChange change, CustomerSnapshot customer)
    {
        var one = change.Subscription;
        var plan = customer.Catalog.Plan(
            change.Kind == ChangeKind.Plan ? one.NextPlan!.Value : one.PlanAt(customer.Now));
        var key = customer.Terms.Profile!.Key;
        return new Wire.ScheduledChange
        {
            Id = ScheduledChange.Format(change.Kind, key, one.Id),
            Kind = (Wire.ChangeKind)change.Kind,
            Subscription = SubscriptionId.Format(key, one.Id),
            At = Times.Write(change.At),
            Plan = plan.Code,
            Version = plan.Row.Version,
        };
    }

    static Overrides? Stated(Wire.Overrides? stated, FieldErrors errors) => stated is null ? null
        : Overrides.Of(PlanWire.Features(stated.Features, "overrides.features", errors));

    static Wire.Overrides? Of(Overrides overrides) => overrides.IsEmpty ? null
        : new Wire.Overrides { Features = PlanWire.Of(overrides.Stated.Features) };

    static (CancelWhen When, Instant? At) When(string? at, FieldErrors errors)
    {
        if (at is null or Wire.CancelRequest.Now) return (CancelWhen.Now, null);
        if (at == Wire.CancelRequest.PeriodEnd) return (CancelWhen.PeriodEnd, null);
        if (Wire.WireTime.TryRead(at, out var time)) return (CancelWhen.At, Times.Read(time));
        errors.Add("at", "invalid_value", "at must be now, period_end, or a time in RFC 3339 with an offset.");
        return (CancelWhen.Now, null);
    }

    static Wire.NextPlan Next(Subscription subscription, CustomerSnapshot customer)
    {
        var plan = customer.Catalog.Plan(subscription.NextPlan!.Value);
        return new Wire.NextPlan
        {
            Plan = plan.Code,
            Version = plan.Row.Version,
            At = Times.Write(subscription.ChangeAt!.Value),
            Anchor = Times.Write(subscription.NextAnchor),
            Overrides = Of(subscription.NextOverrides),
        };
    }

    static Wire.Period? Period(Subscription subscription, CustomerSnapshot customer)
    {
        if (!subscription.Base || subscription.StartsAt > customer.Now || subscription.IsOver(customer.Now))
            return null;
        var window = Cycles.Of(customer.Terms, customer.Catalog, subscription, customer.Now).At(customer.Now);
        return new Wire.Period { StartsAt = Times.Write(window.Start), EndsAt = Times.Write(window.End!.Value) };
    }
}
