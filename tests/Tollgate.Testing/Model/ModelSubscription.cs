using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>On a plan version from a time on; with no anchor on that of before.</summary>
public sealed record ModelMove(Instant At, ModelPlan Plan, int Version, Instant? Anchor);

/// <summary>A subscription on one version of a plan at a time.</summary>
public sealed class ModelSubscription
{
    /// <summary><c>sub_customer_sequence</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The number its creation took.</summary>
    public required long Sequence { get; init; }

    /// <summary>What was asked.</summary>
    public required ModelOrder Order { get; init; }

    /// <summary>Every plan version that it was, is and is to be on, in order; the first since ever.</summary>
    public required List<ModelMove> Moves { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Where it starts.</summary>
    public required Instant StartsAt { get; set; }

    /// <summary>Where its trial ends; null for no trial.</summary>
    public Instant? TrialEndsAt { get; internal set; }

    /// <summary>When it was recorded as paid; null: never.</summary>
    public Instant? ActivatedAt { get; internal set; }

    /// <summary>Where it ends as asked; null for no end.</summary>
    public Instant? EndsAt { get; internal set; }

    /// <summary>Where it is canceled, also one ahead.</summary>
    public Instant? CanceledAt { get; internal set; }

    /// <summary>Since when it is paused; null: it is not. Resuming the customer leaves it so.</summary>
    public Instant? PausedAt { get; internal set; }

    /// <summary>When a later base that starts no later took its place before it began; null for none.</summary>
    public Instant? DroppedAt { get; internal set; }

    /// <summary>The bases made after it, while it was not over.</summary>
    internal List<ModelSubscription> Later { get; } = [];

    /// <summary>Where a later base takes its place, unless that one never begins; null for none.</summary>
    public Instant? ReplacedAt => DroppedAt ?? Later
        .Where(later => !(later.DroppedAt < later.TakesPlaceAt) && !(later.CanceledAt < later.TakesPlaceAt))
        .Select(later => (Instant?)later.TakesPlaceAt)
        .Min();

    internal Instant TakesPlaceAt => Instant.Max(CreatedAt, StartsAt);

    /// <summary>The namespace it belongs to; null for the customer's own.</summary>
    public string? Scope => Order.Namespace;

    /// <summary>The plan version in force at a time.</summary>
    public ModelMove MoveAt(Instant time) => CameBy(time).Last();

    /// <summary>The plan in force at a time.</summary>
    public ModelPlan PlanAt(Instant time) => MoveAt(time).Plan;

    /// <summary>Where every cycle is computed from, at a time.</summary>
    public Instant AnchorAt(Instant time) => CameBy(time).Last(move => move.Anchor is not null).Anchor!.Value;

    internal ModelMove? NextAfter(Instant time) => Moves.Find(move => move.At > time);

    // What was to come after the end never came.
    IEnumerable<ModelMove> CameBy(Instant time) => Moves.Where(move => move.At <= time && !IsOverAt(move.At));

    internal bool IsBase => Moves[0].Plan.Kind == "base";

    /// <summary>Its status, the first that applies.</summary>
    public string StatusAt(Instant time)
    {
        if (CanceledAt <= time)
            return "canceled";
        if (EndsAt <= time || ReplacedAt <= time || IsUnpaidAt(time))
            return "expired";
        if (StartsAt > time)
            return "scheduled";
        if (PausedAt is not null)
            return "paused";
        return TrialEndsAt > time ? "trialing" : "active";
    }

    internal bool IsOverAt(Instant time) => CanceledAt <= time || EndsAt <= time || ReplacedAt <= time;

    // What had ended before a later base came was not replaced by it.
    internal bool IsReplacedAt(Instant time) =>
        ReplacedAt <= time && !(CanceledAt < ReplacedAt) && !(EndsAt < ReplacedAt);

    bool IsUnpaidAt(Instant time) => TrialEndsAt <= time && ActivatedAt is null && PlanAt(time).Priced;

    internal bool GivesAccessAt(Instant time) => StatusAt(time) is "trialing" or "active";
}
