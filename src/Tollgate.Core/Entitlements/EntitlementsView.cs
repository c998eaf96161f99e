namespace Tollgate.Core.Entitlements;

/// <summary>Asks for everything a customer has, or a namespace of it.</summary>
public sealed record ShowEntitlements(string Customer, string? Namespace = null) : Command(Customer)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors)
    {
        errors.Id("customer", Customer);
        errors.Id("namespace", Namespace, optional: true);
    }
}

/// <summary>Everything a customer has, by feature: the same sums and counters that decide a use.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Namespace">The namespace whose view it is, or null.</param>
/// <param name="Lines">
/// One per feature that a subscription or boost of the customer, or of the namespace, names.
/// </param>
public sealed record EntitlementsView(string Customer, string? Namespace, IReadOnlyList<EntitlementLine> Lines)
{
    /// <summary>Reads the view.</summary>
    public static Outcome Decide(Draft draft, ShowEntitlements command)
    {
        if (draft.Existing(command.Customer) is not { } customer) return CustomerDecider.NotFound;
        if (command.Namespace is not null && customer.Terms.Namespace(command.Namespace) is null)
            return NamespaceDecider.NotFound;
        var catalog = draft.Account.Catalog;
        var (name, now) = (command.Namespace ?? "", draft.TimeOf(customer));
        var lines = Features(customer.Terms, catalog, name, now)
            .Select(feature => Line(customer, catalog, feature, name, now));
        return new Shown<EntitlementsView>(new EntitlementsView(command.Customer, command.Namespace, [.. lines]));
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, ShowEntitlements command, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        var name = command.Namespace ?? "";
        foreach (var feature in Features(terms, catalog, name, now))
        {
            var footing = Footing.Of(terms, catalog, feature, name, now, now);
            needs.Counters.AddRange(footing.Kept);
            needs.Counters.AddRange(footing.TopUps);
        }
    }

    static IEnumerable<Feature> Features(Terms terms, Catalog.Catalog catalog, string name, Instant now)
    {
        var planned = terms.Subscriptions.Where(one => IsOf(one.Namespace))
            .SelectMany(one => catalog.Plan(one.PlanAt(now)).Allowances.Keys);
        var boosted = terms.Boosts.Where(one => IsOf(one.Namespace)).Select(one => one.Feature);
        return planned.Concat(boosted).Distinct().Select(id => catalog.Feature(id)!)
            .OrderBy(feature => feature.Definition.Position ?? int.MaxValue)
                .ThenBy(feature => feature.Code, StringComparer.Ordinal);

        bool IsOf(string scope) => scope.Length == 0 || scope == name;
    }

    static EntitlementLine Line(
        CustomerState customer, Catalog.Catalog catalog, Feature feature, string name, Instant now)
    {
        var footing = Footing.Of(customer.Terms, catalog, feature, name, now, now);
        var limits = footing.Limits.Select(limit =>
        {
            var measured = new MeasuredLimit(limit, customer.Counter(limit.Key));
            return new EntitlementLimit(measured.Figures(feature.Code, null, now, now), limit.Limit.Sources);
        });
        return new EntitlementLine(feature, footing.Entitlement, [.. limits], TopUps.Left(customer, footing));
    }
}

/// <summary>What a customer has of one feature.</summary>
public sealed record EntitlementLine(
    Feature Feature, Entitlement Entitlement, IReadOnlyList<EntitlementLimit> Limits, long TopUpRemaining);

/// <summary>One limit of it, and which plans and boosts gave how much.</summary>
public sealed record EntitlementLimit(Figures Figures, IReadOnlyList<Source> Sources);
