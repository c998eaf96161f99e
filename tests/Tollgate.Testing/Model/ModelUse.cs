using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>
/// One use as sent. <paramref name="Properties"/> is canonical JSON text; <paramref name="Mode"/> is <c>enforce</c> or
/// <c>record</c>.
/// </summary>
public sealed record ModelUse(
    string Customer,
    string Feature,
    decimal Quantity = 1,
    string? Id = null,
    Instant? At = null,
    string? Properties = null,
    string Mode = "enforce",
    string? Namespace = null)
{
    /// <summary>Sets a gauge to this level, in place of a quantity.</summary>
    public decimal? Level { get; init; }

    /// <summary>Sets the quantity aside for this long; null: it is used.</summary>
    public Duration? HeldFor { get; init; }

    /// <summary>Whether the other has the same content: all but its customer, id and mode.</summary>
    public bool HasContentOf(ModelUse other) =>
        (Namespace, Feature, Quantity, At, Properties, Level, HeldFor)
        == (other.Namespace, other.Feature, other.Quantity, other.At, other.Properties, other.Level, other.HeldFor);
}

/// <summary>One recorded use, in the order of recording.</summary>
public sealed record ModelEvent(
    string Id,
    long Sequence,
    ModelUse Use,
    Instant At,
    decimal Included,
    decimal Overage,
    ModelDecision Decision)
{
    /// <summary>What it counts in: its own feature, then pools; of a gauge also what comes over with it.</summary>
    public IReadOnlyList<ModelCount> Counts { get; init; } = [];

    /// <summary>What it drew from top-ups, by their ids, in the units of their feature.</summary>
    public IReadOnlyList<(string Boost, decimal Quantity)> Drawn { get; init; } = [];

    /// <summary>What it cost; null: it was not charged.</summary>
    public ModelCharge? Charge { get; init; }

    /// <summary>What its reversal gave back, below zero; null: nothing.</summary>
    public ModelCharge? Refund { get; init; }

    /// <summary>The number of its reversal; null: it counts.</summary>
    public long? ReversedBy { get; init; }
}

/// <summary>
/// A quantity that counts in the allowance of a namespace, or with no <paramref name="Scope"/> in the customer's.
/// <paramref name="Weight"/> is how much of it one unit of the feature used draws.
/// </summary>
public sealed record ModelCount(string Feature, string? Scope, decimal Quantity, decimal Weight = 1);
