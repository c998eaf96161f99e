namespace Tollgate.Core.Boosts;

/// <summary>
/// The id of a boost on the wire: <c>bst_&lt;customer&gt;_&lt;sequence&gt;</c>, so that a path with it alone finds its
/// customer.
/// </summary>
public static class BoostId
{
    static readonly MadeId Form = new("bst_");

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) => Form.Format(customer, id);

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id) =>
        Form.TryParse(text, out customer, out id);
}
