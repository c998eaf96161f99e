using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// Follows a customer's history row by row: numbers without gaps, and each row the one that its hash was made of. Not
/// thread-safe.
/// </summary>
internal sealed class HistoryCheck(string customer, Catalog.Catalog catalog, ChainKey? chainKey)
{
    long sequence;
    int line = -1;
    int entries;

    /// <summary>The hash of the last row.</summary>
    public Hash Hash { get; private set; }

    /// <summary>The number of the last change.</summary>
    public long Sequence => sequence;

    public Divergence? Add(UsageEvent row)
    {
        var key = KeyOf(row);
        var follows = row.Sequence == sequence && line >= 0 ? row.Line == line + 1
            : row.Sequence == sequence + 1 && row.Line == 0;
        if (!follows)
            return Gap("event", key, line < 0 ? Next : $"{Next}, or line {line + 1} of {sequence}");
        if (catalog.Feature(row.Feature) is not { } feature)
            return new Divergence(
                customer, DivergenceKind.Chain, "event", key, "a feature that there is", $"feature {row.Feature}");
        (sequence, line, entries) = (row.Sequence, row.Line, 0);
        return Link(Chain.Next(Hash, row, feature.Code, chainKey), row.Hash, "event", key);
    }

    public Divergence? Add(AuditEntry row)
    {
        var key = $"sequence {row.Sequence}";
        if (row.Sequence != sequence + 1) return Gap("audit", key, Next);
        (sequence, line, entries) = (row.Sequence, -1, 0);
        return Link(Chain.Next(Hash, row, chainKey), row.Hash, "audit", key);
    }

    /// <summary>An entry belongs to the change before it, behind the lines of that.</summary>
    public Divergence? Add(LedgerEntry row)
    {
        var (table, key) = ("ledger_entry", MoneyCheck.KeyOf(row));
        if (row.Sequence != sequence || row.Line != entries)
            return new Divergence(
                customer, DivergenceKind.Sequence, table, key, Place(sequence, entries), Place(row.Sequence, row.Line));
        (line, entries) = (-1, entries + 1);
        return Link(Chain.Next(Hash, row, chainKey), row.Hash, table, key);
    }

    /// <summary>Whether the head is where the history ends.</summary>
    public Divergence? Close(Head head)
    {
        if (head.Sequence != sequence) return OfHead($"sequence {sequence}", $"sequence {head.Sequence}");
        return head.Hash == Hash ? null : OfHead($"hash {Hash}", $"hash {head.Hash}");

        Divergence OfHead(string expected, string found) =>
            new(customer, DivergenceKind.Head, "customer_head", $"sequence {head.Sequence}", expected, found);
    }

    Divergence? Link(Hash expected, Hash found, string table, string key)
    {
        Hash = found;
        return expected == found ? null : new Divergence(
            customer, DivergenceKind.Chain, table, key, $"hash {expected}", $"hash {found}");
    }

    string Next => string.Create(CultureInfo.InvariantCulture, $"sequence {sequence + 1}");

    Divergence Gap(string table, string key, string expected) =>
        new(customer, DivergenceKind.Sequence, table, key, expected, key);

    static string KeyOf(UsageEvent row) => Place(row.Sequence, row.Line);

    static string Place(long sequence, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"sequence {sequence} line {line}");
}
