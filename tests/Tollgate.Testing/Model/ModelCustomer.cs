using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>A customer with everything that ever happened to it.</summary>
public sealed class ModelCustomer(string id)
{
    /// <summary>The caller's id.</summary>
    public string Id { get; } = id;

    /// <summary>The zone of its calendar.</summary>
    public DateTimeZone Zone { get; internal set; } = DateTimeZone.Utc;

    /// <summary>Whether inactive subscriptions give what they include.</summary>
    public bool Waived { get; internal set; }

    /// <summary>Whether an operator suspended it.</summary>
    public bool Suspended { get; internal set; }

    /// <summary>The number of its last change.</summary>
    public long Sequence { get; internal set; }

    /// <summary>All subscriptions, in the order of creation.</summary>
    public List<ModelSubscription> Subscriptions { get; } = [];

    /// <summary>Its namespaces.</summary>
    public HashSet<string> Namespaces { get; } = [];

    /// <summary>All boosts, in the order of creation.</summary>
    public List<ModelBoost> Boosts { get; } = [];

    /// <summary>All events, in the order of recording.</summary>
    public List<ModelEvent> Events { get; } = [];

    /// <summary>All reservations, in the order of making.</summary>
    public List<ModelHold> Holds { get; } = [];

    /// <summary>
    /// The number of its last change but for reservations whose time went by since: those are written when somebody
    /// writes.
    /// </summary>
    public long Written
    {
        get
        {
            var number = Sequence;
            while (Lapses.Contains(number))
                number--;
            return number;
        }
    }

    /// <summary>The numbers that reservations took whose time went by.</summary>
    internal HashSet<long> Lapses { get; } = [];

    internal IEnumerable<ModelEvent> Counting => Events.Where(known => known.ReversedBy is null);
}

/// <summary>A subscription on one version of a plan.</summary>
public sealed class ModelSubscription
{
    /// <summary><c>sub_customer_sequence</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The number its creation took.</summary>
    public required long Sequence { get; init; }

    /// <summary>What was asked.</summary>
    public required ModelOrder Order { get; init; }

    /// <summary>The plan at its version.</summary>
    public required ModelPlan Plan { get; init; }

    /// <summary>The version.</summary>
    public required int Version { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Where it starts.</summary>
    public required Instant StartsAt { get; init; }

    /// <summary>Where every cycle is computed from.</summary>
    public required Instant Anchor { get; init; }

    /// <summary>Where its trial ends; null for no trial.</summary>
    public Instant? TrialEndsAt { get; init; }

    /// <summary>Where it ends as asked; null for no end.</summary>
    public Instant? EndsAt { get; init; }

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

    internal bool IsBase => Plan.Kind == "base";

    /// <summary>Its status, the first that applies.</summary>
    public string StatusAt(Instant time)
    {
        if (CanceledAt <= time)
            return "canceled";
        if (EndsAt <= time || ReplacedAt <= time)
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

    internal bool GivesAccessAt(Instant time) => StatusAt(time) is "trialing" or "active";
}
