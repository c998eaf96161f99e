namespace Tollgate.Core.Verification;

/// <summary>
/// A place that a customer's chain has passed through. Kept elsewhere, it shows later that the history up to it was not
/// written anew.
/// </summary>
/// <param name="Customer">The customer's key; empty: the account.</param>
/// <param name="Sequence">The number of a change.</param>
/// <param name="Hash">The hash of its last row.</param>
/// <param name="At">When that was.</param>
public sealed record Checkpoint(string Customer, long Sequence, Hash Hash, Instant At);
