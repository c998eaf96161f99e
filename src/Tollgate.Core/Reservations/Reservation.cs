namespace Tollgate.Core.Reservations;

/// <summary>
/// A quantity set aside for a use whose size is not known yet. It counts against every limit until it ends, or its
/// time is over, whether or not anybody has noticed.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The caller's id of it, or one that was made; it becomes the id of its use.</param>
/// <param name="Feature">The feature's id.</param>
/// <param name="Namespace">The namespace it named, or empty.</param>
/// <param name="Quantity">All that is set aside, in the feature's smallest unit.</param>
/// <param name="Included">What of it fits every limit.</param>
/// <param name="TopUp">What of it comes from top-ups.</param>
/// <param name="Overage">The rest.</param>
/// <param name="Flags">What is worth saying of it.</param>
/// <param name="At">When it was made: chooses its windows, and those of its use.</param>
/// <param name="ExpiresAt">From then on it counts for nothing.</param>
/// <param name="Draws">What it takes from each allowance, its own first.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Properties">Canonical JSON of the caller's own; that of its use, unless that brings its own.</param>
/// <param name="Metadata">Canonical JSON of the caller's own.</param>
/// <param name="End">How it ended, or that it is open.</param>
public sealed record Reservation(
    CustomerId Customer, string Id, int Feature, string Namespace, long Quantity, long Included, long TopUp,
    long Overage, UsageFlags Flags, Instant At, Instant ExpiresAt, IReadOnlyList<Draw> Draws, string? Actor,
    string? Properties, string? Metadata, ReservationEnd? End)
{
    /// <summary>The money set aside with it; null: none.</summary>
    public HeldCredit? Held { get; init; }

    /// <summary>The reservation that the first line of its holds makes.</summary>
    public static Reservation Of(UsageEvent hold, Instant expiresAt, IReadOnlyList<Draw> draws) => new(
        hold.Customer, hold.Id, hold.Feature, hold.Namespace, hold.Quantity, hold.Included, hold.TopUp, hold.Overage,
        hold.Flags, hold.At, expiresAt, draws, hold.Actor, hold.Properties, hold.Metadata, null);

    /// <summary>The same, ended: what its caller attached is in its lines, and not kept twice.</summary>
    public Reservation Ended(ReservationEnd end) =>
        this with { End = end, Actor = null, Properties = null, Metadata = null };

    /// <summary>The lines that set it free, beginning with a number.</summary>
    public IEnumerable<UsageEvent> Releases(long sequence, short first, Instant now)
    {
        var line = new UsageEvent(
            Customer, sequence, first, Id, UsageKind.Release, Feature, "", Namespace, 0, At, now, UsageFlags.None,
            0, 0, 0, null, null, null, Hash.Empty);
        return Draws.Select((draw, i) => line.Part(
            checked((short)(first + i)), UsageKind.Release, draw.Feature, draw.Pot, -draw.Quantity, 0));
    }
}

/// <summary>How a reservation ended.</summary>
/// <param name="Kind">Settled, or released, or its time was over.</param>
/// <param name="Sequence">The number of that change.</param>
/// <param name="At">When.</param>
/// <param name="Content">Hash of what was asked, to tell a repetition from another end.</param>
/// <param name="Decision">The first answer; see <see cref="DecisionCodec"/>. Empty where its time was over.</param>
public sealed record ReservationEnd(ReservationEndKind Kind, long Sequence, Instant At, Hash Content, byte[] Decision);

/// <summary>The ends there are. Stored; the numbers never change.</summary>
public enum ReservationEndKind : short
{
    /// <summary>What was really used is recorded.</summary>
    Settled = 1,
    /// <summary>Nothing was used.</summary>
    Released = 2,
    /// <summary>Its time was over.</summary>
    Expired = 3,
}
