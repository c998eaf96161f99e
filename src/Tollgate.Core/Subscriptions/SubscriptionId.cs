using System.Globalization;

namespace Tollgate.Core.Subscriptions;

/// <summary>
/// The id of a subscription on the wire: <c>sub_&lt;customer&gt;_&lt;sequence&gt;</c>, so that a path with it alone
/// finds its customer.
/// </summary>
public static class SubscriptionId
{
    const string Prefix = "sub_";

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{customer}_{id}");

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long id)
    {
        (customer, id) = ("", 0);
        var last = text.LastIndexOf('_');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || last <= Prefix.Length) return false;
        customer = text[Prefix.Length..last];
        return FieldErrors.IsId(customer)
            && long.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }
}
