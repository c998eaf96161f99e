namespace Tollgate.Core.History;

/// <summary>
/// A change other than a use, as it is kept: who, what, before and after. Written once, never changed.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Sequence">Its number among the customer's changes.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Action">What was done, for example <c>subscription.created</c>.</param>
/// <param name="Subject">The key of what it was done to.</param>
/// <param name="Before">JSON of the thing before, or null.</param>
/// <param name="After">JSON of the thing after, or null.</param>
/// <param name="Hash">Its link in the customer's chain.</param>
public sealed record AuditEntry(
    CustomerId Customer, long Sequence, Instant At, string Actor, string Action, string Subject,
    string? Before, string? After, Hash Hash);
