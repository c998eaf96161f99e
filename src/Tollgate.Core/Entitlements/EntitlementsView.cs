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
        var lines = Features(customer.Terms, catalog).Select(feature => Line(customer, catalog, feature, now));
        return new Shown<EntitlementsView>(new EntitlementsView(command.Customer, [.. lines]));
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        foreach (var feature in Features(terms, catalog))
            needs.Counters.AddRange(Footing.Of(terms, catalog, feature, now, now).Kept);
    }

    static IEnumerable<Feature> Features(Terms terms, Catalog.Catalog catalog) =>
        terms.Subscriptions.SelectMany(one => catalog.Plan(one.Plan).Allowances.Keys).Distinct()
            .Select(id => catalog.Feature(id)!).OrderBy(feature => feature.Definition.Position ?? int.MaxValue)
            .ThenBy(feature => feature.Code, StringComparer.Ordinal);

    static EntitlementLine Line(CustomerState customer, Catalog.Catalog catalog, Feature feature, Instant now)
    {
        var footing = Footing.Of(customer.Terms, catalog, feature, now, now);
        var limits = footing.Limits.Select(limit =>
        {
            var measured = new MeasuredLimit(limit.Limit, limit.Window, customer.Counter(limit.Key));
            return new EntitlementLimit(measured.Figures(feature.Code, null, now, now), limit.Limit.Sources);
        });
        return new EntitlementLine(feature, footing.Entitlement, [.. limits]);
    }
}

/// <summary>What a customer has of one feature.</summary>
public sealed record EntitlementLine(Feature Feature, Entitlement Entitlement, IReadOnlyList<EntitlementLimit> Limits);

/// <summary>One limit of it, and which plans gave how much.</summary>
public sealed record EntitlementLimit(Figures Figures, IReadOnlyList<Source> Sources);
