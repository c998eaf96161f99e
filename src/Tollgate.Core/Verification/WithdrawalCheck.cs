using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// How each withdrawal stands, against the last entry about it: its id is the number of the first. Its memory is that
/// of those that are open at a time. Not thread-safe.
/// </summary>
internal sealed class WithdrawalCheck(Standing standing)
{
    const string Table = "withdrawal";

    // What an erasure blanks of one that has ended; the history says of it afterwards.
    static readonly string[] Personal = ["requested_by", "approved_by", "reason", "destination", "content"];

    readonly Dictionary<long, (Withdrawal Row, string? Last)> open = [];
    AuditEntry? requested;
    Divergence? blank;
    bool isErased;

    public Divergence? Add(AuditEntry entry)
    {
        if (entry.Action == "customer.erased") isErased = true;
        if (entry.Action == "withdrawal.requested") requested = entry;
        var isLater = entry.Action is "withdrawal.approved" or "payout.begun" or "withdrawal.paid"
            or "withdrawal.failed" or "withdrawal.cancelled";
        if (!isLater || !WithdrawalId.TryParse(entry.Subject, out _, out var id)) return null;
        if (!open.Remove(id, out var known)) return null;
        open[id] = (known.Row, entry.After);
        if (entry.Action is "withdrawal.approved" or "payout.begun") return null;
        open.Remove(id);
        return Compare(known.Row, entry.After);
    }

    /// <summary>Takes the withdrawal that a change has made, behind its entries.</summary>
    public Divergence? Add(Withdrawal row)
    {
        if (requested?.Sequence != row.Id) return Of(row.Id, "no row", $"{row.Amount} {row.Currency}");
        open[row.Id] = (row, requested!.After);
        requested = null;
        return null;
    }

    /// <summary>The change at hand is at its end: what it has made was seen.</summary>
    public Divergence? Pass() => requested is { } entry ? Of(entry.Sequence, "a withdrawal", "no row") : null;

    /// <summary>The first of those that are open which is not as its last entry says.</summary>
    public Divergence? Close()
    {
        foreach (var (row, last) in open.Values.OrderBy(one => one.Row.Id))
            if (Compare(row, last) is { } divergence) return divergence;
        return isErased ? null : blank;
    }

    Divergence? Compare(Withdrawal row, string? recorded)
    {
        var stored = CoreJson.Write(WithdrawalView.Of(row) with { Row = WithdrawalRow.Of(row) });
        var divergence = Recorded.Compare(standing.Key, Table, KeyOf(row.Id), recorded, stored, "content");
        if (divergence is null || row.Destination != "{}" || row.RequestedBy.Length > 0) return divergence;
        blank ??= divergence;
        return Recorded.Compare(standing.Key, Table, KeyOf(row.Id), recorded, stored, Personal);
    }

    Divergence Of(long id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(id), expected, found);

    static string KeyOf(long id) => string.Create(CultureInfo.InvariantCulture, $"id {id}");
}
