using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>An extra on one feature.</summary>
public sealed class ModelBoost
{
    /// <summary><c>bst_customer_sequence</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The number its creation took.</summary>
    public required long Sequence { get; init; }

    /// <summary>What was asked.</summary>
    public required ModelGift Gift { get; init; }

    /// <summary>From when on it counts.</summary>
    public required Instant StartsAt { get; init; }

    /// <summary>Until when; null for good.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>When it was canceled.</summary>
    public Instant? CanceledAt { get; internal set; }

    internal bool IsOverAt(Instant time) => EndsAt <= time || CanceledAt <= time;

    internal bool CountsAt(Instant time) => StartsAt <= time && !IsOverAt(time);
}
