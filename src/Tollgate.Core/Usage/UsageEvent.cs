namespace Tollgate.Core.Usage;

/// <summary>One recorded use, or what it draws from another allowance. Written once, never changed.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Sequence">Its number among the customer's changes.</param>
/// <param name="Line">0 for the use itself.</param>
/// <param name="Id">The event id.</param>
/// <param name="Kind">What kind of line it is.</param>
/// <param name="Feature">The feature's id.</param>
/// <param name="Pot">The allowance it counted in; empty: the customer's own.</param>
/// <param name="Namespace">The namespace it named, or empty.</param>
/// <param name="Quantity">In the feature's smallest unit.</param>
/// <param name="At">When it happened; chooses its windows.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="Flags">What is worth saying of it.</param>
/// <param name="Included">What fitted every limit.</param>
/// <param name="TopUp">What one-off boosts gave; counts in no window.</param>
/// <param name="Overage">The rest.</param>
/// <param name="Actor">Who used it.</param>
/// <param name="Properties">Canonical JSON of the caller's own; part of its content.</param>
/// <param name="Metadata">Canonical JSON of the caller's own; no part of its content.</param>
/// <param name="Hash">Its link in the customer's chain.</param>
public sealed record UsageEvent(
    CustomerId Customer, long Sequence, short Line, string Id, UsageKind Kind, int Feature, string Pot,
    string Namespace, long Quantity, Instant At, Instant RecordedAt, UsageFlags Flags, long Included, long TopUp,
    long Overage, string? Actor, string? Properties, string? Metadata, Hash Hash)
{
    /// <summary>What it cost; null: it was not charged. Of the use's own line alone.</summary>
    public Charge? Charge { get; init; }

    /// <summary>A further line of the same change, which counts in another allowance.</summary>
    public UsageEvent Part(
        short line, UsageKind kind, int feature, string pot, long included, long overage) => this with
        {
            Line = line,
            Kind = kind,
            Feature = feature,
            Pot = pot,
            Quantity = included + overage,
            Included = included,
            TopUp = 0,
            Overage = overage,
            Flags = UsageFlags.None,
            Actor = null,
            Properties = null,
            Metadata = null,
            Charge = null,
        };
}

/// <summary>The memory of an event id: enough to answer a repetition without the event. Kept for ever.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The event id.</param>
/// <param name="Sequence">The number of its event.</param>
/// <param name="Content">Hash of the content it was first sent with.</param>
/// <param name="Decision">The first answer; see <see cref="DecisionCodec"/>.</param>
public sealed record RecordedId(CustomerId Customer, string Id, long Sequence, Hash Content, byte[] Decision);
