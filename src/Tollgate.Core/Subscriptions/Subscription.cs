namespace Tollgate.Core.Subscriptions;

/// <summary>
/// A customer on a plan version. All times are facts; the status follows from them and the time, and no job writes it.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was made.</param>
/// <param name="Plan">The id of the plan version.</param>
/// <param name="Base">Whether the plan is a base plan.</param>
/// <param name="Namespace">The namespace whose own it is; empty: the customer's.</param>
/// <param name="StartsAt">When it begins; may lie in the past or the future.</param>
/// <param name="EndsAt">When it ends by agreement; null: never.</param>
/// <param name="TrialEndsAt">When its trial ends; null: none.</param>
/// <param name="Anchor">Where its cycles are counted from.</param>
/// <param name="CanceledAt">When it is, or will be, ended by a cancellation.</param>
/// <param name="ReplacedAt">When it is, or will be, replaced by a later base.</param>
/// <param name="ReplacedBy">The id of that base.</param>
/// <param name="ExternalId">The caller's id of it, unique per customer for ever.</param>
/// <param name="Content">Hash of what was asked, to tell a repetition from a conflict.</param>
/// <param name="Metadata">Canonical JSON of the caller's own.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Subscription(
    CustomerId Customer, long Id, int Plan, bool Base, string Namespace, Instant StartsAt, Instant? EndsAt,
    Instant? TrialEndsAt,
    Instant Anchor, Instant? CanceledAt, Instant? ReplacedAt, long? ReplacedBy, string? ExternalId, Hash Content,
    string? Metadata, Instant CreatedAt)
{
    /// <summary>When it ends for whatever reason; null: never.</summary>
    public Instant? Over => Earlier(Earlier(EndsAt, ReplacedAt), CanceledAt);

    /// <summary>Whether it is over for good at <paramref name="now"/>.</summary>
    public bool IsOver(Instant now) => Over <= now;

    /// <summary>Whether a later base has taken its place: one that had ended before was not replaced.</summary>
    public bool IsReplaced(Instant now) => ReplacedAt <= now && ReplacedAt == Over;

    /// <summary>The first status that applies at <paramref name="now"/>.</summary>
    public SubscriptionStatus StatusAt(Instant now)
    {
        if (CanceledAt <= now) return SubscriptionStatus.Canceled;
        if (EndsAt <= now || ReplacedAt <= now) return SubscriptionStatus.Expired;
        if (StartsAt > now) return SubscriptionStatus.Scheduled;
        if (TrialEndsAt > now) return SubscriptionStatus.Trialing;
        return SubscriptionStatus.Active;
    }

    /// <summary>Whether it gives access at <paramref name="now"/>.</summary>
    public bool IsActive(Instant now) => StatusAt(now) is SubscriptionStatus.Trialing or SubscriptionStatus.Active;

    static Instant? Earlier(Instant? left, Instant? right) =>
        left is null ? right : right is null || left < right ? left : right;
}

/// <summary>Where a subscription stands. The last two give access.</summary>
public enum SubscriptionStatus
{
    /// <summary>Cancelled, and the cancellation is in effect.</summary>
    Canceled,
    /// <summary>Ended by agreement, or replaced.</summary>
    Expired,
    /// <summary>Not begun.</summary>
    Scheduled,
    /// <summary>In its trial.</summary>
    Trialing,
    /// <summary>In force.</summary>
    Active,
}
