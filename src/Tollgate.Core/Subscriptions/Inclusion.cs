namespace Tollgate.Core.Subscriptions;

/// <summary>
/// What a subscription includes while it is on one plan version: what it overrides, and for the rest its plan. Whoever
/// asks what a subscription gives asks here, never the plan.
/// </summary>
/// <param name="Plan">The plan version.</param>
/// <param name="Overrides">What the subscription states in its place.</param>
public readonly record struct Inclusion(Plan Plan, Overrides Overrides)
{
    /// <summary>What is included of a feature, or null.</summary>
    public Allowance? Of(Feature feature) => Overrides.Of(feature) ?? Plan.Of(feature.Id);

    /// <summary>The ids of the features that are included; one may come twice.</summary>
    public IEnumerable<int> Features(Catalog.Catalog catalog) => Overrides.IsEmpty
        ? Plan.Allowances.Keys
        : Plan.Allowances.Keys.Concat(
            Overrides.Stated.Features.Keys.Select(catalog.Feature).OfType<Feature>().Select(one => one.Id));
}
