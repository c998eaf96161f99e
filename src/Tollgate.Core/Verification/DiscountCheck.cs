namespace Tollgate.Core.Verification;

/// <summary>
/// How each discount stands, against the last entry about it, and how often it was given, against the entries that say
/// so. Of the account alone. Not thread-safe.
/// </summary>
internal sealed class DiscountCheck(Standing standing, Catalog.Catalog catalog)
{
    const string Table = "discount";

    readonly Dictionary<string, (string? Last, int Uses)> said = new(StringComparer.Ordinal);

    public void Add(AuditEntry entry)
    {
        if (!entry.Action.StartsWith("discount.", StringComparison.Ordinal)) return;
        var uses = said.GetValueOrDefault(entry.Subject).Uses + (entry.Action == "discount.used" ? 1 : 0);
        said[entry.Subject] = (entry.After, uses);
    }

    /// <summary>The first that is not as its entries say.</summary>
    public Divergence? Close()
    {
        if (standing.Key != CustomerId.AccountKey) return null;
        foreach (var one in catalog.Discounts.OrderBy(one => one.Code, StringComparer.Ordinal))
        {
            if (!said.Remove(one.Code, out var entries)) return Of(one.Code, "no row", DiscountDecider.View(one));
            if (entries.Uses != one.Uses) return Of(one.Code, $"uses {entries.Uses}", $"uses {one.Uses}");
            if (Recorded.Compare(
                standing.Key, Table, one.Code, entries.Last, DiscountDecider.View(one), "used_by") is { } divergence)
                return divergence;
        }
        return said.Keys.FirstOrDefault() is { } missing ? Of(missing, "a row", "no row") : null;
    }

    Divergence Of(string code, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, code, expected, found);
}
