namespace Tollgate.Payments;

/// <summary>A quantity that a provider is to bill.</summary>
/// <param name="Meter">The provider's name of what is counted: Stripe's meter event.</param>
/// <param name="Customer">The provider's id of the customer.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Identifier">The same for the same quantity, for ever: 1 to 100 characters.</param>
/// <param name="At">When it was used; it decides the period. Stripe takes the last 35 days.</param>
public sealed record UsageReport(string Meter, string Customer, Exact Quantity, string Identifier, Instant At)
{
    /// <summary>
    /// Which try it is, told apart from those before: a provider that keeps its answer to a request would go on giving
    /// the fault that it gave once. The identifier is what keeps the quantity from being counted twice.
    /// </summary>
    public long Attempt { get; init; }
}

/// <summary>What became of a report.</summary>
public enum UsageDelivery
{
    /// <summary>The provider took it.</summary>
    Accepted,
    /// <summary>The provider had it already.</summary>
    AlreadyThere,
    /// <summary>The provider does not do that, or no longer for this one.</summary>
    Unsupported,
}
