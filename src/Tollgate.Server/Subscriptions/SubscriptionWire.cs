using System.Text.Json;

namespace Tollgate.Server;

/// <summary>Subscriptions between the wire and the engine.</summary>
internal static class SubscriptionWire
{
    public static Subscribe Command(string customer, Wire.SubscriptionRequest request) => new(
        customer, request.Plan, request.Version, Times.Read(request.StartsAt), Times.Read(request.EndsAt),
        Times.Read(request.TrialEndsAt), Times.Read(request.Anchor), request.ExternalId,
        Attached.Text(request.Metadata), request.Namespace);

    /// <summary>A cancellation; a moment that is none is noted.</summary>
    public static CancelSubscription Command(string customer, long id, Wire.CancelRequest request, FieldErrors errors)
    {
        if (request.At is null or Wire.CancelRequest.Now) return new CancelSubscription(customer, id);
        if (request.At == Wire.CancelRequest.PeriodEnd)
            return new CancelSubscription(customer, id, CancelWhen.PeriodEnd);
        if (Wire.WireTime.TryRead(request.At, out var time))
            return new CancelSubscription(customer, id, CancelWhen.At, Times.Read(time));
        errors.Add("at", "invalid_value", "at must be now, period_end, or a time in RFC 3339 with an offset.");
        return new CancelSubscription(customer, id);
    }

    /// <summary>A subscription as it stands in a snapshot of its customer.</summary>
    public static Wire.Subscription Of(Subscription subscription, CustomerSnapshot customer)
    {
        var plan = customer.Catalog.Plan(subscription.Plan);
        var key = customer.Terms.Profile!.Key;
        return new Wire.Subscription
        {
            Id = SubscriptionId.Format(key, subscription.Id),
            Customer = key,
            Namespace = subscription.Namespace.Length == 0 ? null : subscription.Namespace,
            Plan = plan.Code,
            Version = plan.Row.Version,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(subscription.StatusAt(customer.Now).ToString()),
            StartsAt = Times.Write(subscription.StartsAt),
            EndsAt = Times.Write(Earlier(subscription.EndsAt, subscription.ReplacedAt)),
            TrialEndsAt = Times.Write(subscription.TrialEndsAt),
            Anchor = Times.Write(subscription.Anchor),
            CancelAt = Times.Write(subscription.CanceledAt),
            Period = Period(subscription, customer),
            ExternalId = subscription.ExternalId,
            Metadata = Attached.Members(subscription.Metadata),
        };
    }

    static Wire.Period? Period(Subscription subscription, CustomerSnapshot customer)
    {
        if (!subscription.Base || subscription.StartsAt > customer.Now || subscription.IsOver(customer.Now))
            return null;
        var window = Cycles.Of(customer.Terms, customer.Catalog, subscription).At(customer.Now);
        return new Wire.Period { StartsAt = Times.Write(window.Start), EndsAt = Times.Write(window.End!.Value) };
    }

    static Instant? Earlier(Instant? left, Instant? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
