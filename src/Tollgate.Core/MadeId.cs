using System.Globalization;

namespace Tollgate.Core;

/// <summary>
/// The form of ids that Tollgate makes: a prefix, the customer, and the sequence number at which the thing was made.
/// </summary>
internal sealed class MadeId(string prefix)
{
    public string Format(string customer, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{customer}_{id}");

    public bool TryParse(string text, out string customer, out long id)
    {
        (customer, id) = ("", 0);
        var last = text.LastIndexOf('_');
        if (!text.StartsWith(prefix, StringComparison.Ordinal) || last <= prefix.Length) return false;
        customer = text[prefix.Length..last];
        return FieldErrors.IsId(customer)
            && long.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }
}
