namespace Tollgate.Client;

/// <summary>What holds for a subscription in place of what its plan says.</summary>
public sealed record Overrides
{
    /// <summary>
    /// By feature code, at most 100, each as a plan would state it and taken whole: a limit of the plan that is not
    /// repeated here does not hold. A feature that the plan has not is added; one that is not named is the plan's.
    /// Seats multiply none of it.
    /// </summary>
    public required IReadOnlyDictionary<string, PlanFeature> Features { get; init; }
}
