using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// How each payment session stands, against the last entry about it: its id is the number of the first. Its memory is
/// that of all sessions, since money may come after any end. Not thread-safe.
/// </summary>
internal sealed class PaymentCheck(Standing standing)
{
    const string Table = "payment_session";

    // What an erasure blanks; the history says of it afterwards.
    static readonly string[] Personal = ["actor", "checkout_url", "return_url"];

    readonly Dictionary<long, (PaymentSession Row, string? Last)> sessions = [];
    AuditEntry? opened;
    bool isErased;

    public void Add(AuditEntry entry)
    {
        if (entry.Action == "customer.erased") isErased = true;
        if (entry.Action == "payment.opened") opened = entry;
        else if (entry.Action.StartsWith("payment.", StringComparison.Ordinal)
            && PaymentId.TryParse(entry.Subject, out _, out var id) && sessions.TryGetValue(id, out var known))
            sessions[id] = (known.Row, entry.After);
    }

    /// <summary>Takes the session that a change has made, behind its entries.</summary>
    public Divergence? Add(PaymentSession row)
    {
        if (opened?.Sequence != row.Id) return Of(row.Id, "no row", $"{row.Amount} {row.Currency}");
        sessions[row.Id] = (row, opened!.After);
        opened = null;
        return null;
    }

    /// <summary>The change at hand is at its end: what it has made was seen.</summary>
    public Divergence? Pass() => opened is { } entry ? Of(entry.Sequence, "a payment session", "no row") : null;

    /// <summary>The first that is not as its last entry says.</summary>
    public Divergence? Close()
    {
        foreach (var (row, last) in sessions.Values.OrderBy(one => one.Row.Id))
            if (Compare(row, last) is { } divergence) return divergence;
        return null;
    }

    Divergence? Compare(PaymentSession row, string? recorded)
    {
        var stored = CoreJson.Write(PaymentView.Of(row) with { Row = PaymentRow.Of(row) });
        var isBlank = isErased && row.Actor.Length == 0 && row.ReturnUrl.Length == 0;
        string[] except = isBlank ? ["reason", .. Personal] : ["reason"];
        return Recorded.Compare(standing.Key, Table, KeyOf(row.Id), recorded, stored, except);
    }

    Divergence Of(long id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(id), expected, found);

    static string KeyOf(long id) => string.Create(CultureInfo.InvariantCulture, $"id {id}");
}
