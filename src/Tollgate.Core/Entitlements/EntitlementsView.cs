namespace Tollgate.Core.Entitlements;

/// <summary>Asks for everything a customer has.</summary>
public sealed record ShowEntitlements(string Customer) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Id("customer", Customer);
}

/// <summary>Everything a customer has, by feature: the same sums and counters that decide a use.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Lines">One per feature of the catalogue that a subscription of the customer names, by code.</param>
public sealed record EntitlementsView(string Customer, IReadOnlyList<EntitlementLine> Lines)
{
    /// <summary>Reads the view.</summary>
    public static Outcome Decide(Draft draft, ShowEntitlements command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        var catalog = draft.Account.Catalog;
        var now = draft.TimeOf(customer);
        var cycle = Cycles.InForce(customer.Terms, catalog, now);
        var lines = Features(customer.Terms, catalog).Select(feature => Line(customer, catalog, feature, cycle, now));
        return new Shown<EntitlementsView>(new EntitlementsView(command.Customer, [.. lines]));
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        foreach (var feature in Features(terms, catalog))
            if (feature.Type == FeatureType.Metered) KeptWindows.AddKeys(needs.Counters, terms, catalog, feature, now, now);
    }

    static IEnumerable<Feature> Features(Terms terms, Catalog.Catalog catalog) =>
        terms.Subscriptions.SelectMany(one => catalog.Plan(one.Plan).Allowances.Keys).Distinct()
            .Select(id => catalog.Feature(id)!).OrderBy(feature => feature.Definition.Position ?? int.MaxValue)
            .ThenBy(feature => feature.Code, StringComparer.Ordinal);

    static EntitlementLine Line(CustomerState customer, Catalog.Catalog catalog, Feature feature, Cycle cycle, Instant now)
    {
        var entitlement = Entitlement.Of(customer.Terms, catalog, feature, now);
        var profile = customer.Terms.Profile!;
        var limits = feature.Type == FeatureType.Switch ? [] : entitlement.Limits.Select(limit =>
        {
            var window = Windows.Containing(limit.Per, now, profile.Zone, cycle);
            var counter = customer.Counter(KeptWindows.Key(profile, feature, limit.Per, window));
            var figures = new MeasuredLimit(limit, window, counter).Figures(feature.Code, null, now, now);
            return new EntitlementLimit(figures, limit.Sources);
        });
        return new EntitlementLine(feature, entitlement, [.. limits]);
    }
}

/// <summary>What a customer has of one feature.</summary>
public sealed record EntitlementLine(Feature Feature, Entitlement Entitlement, IReadOnlyList<EntitlementLimit> Limits);

/// <summary>One limit of it, and which plans gave how much.</summary>
public sealed record EntitlementLimit(Figures Figures, IReadOnlyList<Source> Sources);
