namespace Tollgate.Core.Verification;

/// <summary>
/// What was returned of each payment, against the last entry about it and what the ledger took for it. Its memory is
/// that of the payments of which anything was returned. Not thread-safe.
/// </summary>
internal sealed class ReturnCheck(Standing standing)
{
    readonly Dictionary<string, PaymentReturn> stored = standing.Returns.ToDictionary(one => one.Payment);
    readonly Dictionary<string, string?> said = new(StringComparer.Ordinal);
    readonly Dictionary<string, PaymentReturn> taken = new(StringComparer.Ordinal);

    public void Add(AuditEntry entry)
    {
        if (entry.Action == "wallet.returned") said[entry.Subject] = entry.After;
    }

    public void Add(LedgerEntry entry)
    {
        if (entry is not { Kind: EntryKind.Refund, Reference: { } payment } || !said.ContainsKey(payment)) return;
        if (stored.TryGetValue(payment, out var row))
            taken[payment] = (taken.GetValueOrDefault(payment) ?? row with { Taken = [] }).With(entry);
    }

    /// <summary>The first payment of which something else is stored.</summary>
    public Divergence? Close()
    {
        foreach (var row in standing.Returns)
        {
            if (!said.Remove(row.Payment, out var last)) return Of(row.Payment, "no row", $"returned {row.Returned}");
            var view = ReturnDecider.View(row) with { Row = new ReturnRow(row.Grant) };
            if (Recorded.Compare(standing.Key, "payment_return", KeyOf(row.Payment), last, CoreJson.Write(view))
                is { } divergence) return divergence;
            var parts = taken.GetValueOrDefault(row.Payment)?.Taken ?? [];
            if (!parts.SequenceEqual(row.Taken))
                return Of(row.Payment, $"taken {CreditPart.Write(parts)}", $"taken {CreditPart.Write(row.Taken)}");
        }
        foreach (var payment in said.Keys) return Of(payment, "what was returned", "no row");
        return null;
    }

    Divergence Of(string payment, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, "payment_return", KeyOf(payment), expected, found);

    static string KeyOf(string payment) => $"payment {payment}";
}
