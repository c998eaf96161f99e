namespace Tollgate.Core.Verification;

/// <summary>
/// How far things of providers were followed, against the last claim of each. Its memory is that of all of them. Not
/// thread-safe.
/// </summary>
internal sealed class ProviderObjectCheck(Standing standing)
{
    const string Table = "provider_object";

    readonly Dictionary<string, AuditEntry> claims = new(StringComparer.Ordinal);
    readonly Dictionary<long, AuditEntry> erased = [];

    public void Add(AuditEntry entry)
    {
        if (entry.Action != ProviderEventDecider.Action) return;
        if (Erased.Is(entry.After)) erased[entry.Sequence] = entry;
        else if (Recorded.Text(entry.After, "name", ofRow: true) is { } name) claims[name] = entry;
    }

    /// <summary>The first that is not as its last claim says.</summary>
    public Divergence? Close()
    {
        foreach (var row in standing.ProviderObjects)
        {
            // What was erased says no name; its number is the row's.
            if (!claims.Remove(row.Name, out var last) && !erased.TryGetValue(row.Sequence, out last))
                return Of(row.Name, "no row", $"at {row.At}");
            if (last.Sequence != row.Sequence)
                return Of(row.Name, $"sequence {last.Sequence}", $"sequence {row.Sequence}");
            var said = Recorded.Text(last.After, "at") ?? "";
            var stored = CoreJson.Write(new ProviderEventView("", said, ProviderEventOutcome.Applied, null)
            {
                Row = ProviderObjectRow.Of(row),
            });
            if (Recorded.Compare(standing.Key, Table, KeyOf(row.Name), last.After, stored, "type")
                is { } divergence) return divergence;
        }
        foreach (var name in claims.Keys) return Of(name, "how far it was followed", "no row");
        return null;
    }

    Divergence Of(string name, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, Table, KeyOf(name), expected, found);

    static string KeyOf(string name) => $"name {name}";
}
