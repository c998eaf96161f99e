namespace Tollgate.Server;

/// <summary>Boosts between the wire and the engine.</summary>
internal static class BoostWire
{
    /// <summary>What a request asks for; an end that is none is noted.</summary>
    public static ProvisionBoost Command(string customer, Wire.BoostRequest request, FieldErrors errors) => new(
        customer, request.Feature, Type(request.Type), Until(request.Until, errors), request.Quantity, request.Per,
        Times.Read(request.StartsAt), request.Namespace, request.ExternalId, Attached.Text(request.Metadata));

    /// <summary>A boost as it stands in a snapshot of its customer.</summary>
    public static Wire.Boost Of(Boost boost, CustomerSnapshot customer)
    {
        var feature = customer.Catalog.Feature(boost.Feature)!;
        var key = customer.Terms.Profile!.Key;
        return new Wire.Boost
        {
            Id = BoostId.Format(key, boost.Id),
            Customer = key,
            Namespace = boost.Namespace.Length == 0 ? null : boost.Namespace,
            Feature = feature.Code,
            Type = Type(boost.Type),
            Quantity = boost.Quantity == 0 ? null : Quantities.Unscale(boost.Quantity, feature.Scale),
            Per = boost.Per,
            Status = Status(boost, customer.Now),
            StartsAt = Times.Write(boost.StartsAt),
            EndsAt = Times.Write(boost.Over),
            ExternalId = boost.ExternalId,
            Metadata = Attached.Members(boost.Metadata),
        };
    }

    static string Status(Boost boost, Instant now)
    {
        if (boost.CanceledAt <= now) return "canceled";
        if (boost.IsOver(now)) return "expired";
        return boost.StartsAt > now ? "scheduled" : "active";
    }

    static BoostEnd Until(string? until, FieldErrors errors)
    {
        if (until is null || errors.All.Any(error => error.Field == "until")) return BoostEnd.Never;
        if (until == Wire.BoostRequest.CycleEnd) return BoostEnd.OfCycle;
        if (Wire.WireTime.TryRead(until, out var time)) return BoostEnd.At(Times.Read(time)!.Value);
        errors.Add("until", "invalid_value", "until must be cycle_end, a time in RFC 3339 with an offset, or null.");
        return BoostEnd.Never;
    }

    static BoostType Type(Wire.BoostType type) => type switch
    {
        Wire.BoostType.AddLimit => BoostType.AddLimit,
        Wire.BoostType.TopUp => BoostType.TopUp,
        Wire.BoostType.Enable => BoostType.Enable,
        _ => BoostType.Unlimited,
    };

    static Wire.BoostType Type(BoostType type) => type switch
    {
        BoostType.AddLimit => Wire.BoostType.AddLimit,
        BoostType.TopUp => Wire.BoostType.TopUp,
        BoostType.Enable => Wire.BoostType.Enable,
        _ => Wire.BoostType.Unlimited,
    };
}
