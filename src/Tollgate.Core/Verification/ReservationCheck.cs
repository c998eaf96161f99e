namespace Tollgate.Core.Verification;

/// <summary>
/// What the lines of a customer's reservations hold, against those that are open. Its memory is that of the open ones.
/// Not thread-safe.
/// </summary>
internal sealed class ReservationCheck(Standing standing)
{
    readonly Dictionary<string, Dictionary<(int Feature, string Pot), long>> held = new(StringComparer.Ordinal);

    public void Add(UsageEvent line)
    {
        if (!line.Kind.Reserves()) return;
        if (!held.TryGetValue(line.Id, out var parts)) held[line.Id] = parts = [];
        Take(parts, (line.Feature, line.Pot), line.Included + line.Overage);
        if (parts.Count == 0) held.Remove(line.Id);
    }

    /// <summary>The first reservation that is not what its lines hold.</summary>
    public Divergence? Close()
    {
        foreach (var open in standing.Reservations)
        {
            Dictionary<(int Feature, string Pot), long> draws = [];
            foreach (var draw in open.Draws) Take(draws, (draw.Feature, draw.Pot), draw.Quantity);
            held.Remove(open.Id, out var parts);
            if (!IsSame(draws, parts ?? [])) return Of(open.Id, Text(parts), Text(draws));
        }
        foreach (var (id, parts) in held) return Of(id, Text(parts), "no open reservation");
        return null;
    }

    Divergence Of(string id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Reservation, "reservation", $"id {id}", expected, found);

    static void Take(Dictionary<(int, string), long> parts, (int, string) key, long quantity)
    {
        var sum = parts.GetValueOrDefault(key) + quantity;
        if (sum == 0) parts.Remove(key);
        else parts[key] = sum;
    }

    static bool IsSame(Dictionary<(int, string), long> one, Dictionary<(int, string), long> other) =>
        one.Count == other.Count && one.All(part => other.TryGetValue(part.Key, out var same) && same == part.Value);

    static string Text(Dictionary<(int Feature, string Pot), long>? parts)
    {
        if (parts is null or { Count: 0 }) return "nothing held";
        var texts = parts.OrderBy(part => part.Key).Select(part =>
            FormattableString.Invariant($"{part.Value} of feature {part.Key.Feature}")
                + (part.Key.Pot.Length == 0 ? "" : $" pot {part.Key.Pot}"));
        return $"holds {string.Join(", ", texts)}";
    }
}
