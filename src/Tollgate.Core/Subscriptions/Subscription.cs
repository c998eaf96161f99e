namespace Tollgate.Core.Subscriptions;

/// <summary>
/// A customer on a plan version. All times are facts; the status follows from them and the time, and no job writes it.
/// </summary>
/// <param name="Customer">Whose.</param>
/// <param name="Id">The customer's sequence number at which it was made.</param>
/// <param name="Plan">The id of the plan version, until <see cref="ChangeAt"/>; see <see cref="PlanAt"/>.</param>
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
    /// <summary>Since when it is paused; null: it is not.</summary>
    public Instant? PausedAt { get; init; }

    /// <summary>When it was recorded as paid; null: never. Only one with a trial needs it.</summary>
    public Instant? ActivatedAt { get; init; }

    /// <summary>The id of the plan version it is on from <see cref="ChangeAt"/>; null: none is to follow.</summary>
    public int? NextPlan { get; init; }

    /// <summary>When <see cref="NextPlan"/> takes effect, by time alone; null exactly where that is.</summary>
    public Instant? ChangeAt { get; init; }

    /// <summary>The anchor from <see cref="ChangeAt"/>; null: as before.</summary>
    public Instant? NextAnchor { get; init; }

    /// <summary>The plan version that gave the trial, where it was changed since; null: <see cref="Plan"/>.</summary>
    public int? TrialPlan { get; init; }

    /// <summary>Seats, 1 and up. They multiply its price, never its limits.</summary>
    public int Quantity { get; init; } = 1;

    /// <summary>What it states in place of <see cref="Plan"/>; they go with that plan.</summary>
    public Overrides Overrides { get; init; } = Overrides.None;

    /// <summary>What it states in place of <see cref="NextPlan"/>, from <see cref="ChangeAt"/>.</summary>
    public Overrides NextOverrides { get; init; } = Overrides.None;

    /// <summary>What payment providers call it.</summary>
    public ProviderIds Providers { get; init; } = ProviderIds.None;

    /// <summary>Since when an invoice of it is unpaid; null: none is.</summary>
    public Instant? PastDueAt { get; init; }

    /// <summary>Whether its scheduled change is what an unpaid invoice brings, not what was asked for.</summary>
    public bool Falls { get; init; }

    /// <summary>When it ends because an invoice of it is unpaid and there is no free plan to fall to.</summary>
    public Instant? LapsesAt { get; init; }

    /// <summary>The change that was asked for, and stands back while an invoice is unpaid.</summary>
    public PlanChange? PutOff { get; init; }

    /// <summary>The end of the cycle that credit of its plan was given for last; null: of none.</summary>
    public Instant? CreditedUntil { get; init; }

    /// <summary>The ids of the plan versions whose credit was given in that cycle.</summary>
    public IReadOnlyList<int> CreditedPlans { get; init; } = [];

    /// <summary>Whether it was given what its plan gives once.</summary>
    public bool CreditedOnce { get; init; }

    /// <summary>The id of the plan version in force at <paramref name="now"/>.</summary>
    public int PlanAt(Instant now) => IsChanged(now) ? NextPlan!.Value : Plan;

    /// <summary>What it states in place of that plan at <paramref name="now"/>.</summary>
    public Overrides OverridesAt(Instant now) => IsChanged(now) ? NextOverrides : Overrides;

    /// <summary>What it includes at <paramref name="now"/>, whether or not it gives access.</summary>
    public Inclusion InclusionAt(Instant now, Catalog.Catalog catalog) =>
        new(catalog.Plan(PlanAt(now)), OverridesAt(now));

    /// <summary>What it includes at <paramref name="now"/>, and what it is to include after that.</summary>
    public IEnumerable<Inclusion> InclusionsFrom(Instant now, Catalog.Catalog catalog)
    {
        yield return InclusionAt(now, catalog);
        if (IsChanging(now)) yield return new Inclusion(catalog.Plan(NextPlan!.Value), NextOverrides);
    }

    /// <summary>Where its cycles are counted from at <paramref name="now"/>.</summary>
    public Instant AnchorAt(Instant now) => IsChanged(now) && NextAnchor is { } next ? next : Anchor;

    /// <summary>Whether a change of plan is still to take effect.</summary>
    public bool IsChanging(Instant now) => ChangeAt > now;

    /// <summary>The plan version in force, and the one that is to follow it.</summary>
    public IEnumerable<int> PlansFrom(Instant now)
    {
        yield return PlanAt(now);
        if (IsChanging(now)) yield return NextPlan!.Value;
    }

    /// <summary>The same with a change that has taken effect written where it belongs.</summary>
    public Subscription Folded(Instant now)
    {
        if (ChangeAt is null || IsChanging(now)) return this;
        return (IsChanged(now) ? OnPlan(NextPlan!.Value, NextAnchor, NextOverrides) : this).Unchanging();
    }

    /// <summary>The same on another plan version; on the same anchor unless one is given.</summary>
    public Subscription OnPlan(int plan, Instant? anchor, Overrides overrides) => this with
    {
        Plan = plan,
        Overrides = overrides,
        Anchor = anchor ?? Anchor,
        TrialPlan = TrialPlan ?? (TrialEndsAt is not null && plan != Plan ? Plan : null),
    };

    /// <summary>The same without a scheduled change.</summary>
    public Subscription Unchanging() => this with
    {
        NextPlan = null,
        ChangeAt = null,
        NextAnchor = null,
        NextOverrides = Overrides.None,
        Falls = false,
        PutOff = null,
    };

    /// <summary>The change of plan that is scheduled, whether asked for or not; null: none is.</summary>
    public PlanChange? NextChange =>
        NextPlan is { } plan ? new PlanChange(plan, ChangeAt!.Value, NextAnchor, NextOverrides) : null;

    /// <summary>The same with another scheduled change, or none.</summary>
    public Subscription Changing(PlanChange? next) => next is null ? Unchanging() : Unchanging() with
    {
        NextPlan = next.Plan,
        ChangeAt = next.At,
        NextAnchor = next.Anchor,
        NextOverrides = next.Overrides,
    };

    // A change that was to come after the end never came.
    bool IsChanged(Instant now) => ChangeAt <= now && !(Over <= ChangeAt);

    /// <summary>When it ends for whatever reason; null: never.</summary>
    public Instant? Over =>
        Instants.Earlier(Instants.Earlier(EndsAt, ReplacedAt), Instants.Earlier(CanceledAt, LapsesAt));

    /// <summary>Whether it is over for good at <paramref name="now"/>.</summary>
    public bool IsOver(Instant now) => Over <= now;

    /// <summary>Whether a later base has taken its place: one that had ended before was not replaced.</summary>
    public bool IsReplaced(Instant now) => ReplacedAt <= now && ReplacedAt == Over;

    /// <summary>
    /// The first status that applies at <paramref name="now"/>. Once its trial is over, it has expired if its plan of
    /// then has a price and no payment was recorded.
    /// </summary>
    public SubscriptionStatus StatusAt(Instant now, Catalog.Catalog catalog)
    {
        if (CanceledAt <= now) return SubscriptionStatus.Canceled;
        if (EndsAt <= now || ReplacedAt <= now || LapsesAt <= now || IsUnpaid(now, catalog))
            return SubscriptionStatus.Expired;
        if (StartsAt > now) return SubscriptionStatus.Scheduled;
        if (PausedAt is not null) return SubscriptionStatus.Paused;
        if (TrialEndsAt > now) return SubscriptionStatus.Trialing;
        if (PastDueAt is not null && catalog.Plan(PlanAt(now)).IsPriced) return SubscriptionStatus.PastDue;
        return SubscriptionStatus.Active;
    }

    /// <summary>Whether it gives access at <paramref name="now"/>.</summary>
    public bool IsActive(Instant now, Catalog.Catalog catalog) =>
        StatusAt(now, catalog)
            is SubscriptionStatus.Trialing or SubscriptionStatus.PastDue or SubscriptionStatus.Active;

    /// <summary>
    /// Whether it gives access from <paramref name="now"/> on until a command ends that: no time that passes does.
    /// </summary>
    public bool IsLasting(Instant now, Catalog.Catalog catalog) =>
        StartsAt <= now && Over is null && PausedAt is null
        && (TrialEndsAt is null || ActivatedAt is not null
            || PlansFrom(now).All(plan => !catalog.Plan(plan).IsPriced));

    bool IsUnpaid(Instant now, Catalog.Catalog catalog) =>
        TrialEndsAt <= now && ActivatedAt is null && catalog.Plan(PlanAt(now)).IsPriced;
}

/// <summary>A change of plan that is to come.</summary>
/// <param name="Plan">The id of the plan version.</param>
/// <param name="At">When.</param>
/// <param name="Anchor">The anchor from then on; null: as before.</param>
/// <param name="Overrides">What is stated in place of that plan.</param>
public sealed record PlanChange(int Plan, Instant At, Instant? Anchor, Overrides Overrides);

/// <summary>Where a subscription stands. The last three give access.</summary>
public enum SubscriptionStatus
{
    /// <summary>Cancelled, and the cancellation is in effect.</summary>
    Canceled,
    /// <summary>Ended by agreement, or replaced, or its trial is over and what it costs was not paid.</summary>
    Expired,
    /// <summary>Not begun.</summary>
    Scheduled,
    /// <summary>Paused by a command, until another resumes it.</summary>
    Paused,
    /// <summary>In its trial.</summary>
    Trialing,
    /// <summary>In force, and an invoice of it is unpaid.</summary>
    PastDue,
    /// <summary>In force.</summary>
    Active,
}
