using System.Globalization;

namespace Tollgate.Core.Verification;

/// <summary>
/// What each credit grant was made with, against the entry that says so: its id is the number of that. What remains and
/// what is held of it, <see cref="MoneyCheck"/> sums. Its memory is of one grant. Not thread-safe.
/// </summary>
internal sealed class GrantCheck(Standing standing)
{
    const string Table = "credit_grant";

    AuditEntry? open;

    public void Add(AuditEntry entry)
    {
        if (entry.Action is "credit.granted" or "credit.carried") open = entry;
    }

    /// <summary>Takes the grant that a change has made, behind its entries.</summary>
    public Divergence? Add(CreditGrant row)
    {
        if (open is not { } entry || entry.Sequence != row.Id) return Of(row.Id, "no row", $"{row.Amount}");
        open = null;
        var isCarried = entry.Action == "credit.carried";
        if (row.Carried != isCarried) return Of(row.Id, $"carried {isCarried}", $"carried {row.Carried}");
        var view = CreditGrantView.Of(standing.Key, row with { Remaining = row.Amount, Held = Amount.Zero }) with
        {
            Subscription = row.Subscription is { } id ? SubscriptionId.Format(standing.Key, id) : null,
            Row = row.Content == Hash.Empty ? null : new AskedRow($"{row.Content}"),
        };
        return Recorded.Compare(standing.Key, Table, KeyOf(row.Id), entry.After, CoreJson.Write(view));
    }

    /// <summary>The change at hand is at its end: what it has made was seen.</summary>
    public Divergence? Pass() =>
        open is { } entry ? Of(entry.Sequence, $"the grant of {entry.Action}", "no row") : null;

    Divergence Of(long id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(id), expected, found);

    static string KeyOf(long id) => string.Create(CultureInfo.InvariantCulture, $"id {id}");
}
