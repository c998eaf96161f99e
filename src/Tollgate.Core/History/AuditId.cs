namespace Tollgate.Core.History;

/// <summary>
/// The id of an audit entry on the wire: <c>aud_&lt;customer&gt;_&lt;sequence&gt;</c>; of the account without a
/// customer.
/// </summary>
public static class AuditId
{
    static readonly MadeId Form = new("aud_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long sequence) => Form.Format(customer, sequence);
}
