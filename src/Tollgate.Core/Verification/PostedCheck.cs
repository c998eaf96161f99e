using System.Text.Json;

namespace Tollgate.Core.Verification;

/// <summary>
/// What reconciliations have posted, against the entries that say so. Its memory is that of what is stored. Not
/// thread-safe.
/// </summary>
internal sealed class PostedCheck(Standing standing)
{
    readonly Dictionary<string, (long Amount, long Sequence)> posted = new(StringComparer.Ordinal);
    bool isUnknown;

    public void Add(AuditEntry entry)
    {
        if (entry.Action != "wallet.reconciled") return;
        isUnknown |= entry.After is null || Erased.Is(entry.After);
        if (entry.After is null || Erased.Is(entry.After)) return;
        using var view = JsonDocument.Parse(entry.After);
        if (!view.RootElement.TryGetProperty(RecordedRow.Member, out var row))
        {
            isUnknown = true;
            return;
        }
        foreach (var member in row.GetProperty("posted").EnumerateObject())
            posted[member.Name] = (member.Value.GetInt64(), entry.Sequence);
    }

    /// <summary>The first that is not what was posted.</summary>
    public Divergence? Close()
    {
        foreach (var row in standing.Posted)
        {
            if (!posted.Remove($"{row.Key}", out var said))
            {
                // It may be of one that was erased, or that an earlier version recorded.
                if (isUnknown) continue;
                return Of($"{row.Key}", "no row", $"posted {row.Amount.Micros}");
            }
            if (said.Amount != row.Amount.Micros)
                return Of($"{row.Key}", $"posted {said.Amount}", $"posted {row.Amount.Micros}");
            if (said.Sequence != row.Sequence)
                return Of($"{row.Key}", $"sequence {said.Sequence}", $"sequence {row.Sequence}");
        }
        foreach (var (key, said) in posted) return Of(key, $"posted {said.Amount}", "no row");
        return null;
    }

    Divergence Of(string key, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, "reconciliation", $"key {key}", expected, found);
}
