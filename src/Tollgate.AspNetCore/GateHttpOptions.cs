namespace Tollgate.AspNetCore;

/// <summary>How requests are let through.</summary>
public sealed class GateHttpOptions
{
    /// <summary>
    /// Where a request says which customer it is of. Unless set, the claim <c>customer_id</c> of the authenticated
    /// user.
    /// </summary>
    public CustomerSource Customer { get; set; } = CustomerSource.Claim("customer_id");

    /// <summary>
    /// Whether a request that comes again with the same <c>Idempotency-Key</c> is the same use of a feature. Whoever
    /// sends requests chooses the key, and an endpoint that works each time would work for nothing: only where every
    /// endpoint behind the filter answers such a request as it did the first. False unless set.
    /// </summary>
    public bool CountsOncePerKey { get; set; }
}
