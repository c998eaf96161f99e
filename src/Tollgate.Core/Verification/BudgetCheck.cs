namespace Tollgate.Core.Verification;

/// <summary>
/// How each budget was set, against the entries that say so. Its memory is that of the budgets. Not thread-safe.
/// </summary>
internal sealed class BudgetCheck(Standing standing)
{
    readonly Dictionary<string, Said> said = new(StringComparer.Ordinal);

    public void Add(AuditEntry entry)
    {
        var before = said.GetValueOrDefault(entry.Subject);
        if (entry.Action == "budget.created")
            said[entry.Subject] = new Said(entry.After, entry.Sequence, entry.At, null);
        if (before is null) return;
        if (entry.Action == "budget.deleted") said[entry.Subject] = before with { DeletedAt = entry.At };
        if (entry.Action != "budget.updated") return;
        // Of what was erased nobody can say whether it counts the same.
        var isKnown = !Erased.Is(entry.After) && !Erased.Is(before.View);
        var id = CountsLike(before.View, entry.After) ? before.Id : entry.Sequence;
        said[entry.Subject] = before with { View = entry.After, Id = isKnown ? id : null };
    }

    /// <summary>The first budget that is not as its entries say.</summary>
    public Divergence? Close()
    {
        foreach (var row in standing.Budgets)
        {
            if (!said.Remove(row.Name, out var one)) return Of(row.Name, "no row", $"id {row.Id}");
            if ((one.Id ?? row.Id) != row.Id) return Of(row.Name, $"id {one.Id}", $"id {row.Id}");
            if (one.CreatedAt != row.CreatedAt)
                return Of(row.Name, Text("created_at", one.CreatedAt), Text("created_at", row.CreatedAt));
            if (one.DeletedAt != row.DeletedAt)
                return Of(row.Name, Text("deleted_at", one.DeletedAt), Text("deleted_at", row.DeletedAt));
            if (Recorded.Compare(standing.Key, "budget", KeyOf(row.Name), one.View, BudgetDecider.View(row)!)
                is { } divergence) return divergence;
        }
        foreach (var (name, one) in said) return Of(name, $"id {one.Id}", "no row");
        return null;
    }

    static bool CountsLike(string? before, string? after) =>
        IsSame(before, after, "namespace") && IsSame(before, after, "currency") && IsSame(before, after, "per");

    static bool IsSame(string? before, string? after, string member) =>
        Recorded.Text(before, member) == Recorded.Text(after, member);

    Divergence Of(string name, string expected, string found) =>
        new(standing.Key, DivergenceKind.Row, "budget", KeyOf(name), expected, found);

    static string Text(string field, Instant? time) => $"{field} {CoreJson.Time(time)}";

    static string KeyOf(string name) => $"name {name}";

    sealed record Said(string? View, long? Id, Instant CreatedAt, Instant? DeletedAt);
}
