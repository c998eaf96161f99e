using System.Globalization;

namespace Tollgate.Core.Webhooks;

/// <summary>The id of an endpoint on the wire: <c>whe_&lt;sequence&gt;</c>.</summary>
public static class WebhookEndpointId
{
    const string Prefix = "whe_";

    /// <summary>The wire form.</summary>
    public static string Format(long id) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}");

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out long id)
    {
        id = 0;
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }
}

/// <summary>
/// The id of a delivery on the wire: <c>dlv_&lt;customer&gt;_&lt;sequence&gt;_&lt;ordinal&gt;</c>; of the account
/// without a customer. It is one among those of its endpoint.
/// </summary>
public static class DeliveryId
{
    const string Prefix = "dlv_";

    /// <summary>The wire form.</summary>
    public static string Format(string customer, long sequence, int ordinal) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{customer}_{sequence}_{ordinal}");

    /// <summary>Takes the wire form apart; false where it is not one.</summary>
    public static bool TryParse(string text, out string customer, out long sequence, out int ordinal)
    {
        (customer, sequence, ordinal) = ("", 0, 0);
        var second = text.LastIndexOf('_');
        var first = second > 0 ? text.LastIndexOf('_', second - 1) : -1;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || first < Prefix.Length) return false;
        customer = text[Prefix.Length..first];
        return (customer.Length == 0 || FieldErrors.IsId(customer))
            && long.TryParse(text.AsSpan(first + 1, second - first - 1), NumberStyles.None,
                CultureInfo.InvariantCulture, out sequence)
            && int.TryParse(text.AsSpan(second + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ordinal);
    }
}
