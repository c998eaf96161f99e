namespace Tollgate.AspNetCore;

/// <summary>How requests are let through.</summary>
public sealed class GateHttpOptions
{
    /// <summary>
    /// Where a request says which customer it is of. Unless set, the claim <c>customer_id</c>, and where the user has
    /// none the header <c>X-Customer-Id</c>; whatever is set here takes the place of both.
    /// </summary>
    public CustomerSource Customer { get; set; } =
        CustomerSource.First(CustomerSource.Claim("customer_id"), CustomerSource.Header("X-Customer-Id"));
}
