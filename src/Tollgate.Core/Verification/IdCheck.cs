using System.Globalization;
using System.Text;

namespace Tollgate.Core.Verification;

/// <summary>
/// The memory of ids, against the changes that they are of: whatever was remembered follows from a change, and
/// says what that says. Its memory is of one change. Not thread-safe.
/// </summary>
internal sealed class IdCheck(Standing standing, Catalog.Catalog catalog)
{
    const string Table = "event_id";

    UsageEvent? first;
    AuditEntry? entry;
    LedgerEntry? moved;
    bool releases;
    bool isSeen;
    bool isSealed;

    public void Add(UsageEvent line)
    {
        if (line.Line == 0) Begin(line, null);
        releases |= line.Kind == UsageKind.Release;
    }

    public void Add(AuditEntry audit) => Begin(null, audit);

    public void Add(LedgerEntry ledger) => moved ??= ledger;

    /// <summary>Takes what was remembered of a change, behind all else of it.</summary>
    public Divergence? Add(RecordedId row)
    {
        if (isSeen || (first?.Sequence ?? entry?.Sequence) != row.Sequence) return Foreign(row);
        isSeen = true;
        return first?.Kind switch
        {
            null => OfEntry(row, entry!),
            UsageKind.Reversal => OfReversal(row, first),
            UsageKind.Accrual => OfAccrual(row, first),
            _ => OfUse(row, first),
        };
    }

    /// <summary>The change at hand is at its end: what it was to be remembered by was seen.</summary>
    public Divergence? Pass()
    {
        if (isSeen) return null;
        if (first is not null && Name(first) is { } id) return Of(id, Sequence(first.Sequence), "no row");
        return entry is not null && NameOf(entry) is { } name ? Of(name, Sequence(entry.Sequence), "no row") : null;
    }

    void Begin(UsageEvent? line, AuditEntry? audit) =>
        (first, entry, moved, releases, isSeen) = (line, audit, null, false, false);

    // Of a reservation the hold is remembered, not how it ended.
    string? Name(UsageEvent line) => line.Kind switch
    {
        UsageKind.Hold => line.Id,
        UsageKind.Use when !releases => line.Id,
        UsageKind.Accrual => line.Id,
        UsageKind.Reversal => ReversalDecider.NameOf(line.Id),
        _ => null,
    };

    Divergence? OfUse(RecordedId row, UsageEvent line)
    {
        if (row.Id != Name(line)) return Foreign(row);
        if (Read(row, standing.Key) is not { } said) return Of(row.Id, "a decision", "bytes that are none");
        var feature = catalog.Feature(line.Feature)!;
        var held = line.Kind == UsageKind.Hold ? said.Charge : line.Charge?.Shown;
        var divergence = Differ(row, "sequence", line.Sequence, said.Sequence)
            ?? Differ(row, "feature", feature.Code, said.Feature)
            ?? Differ(row, "namespace", line.Namespace, said.Namespace ?? "")
            ?? Differ(row, "quantity", Quantities.Unscale(line.Quantity, feature.Scale), said.Quantity)
            ?? Differ(row, "included", line.Included, said.Included)
            ?? Differ(row, "top_up", line.TopUp, said.TopUp)
            ?? Differ(row, "overage", line.Overage, said.Overage)
            ?? Differ(row, "flags", line.Flags, said.Flags)
            ?? Differ(row, "charge", held, said.Charge);
        if (divergence is not null) return divergence;
        if (!DecisionSeal.IsOn(row.Decision))
            return isSealed ? Of(row.Id, "content and decision with a seal", "no seal") : null;
        // Whoever writes seals writes no answers without them any more.
        isSealed = true;
        return DecisionSeal.Holds(row.Decision, line.Hash, row.Content, standing.ChainKey)
            ? null
            : Of(row.Id, "content and decision as they were sealed", "content or decision that differ");
    }

    /// <summary>What was answered; null where the bytes are no answer.</summary>
    public static Decision? Read(RecordedId row, string customer)
    {
        try
        {
            return DecisionCodec.Decode(row.Decision, row.Id, customer);
        }
        catch (Exception exception) when (exception
            is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    // Nobody asked for it, and nobody is answered.
    Divergence? OfAccrual(RecordedId row, UsageEvent line) => row.Id != Name(line)
        ? Foreign(row)
        : Differ(row, "content", Hash.Empty, row.Content) ?? Differ(row, "decision", 0, row.Decision.Length);

    Divergence? OfReversal(RecordedId row, UsageEvent line)
    {
        if (row.Id != Name(line)) return Foreign(row);
        return Differ(row, "content", Hash.Empty, row.Content) ?? Differ(
            row, "decision", Encoding.UTF8.GetString(Refund.Write(line.Charge)), Encoding.UTF8.GetString(row.Decision));
    }

    Divergence? OfEntry(RecordedId row, AuditEntry audit)
    {
        var isErased = Erased.Is(audit.After);
        if (isErased ? !row.Id.StartsWith('$') : row.Id != NameOf(audit)) return Foreign(row);
        if (Recorded.Text(audit.After, "content", ofRow: true) is { } content
            && Differ(row, "content", content, $"{row.Content}") is { } divergence) return divergence;
        var decision = Encoding.UTF8.GetString(row.Decision);
        return audit.Action switch
        {
            "withdrawal.requested" => Differ(row, "decision", "", decision),
            "wallet.adjusted" when moved is null => null,
            "wallet.adjusted" => Recorded.Compare(
                standing.Key, Table, KeyOf(row.Id), CoreJson.Write(LedgerEntryView.Of(standing.Key, moved)), decision,
                isErased || Erased.Is(moved.Actor) ? ["reason", "actor"] : []),
            // What is owed is paid from it at once.
            _ => Recorded.Compare(
                standing.Key, Table, KeyOf(row.Id), audit.After, decision, "remaining", RecordedRow.Member),
        };
    }

    static string? NameOf(AuditEntry audit) => audit.Action switch
    {
        "credit.granted" => Named(WalletDecider.OfGrant, Recorded.Text(audit.After, "external_id")),
        "wallet.adjusted" => Named(WalletDecider.OfAdjustment, Recorded.Text(audit.After, "reference")),
        "wallet.received" => Named(ReceiptDecider.OfReceipt, audit.Subject),
        "invoice.paid" => Named(InvoiceDecider.Paid, audit.Subject),
        ProviderEventDecider.Action => Remembered.Name(ProviderEventDecider.OfEvent, audit.Subject),
        "withdrawal.requested" => Named(
            WithdrawalDecider.OfWithdrawal, Recorded.Text(audit.After, "external_id")),
        _ => null,
    };

    static string? Named(string what, string? id) => id is null ? null : Remembered.Name(what, id);

    Divergence? Differ<T>(RecordedId row, string field, T expected, T found) =>
        EqualityComparer<T>.Default.Equals(expected, found)
            ? null
            : Of(row.Id, $"{field} {expected}", $"{field} {found}");

    Divergence Foreign(RecordedId row) => Of(row.Id, "no row", Sequence(row.Sequence));

    Divergence Of(string id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(id), expected, found);

    static string KeyOf(string id) => $"id {id}";

    static string Sequence(long number) => string.Create(CultureInfo.InvariantCulture, $"sequence {number}");
}
