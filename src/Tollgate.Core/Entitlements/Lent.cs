namespace Tollgate.Core.Entitlements;

/// <summary>
/// A switch that a namespace has through its owner, another customer: what active terms of that customer itself
/// include, as long as it is not suspended. Owners of the owner's own namespaces lend nothing.
/// </summary>
/// <param name="Owner">The owner's key.</param>
/// <param name="Plan">The code of the owner's plan that includes it; null: a boost does.</param>
/// <param name="Boost">The id of the owner's boost that enables it; null: a plan does.</param>
public sealed record Lent(string Owner, string? Plan, long? Boost)
{
    /// <summary>What the owner of a namespace (empty: none) lends of a feature, or null.</summary>
    internal static Lent? Of(Draft draft, CustomerState customer, Feature feature, string name)
    {
        if (feature.Type != FeatureType.Switch || Lender(draft, customer, name) is not { } lender) return null;
        return Of(lender.Terms, draft.Account.Catalog, feature, draft.TimeOf(lender));
    }

    /// <summary>The owner of a namespace as it was read beside the customer, or null where there is none.</summary>
    internal static CustomerState? Lender(Draft draft, CustomerState customer, string name)
    {
        if (name.Length == 0 || customer.Terms.Namespace(name)?.Owner is not { } owner) return null;
        return draft.Seen(owner.Key) ?? throw new MissingFactException($"owner {owner.Key}");
    }

    /// <summary>What a use of a switch will read of an owner: nothing where own terms include it.</summary>
    internal static void Need(
        Needs needs, Terms terms, Catalog.Catalog catalog, Feature feature, string name, Instant now)
    {
        if (name.Length == 0 || terms.Namespace(name)?.Owner is not { } owner) return;
        if (Basis.Of(terms, catalog, feature, name, now, now).Standing != Standing.Included) needs.Owners.Add(owner);
    }

    static Lent? Of(Terms owner, Catalog.Catalog catalog, Feature feature, Instant now)
    {
        if (owner.Profile is not { SuspendedAt: null } profile || (owner.IsBlocked && !profile.Waived)) return null;
        if (Footing.Of(owner, catalog, feature, "", now, now).Entitlement.Standing != Standing.Included) return null;
        var given = owner.Subscriptions.Where(one => one.Namespace.Length == 0 && !one.IsReplaced(now)
            && one.InclusionAt(now, catalog).Of(feature) is not null).ToList();
        var boost = owner.Boosts.FirstOrDefault(
            one => one.Namespace.Length == 0 && one.Feature == feature.Id && one.IsActive(now));
        var plan = given.Find(one => one.IsActive(now, catalog)) ?? (boost is null ? given.FirstOrDefault() : null);
        return plan is null
            ? new Lent(profile.Key, null, boost?.Id)
            : new Lent(profile.Key, catalog.Plan(plan.PlanAt(now)).Code, null);
    }
}
