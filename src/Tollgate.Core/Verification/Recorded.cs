using System.Text.Json;

namespace Tollgate.Core.Verification;

/// <summary>
/// What an audit entry recorded of a row, against the row: both as JSON of one view, member by member. Thread-safe.
/// </summary>
internal static class Recorded
{
    /// <summary>
    /// The first member that differs; null where none does, or what was recorded was erased. Earlier versions recorded
    /// no member <see cref="RecordedRow.Member"/>: there is nothing to compare it with then.
    /// </summary>
    /// <param name="customer">Whose.</param>
    /// <param name="table">The table of the row.</param>
    /// <param name="key">What tells the row from others.</param>
    /// <param name="recorded">What the entry says.</param>
    /// <param name="stored">The same as the row says it.</param>
    /// <param name="except">Members that need not be the same.</param>
    public static Divergence? Compare(
        string customer, string table, string key, string? recorded, string stored, params string[] except)
    {
        if (recorded is null || Erased.Is(recorded)) return null;
        using var expected = JsonDocument.Parse(recorded);
        using var found = JsonDocument.Parse(stored);
        return Fault(expected.RootElement, found.RootElement, except) is var (one, other)
            ? new Divergence(customer, DivergenceKind.Row, table, key, one, other)
            : null;
    }

    /// <summary>A member of what was recorded, or of its row; null where it is not there, or was erased.</summary>
    public static string? Text(string? recorded, string member, bool ofRow = false)
    {
        if (recorded is null || Erased.Is(recorded)) return null;
        using var view = JsonDocument.Parse(recorded);
        var from = view.RootElement;
        if (ofRow && !from.TryGetProperty(RecordedRow.Member, out from)) return null;
        return from.TryGetProperty(member, out var value) ? value.GetString() : null;
    }

    static (string Expected, string Found)? Fault(JsonElement recorded, JsonElement stored, string[] except)
    {
        foreach (var member in recorded.EnumerateObject())
        {
            if (except.Contains(member.Name)) continue;
            if (!stored.TryGetProperty(member.Name, out var found)) return (Of(member), $"no {member.Name}");
            var isBoth = member.Value.ValueKind == JsonValueKind.Object && found.ValueKind == JsonValueKind.Object;
            if (isBoth && Fault(member.Value, found, except) is { } inside) return inside;
            if (!isBoth && !JsonElement.DeepEquals(member.Value, found))
                return (Of(member), $"{member.Name} {found}");
        }
        foreach (var member in stored.EnumerateObject())
        {
            if (member.Name == RecordedRow.Member || except.Contains(member.Name)) continue;
            if (!recorded.TryGetProperty(member.Name, out _)) return ($"no {member.Name}", Of(member));
        }
        return null;
    }

    static string Of(JsonProperty member) => $"{member.Name} {member.Value}";
}
