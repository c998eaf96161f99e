namespace Tollgate.Core.Verification;

/// <summary>
/// What the rows of reservations say, against the lines that began and ended them and the answers that were remembered.
/// What an open one holds, <see cref="ReservationCheck"/> sums. Its memory is that of those that are open at a time.
/// Not thread-safe.
/// </summary>
internal sealed class HoldCheck(Standing standing)
{
    readonly Dictionary<string, Held> open = new(StringComparer.Ordinal);
    Held? ended;
    UsageEvent? first;

    public void Add(UsageEvent line)
    {
        if (line.Line == 0) (first, ended) = (line, null);
        if (line is { Kind: UsageKind.Hold, Line: 0 }) open[line.Id] = new Held(line, null);
        if (line.Kind == UsageKind.Release && open.Remove(line.Id, out var hold)) ended = hold;
    }

    /// <summary>Takes what was answered to a reservation.</summary>
    public void Add(RecordedId row)
    {
        if (first is not { Kind: UsageKind.Hold } || first.Id != row.Id || first.Sequence != row.Sequence) return;
        if (IdCheck.Read(row, standing.Key) is { } answer) open[row.Id] = new Held(first, answer);
    }

    /// <summary>Takes a reservation that a change has ended, behind all that was recorded of it.</summary>
    public Divergence? Add(Reservation row)
    {
        if (ended is not { } hold || hold.Line.Id != row.Id || first!.Sequence != row.End!.Sequence)
            return Of(row.Id, "no end", $"an end at sequence {row.End!.Sequence}");
        ended = null;
        return Compare(row, hold) ?? Compare(row, row.End, first);
    }

    /// <summary>The change at hand is at its end: the row of what it has ended was seen.</summary>
    public Divergence? Pass() => ended is { } hold ? Of(hold.Line.Id, "a row that has ended", "none") : null;

    /// <summary>The first of those that are open which is not as it was made.</summary>
    public Divergence? Close()
    {
        foreach (var row in standing.Reservations)
        {
            if (!open.TryGetValue(row.Id, out var hold)) return Of(row.Id, "no row", $"quantity {row.Quantity}");
            var divergence = Compare(row, hold) ?? (Erased.Is(hold.Line.Actor) ? null
                : Differ(row, "actor", hold.Line.Actor, row.Actor))
                ?? (Erased.Is(hold.Line.Properties) ? null
                : Differ(row, "properties", hold.Line.Properties, row.Properties))
                ?? (Erased.Is(hold.Line.Metadata) ? null
                : Differ(row, "metadata", hold.Line.Metadata, row.Metadata));
            if (divergence is not null) return divergence;
        }
        return null;
    }

    Divergence? Compare(Reservation row, Held hold)
    {
        var line = hold.Line;
        var divergence = Differ(row, "feature", line.Feature, row.Feature)
            ?? Differ(row, "namespace", line.Namespace, row.Namespace)
            ?? Differ(row, "quantity", line.Quantity, row.Quantity)
            ?? Differ(row, "included", line.Included, row.Included)
            ?? Differ(row, "top_up", line.TopUp, row.TopUp)
            ?? Differ(row, "overage", line.Overage, row.Overage)
            ?? Differ(row, "flags", line.Flags, row.Flags)
            ?? Differ(row, "at", CoreJson.Time(line.At), CoreJson.Time(row.At));
        if (divergence is not null || hold.Answer is not { } answer) return divergence;
        return Differ(row, "expires_at", CoreJson.Time(answer.ReservedUntil), CoreJson.Time(row.ExpiresAt))
            ?? Differ(row, "held", answer.Charge, row.Held?.Shown);
    }

    Divergence? Compare(Reservation row, ReservationEnd end, UsageEvent line)
    {
        var kind = ReservationEndKind.Settled;
        if (line.Kind != UsageKind.Use)
            kind = line.RecordedAt < row.ExpiresAt ? ReservationEndKind.Released : ReservationEndKind.Expired;
        var divergence = Differ(row, "outcome", kind, end.Kind)
            ?? Differ(row, "ended_at", CoreJson.Time(line.RecordedAt), CoreJson.Time(end.At));
        if (divergence is not null) return divergence;
        if (kind == ReservationEndKind.Expired)
            return Differ(row, "end_content", Hash.Empty, end.Content)
                ?? Differ(row, "bytes of end_decision", 0, end.Decision.Length);
        if (!DecisionSeal.IsOn(end.Decision)) return null;
        return DecisionSeal.Holds(end.Decision, line.Hash, end.Content, standing.ChainKey) ? null
            : Of(row.Id, "end_content and end_decision as they were sealed", "others");
    }

    Divergence? Differ<T>(Reservation row, string field, T expected, T found) =>
        EqualityComparer<T>.Default.Equals(expected, found)
            ? null
            : Of(row.Id, $"{field} {expected}", $"{field} {found}");

    Divergence Of(string id, string expected, string found) =>
        new(standing.Key, DivergenceKind.Reservation, "reservation", $"id {id}", expected, found);

    sealed record Held(UsageEvent Line, Decision? Answer);
}
