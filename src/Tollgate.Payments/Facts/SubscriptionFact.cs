namespace Tollgate.Payments.Facts;

/// <summary>A subscription was begun, changed or ended.</summary>
public sealed record SubscriptionFact : ProviderFact
{
    /// <summary>Where it is.</summary>
    public required SubscriptionState State { get; init; }

    /// <summary>Whether it was deleted: it is over, whatever the rest says.</summary>
    public bool Deleted { get; init; }

    /// <summary>What it is for, in the provider's order.</summary>
    public required IReadOnlyList<SubscriptionItem> Items { get; init; }

    /// <summary>How many of the first item that is not metered; null where there is none.</summary>
    public long? Quantity => Items.FirstOrDefault(item => !item.Metered)?.Quantity;

    /// <summary>When it ends, if that is set.</summary>
    public Instant? CancelAt { get; init; }

    /// <summary>Whether it ends with the current period.</summary>
    public bool CancelAtPeriodEnd { get; init; }

    /// <summary>The start of the current period.</summary>
    public Instant? PeriodStart { get; init; }

    /// <summary>The end of the current period.</summary>
    public Instant? PeriodEnd { get; init; }

    /// <summary>When its trial ends or ended.</summary>
    public Instant? TrialEnd { get; init; }

    /// <summary>When it was over.</summary>
    public Instant? EndedAt { get; init; }

    // By which a provider that names no subscription is asked for it. Personal data: no part of the text form.
    internal string? Email { get; init; }
}

/// <summary>One thing a subscription is for.</summary>
/// <param name="Price">The provider's id of the price.</param>
/// <param name="Metered">Whether it is billed by what was used.</param>
/// <param name="Quantity">How many; null of one that is metered.</param>
public sealed record SubscriptionItem(string Price, bool Metered, long? Quantity);

/// <summary>Where a subscription is.</summary>
public enum SubscriptionState
{
    /// <summary>Its first payment has not come.</summary>
    Incomplete,
    /// <summary>Its first payment never came; it is over.</summary>
    IncompleteExpired,
    /// <summary>In its trial.</summary>
    Trialing,
    /// <summary>Paid.</summary>
    Active,
    /// <summary>A payment is late.</summary>
    PastDue,
    /// <summary>Payments are late, and no more are tried.</summary>
    Unpaid,
    /// <summary>Paused, as after a trial without a means of payment.</summary>
    Paused,
    /// <summary>Over.</summary>
    Canceled,
}

/// <summary>A schedule of what a subscription is to become.</summary>
public sealed record ScheduleFact : ProviderFact
{
    /// <summary>In the provider's word: <c>not_started</c>, <c>active</c>, <c>completed</c>, <c>released</c>,
    /// <c>canceled</c>.</summary>
    public required string State { get; init; }

    /// <summary>The provider's id of the subscription.</summary>
    public string? Subscription { get; init; }

    /// <summary>Whether the subscription ends with the last phase.</summary>
    public bool CancelsAtEnd { get; init; }

    /// <summary>What it is when, in order.</summary>
    public required IReadOnlyList<SchedulePhase> Phases { get; init; }
}

/// <summary>What a subscription is for a time.</summary>
/// <param name="Start">From when on.</param>
/// <param name="End">Until when.</param>
/// <param name="Prices">The provider's ids of the prices.</param>
public sealed record SchedulePhase(Instant Start, Instant? End, IReadOnlyList<string> Prices);
