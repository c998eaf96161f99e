namespace Tollgate.Server;

/// <summary>Entitlements on the wire.</summary>
internal static class EntitlementWire
{
    const decimal NearPercent = 80;

    public static Wire.CustomerEntitlements Of(EntitlementsView view) => new()
    {
        Customer = view.Customer,
        Namespace = view.Namespace,
        Data = [.. view.Lines.Select(line => Of(line, view.Customer))],
    };

    /// <summary>What a scope of a customer has of one feature.</summary>
    public static Wire.Entitlement Of(EntitlementLine line, string customer) => new()
    {
        Feature = line.Feature.Code,
        Included = line.Standing == Standing.Included,
        Unlimited = line.Unlimited,
        Limits = [.. line.Limits.Select(limit => Of(limit, customer))],
        TopUpRemaining = Quantities.Unscale(line.TopUpRemaining, line.Feature.Scale),
        Overage = DecisionNames.Of(line.Overage.Mode),
        Source = line.Lent is not { } lent ? null : new Wire.EntitlementLender
        {
            Owner = lent.Owner,
            Plan = lent.Plan,
            Boost = lent.Boost is { } boost ? BoostId.Format(lent.Owner, boost) : null,
        },
    };

    static Wire.EntitlementLimit Of(EntitlementLimit limit, string customer)
    {
        var (figures, scale) = (limit.Figures, limit.Figures.Scale);
        var percent = Percent(figures);
        return new Wire.EntitlementLimit
        {
            Feature = figures.Feature,
            Quantity = Quantities.Unscale(figures.Limit, scale),
            Per = figures.Per.Text,
            Used = Quantities.Unscale(figures.Used, scale),
            Reserved = Quantities.Unscale(figures.Reserved, scale),
            Remaining = Quantities.Unscale(figures.Remaining, scale),
            UsagePercent = percent,
            NearLimit = percent >= NearPercent,
            StartsAt = Times.Write(figures.StartsAt),
            ResetsAt = Times.Write(figures.ResetsAt),
            Sources = [.. limit.Sources.Select(source => Of(source, customer, scale))],
        };
    }

    static Wire.EntitlementSource Of(Source source, string customer, int scale) => new()
    {
        Plan = source.Plan,
        Boost = source.Boost is { } boost ? BoostId.Format(customer, boost) : null,
        Quantity = Quantities.Unscale(source.Quantity, scale),
    };

    // Rounded towards zero, so that it says 80 or 100 only where that is reached.
    static decimal Percent(Figures figures)
    {
        if (figures.Limit == 0) return 100;
        var taken = (decimal)figures.Used + figures.Reserved;
        return Math.Round(taken * 100 / figures.Limit, 2, MidpointRounding.ToZero);
    }
}
