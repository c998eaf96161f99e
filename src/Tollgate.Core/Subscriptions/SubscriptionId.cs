namespace Tollgate.Core.Subscriptions;

/// <summary>
/// The id of a subscription on the wire: <c>sub_&lt;customer&gt;_&lt;sequence&gt;</c>, so that a path with it alone
/// finds its customer.
/// </summary>
public static class SubscriptionId
{
    static readonly MadeId Form = new("sub_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}
