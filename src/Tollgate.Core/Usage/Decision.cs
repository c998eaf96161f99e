namespace Tollgate.Core.Usage;

/// <summary>
/// The answer to a check or a use: allowed, or exactly one reason why not, with the figures it rests on.
/// </summary>
/// <param name="Reason">Why not, or <see cref="Reason.None"/>.</param>
/// <param name="Customer">As asked.</param>
/// <param name="Namespace">As asked.</param>
/// <param name="Feature">As asked.</param>
/// <param name="Quantity">As asked, in the feature's units.</param>
/// <param name="Scale">Decimal places of the quantities below, but for those of the figures.</param>
public sealed record Decision(
    Reason Reason, string Customer, string? Namespace, string Feature, decimal Quantity, int Scale)
    : Outcome
{
    /// <summary>Whether it may be, or was, done.</summary>
    public bool Allowed => Reason == Reason.None;

    /// <summary>The limit it rests on, or null where there is none: unlimited, a switch, or refused before.</summary>
    public Figures? Figures { get; init; }

    /// <summary>Whether no limit holds.</summary>
    public bool Unlimited { get; init; }

    /// <summary>What fits every limit.</summary>
    public long Included { get; init; }

    /// <summary>What top-ups gave.</summary>
    public long TopUp { get; init; }

    /// <summary>What the scope's top-ups have left, after this use.</summary>
    public long TopUpRemaining { get; init; }

    /// <summary>What is past a limit.</summary>
    public long Overage { get; init; }

    /// <summary>What it costs, or would; of a reservation what is set aside for it. Null: it is not charged.</summary>
    public CurrencyAmount? Charge { get; init; }

    /// <summary>The name of the budget that refuses it, or null.</summary>
    public string? Budget { get; init; }

    /// <summary>What is worth saying of it.</summary>
    public UsageFlags Flags { get; init; }

    /// <summary>The event id it is recorded under; null where nothing was recorded.</summary>
    public string? Id { get; init; }

    /// <summary>Until when it is set aside; null: it is no reservation.</summary>
    public Instant? ReservedUntil { get; init; }

    /// <summary>The number of this use, or for a check and a refusal the last one seen.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether this repeats the answer that was given first.</summary>
    public bool Replayed { get; init; }

    /// <inheritdoc/>
    public override bool Recorded => Id is not null && !Replayed;

    /// <inheritdoc/>
    public override bool Refused => !Allowed;
}

/// <summary>One limit and how much of it is used, in the smallest unit of <paramref name="Feature"/>.</summary>
/// <param name="Feature">The code of the feature whose limit it is.</param>
/// <param name="Limit">Its quantity.</param>
/// <param name="Used">Used in the window, after this use where it is allowed.</param>
/// <param name="Reserved">Set aside in the window.</param>
/// <param name="Per">What it counts in.</param>
/// <param name="StartsAt">Start of the window, or null.</param>
/// <param name="ResetsAt">When the window ends, or for rolling when its oldest counted use leaves; null: never.</param>
/// <param name="Scope">Who it holds for.</param>
/// <param name="Scale">Decimal places of these quantities.</param>
public sealed record Figures(
    string Feature, long Limit, long Used, long Reserved, Per Per, Instant? StartsAt, Instant? ResetsAt,
    LimitScope Scope, int Scale)
{
    /// <summary>What is left; below 0 where more was used than the limit is now.</summary>
    public long Left => (long)Int128.Clamp((Int128)Limit - Used - Reserved, -Counter.Most, Counter.Most);

    /// <summary>What is left, at least 0.</summary>
    public long Remaining => Math.Max(0, Left);
}
