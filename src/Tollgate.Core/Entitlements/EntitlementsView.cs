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
/// One per feature that a subscription or boost of the customer, or of the namespace, names, and per feature that draws
/// on such a one as its pool.
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
        var features = Features(customer.Terms, catalog, name, now).ToList();
        if (Lent.Lender(draft, customer, name) is { } lender)
            features.AddRange(Features(lender.Terms, catalog, "", draft.TimeOf(lender))
                .Where(feature => !features.Contains(feature) && Lent.Of(draft, customer, feature, name) is not null));
        var lines = InOrder(features).Select(feature => Line(
            customer, catalog, feature, name, now, Lent.Of(draft, customer, feature, name)));
        return new Shown<EntitlementsView>(new EntitlementsView(command.Customer, command.Namespace, [.. lines]));
    }

    /// <summary>What <see cref="Decide"/> will read.</summary>
    public static void Need(Needs needs, ShowEntitlements command, Terms terms, Catalog.Catalog catalog, Instant now)
    {
        var name = command.Namespace ?? "";
        if (terms.Namespace(name)?.Owner is { } owner) needs.Owners.Add(owner);
        foreach (var feature in Features(terms, catalog, name, now))
        {
            Basis.Of(terms, catalog, feature, name, now, now).AddKeys(needs.Counters);
        }
    }

    /// <summary>The features that a view has a line for.</summary>
    internal static IEnumerable<Feature> Features(Terms terms, Catalog.Catalog catalog, string name, Instant now)
    {
        var planned = terms.Subscriptions.Where(one => IsOf(one.Namespace))
            .SelectMany(one => one.InclusionAt(now, catalog).Features(catalog));
        var boosted = terms.Boosts.Where(one => IsOf(one.Namespace)).Select(one => one.Feature);
        var named = planned.Concat(boosted).ToHashSet();
        return catalog.Features.Where(feature => named.Contains(feature.Id) || IsThroughPool(feature));

        bool IsThroughPool(Feature feature) =>
            Pools.Above(catalog, feature).Any(share => named.Contains(share.Feature.Id));

        bool IsOf(string scope) => scope.Length == 0 || scope == name;
    }

    /// <summary>Features by position, then code.</summary>
    internal static IEnumerable<Feature> InOrder(IEnumerable<Feature> features) =>
        features.OrderBy(feature => feature.Definition.Position ?? int.MaxValue)
            .ThenBy(feature => feature.Code, StringComparer.Ordinal);

    /// <summary>
    /// What a scope has of one feature, or where it has nothing, is <paramref name="lent"/> of it; its counters must
    /// have been loaded.
    /// </summary>
    internal static EntitlementLine Line(
        CustomerState customer, Catalog.Catalog catalog, Feature feature, string name, Instant now, Lent? lent = null)
    {
        var basis = Basis.Of(customer.Terms, catalog, feature, name, now, now);
        if (basis.Standing == Standing.Included) lent = null;
        var limits = GaugeLevel.Found(customer, basis, name).Select(
            limit => new EntitlementLimit(limit.Figures(now), limit.Limit.Limit.Sources));
        var decides = basis.Shares.FirstOrDefault(share => share.IsIncluded)?.Footing.Entitlement ?? basis.Own;
        return new EntitlementLine(
            feature, lent is null ? basis.Standing : Standing.Included, basis.Unlimited, decides.Overage, [.. limits],
            TopUps.Left(customer, basis))
        {
            Lent = lent,
        };
    }
}

/// <summary>What a customer has of one feature.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Standing">Whether it, or a pool that it draws on, is included.</param>
/// <param name="Unlimited">Whether no limit holds.</param>
/// <param name="Overage">What happens past a limit of its own, or of the nearest pool.</param>
/// <param name="Limits">Its own and those of its pools, each in units of the feature whose it is.</param>
/// <param name="TopUpRemaining">What its top-ups and those of its pools have left, in its smallest unit.</param>
public sealed record EntitlementLine(
    Feature Feature, Standing Standing, bool Unlimited, Overage Overage, IReadOnlyList<EntitlementLimit> Limits,
    long TopUpRemaining)
{
    /// <summary>Through whom it is included, where that is the owner of the namespace; null: the customer.</summary>
    public Lent? Lent { get; init; }
}

/// <summary>One limit of it, and which plans and boosts gave how much.</summary>
public sealed record EntitlementLimit(Figures Figures, IReadOnlyList<Source> Sources);
