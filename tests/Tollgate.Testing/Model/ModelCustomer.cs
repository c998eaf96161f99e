using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>A customer with everything that ever happened to it.</summary>
public sealed class ModelCustomer(string id)
{
    /// <summary>The caller's id.</summary>
    public string Id { get; } = id;

    /// <summary>A rule that the model breaks on purpose, to see that it is noticed; null: none.</summary>
    internal string? Broken { get; init; }

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

    /// <summary>Its money, by currency.</summary>
    public SortedDictionary<string, ModelWallet> Wallets { get; } = new(StringComparer.Ordinal);

    /// <summary>All that uses cost, and what reversals gave back, in order.</summary>
    public List<ModelCharge> Charges { get; } = [];

    /// <summary>What was asked under an id of the caller's, and what was answered then.</summary>
    internal Dictionary<(Type What, string Id), (object Asked, ModelChange Answer)> Remembered { get; } = [];

    /// <summary>
    /// The number of its last change but for reservations, credit and periods whose time went by since: those are
    /// written when somebody writes.
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

    /// <summary>When the period that is open started; null: none is.</summary>
    internal Instant? PeriodFrom { get; set; }

    /// <summary>Up to when its periods were looked at.</summary>
    internal Instant PeriodSince { get; set; } = Instant.MinValue;

    /// <summary>As of which change it was looked when it may end, and what was found.</summary>
    internal (long Sequence, Instant Next) PeriodLook { get; set; } = (-1, Instant.MinValue);

    /// <summary>The numbers that reservations, credit and periods took whose time went by.</summary>
    internal HashSet<long> Lapses { get; } = [];

    internal IEnumerable<ModelEvent> Counting => Events.Where(known => known.ReversedBy is null);
}
