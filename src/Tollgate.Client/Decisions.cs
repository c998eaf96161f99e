using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>The answer to a check or a use: allowed, or one reason why not, with the figures it rests on.</summary>
/// <remarks>
/// With several limits, the figures are those of the one that refused, else of the one with the least left in units of
/// the feature asked. <see cref="Used"/> and <see cref="Remaining"/> are after this use; for a check and a refusal as
/// they stand. Both, <see cref="Limit"/>, <see cref="Per"/> and <see cref="Window"/> are null where the feature is
/// unlimited or a switch.
/// </remarks>
public sealed record Decision
{
    /// <summary>Whether it may happen; for a use, whether it was recorded.</summary>
    public required bool Allowed { get; init; }

    /// <summary>One of <see cref="Reasons"/>; null when allowed. The set may grow.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason with its figures, for people; null when allowed.</summary>
    public string? Message { get; init; }

    /// <summary>The customer asked for.</summary>
    public required string Customer { get; init; }

    /// <summary>The namespace asked for; null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>The feature asked for.</summary>
    public required string Feature { get; init; }

    /// <summary>The quantity asked for.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The limit these figures are of.</summary>
    public decimal? Limit { get; init; }

    /// <summary>What is used of it.</summary>
    public decimal? Used { get; init; }

    /// <summary>What is set aside by open reservations.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>What is left of it, never below 0.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>Whether no limit applies.</summary>
    public required bool Unlimited { get; init; }

    /// <summary>The kind of window the limit counts in.</summary>
    public string? Per { get; init; }

    /// <summary>The feature whose limit this is, in whose units the figures are.</summary>
    public string? LimitFeature { get; init; }

    /// <summary>Whom it holds for: <c>customer</c>, with all its namespaces, or <c>namespace</c>.</summary>
    public string? LimitScope { get; init; }

    /// <summary>The window the limit counts in.</summary>
    public DecisionWindow? Window { get; init; }

    /// <summary>The part of the quantity that fits every limit.</summary>
    public required decimal Included { get; init; }

    /// <summary>The part paid from one-off boosts.</summary>
    public required decimal TopUp { get; init; }

    /// <summary>The part beyond both.</summary>
    public required decimal Overage { get; init; }

    /// <summary>What is left of one-off boosts.</summary>
    public required decimal TopUpRemaining { get; init; }

    /// <summary>What it costs; null for nothing.</summary>
    public Money? Charge { get; init; }

    /// <summary>
    /// <c>overage</c>, <c>billable</c>, and the reasons that <see cref="UsageMode.Record"/> overrode.
    /// </summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>The event's id, given or made; null for a check and a refusal.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// This use's number in the customer's gapless sequence; for a check and a refusal, the last one seen.
    /// </summary>
    public required long Sequence { get; init; }

    /// <summary>Whether the use had been recorded before; the rest is then what was first answered.</summary>
    public required bool Replayed { get; init; }

    /// <summary>What is set aside; null where it is used, or nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReservationHandle? Reservation { get; init; }
}

/// <summary>A reservation that was made.</summary>
public sealed record ReservationHandle
{
    /// <summary>By which it is settled or released; it becomes the id of its use.</summary>
    public required string Id { get; init; }

    /// <summary>From then on it counts for nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The window a limit counts in, half-open.</summary>
public sealed record DecisionWindow
{
    /// <summary>Inclusive; null for <c>forever</c>.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Exclusive; of a rolling window, when its oldest counted use leaves. Null for <c>forever</c>.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}

/// <summary>An exact amount.</summary>
public sealed record Money
{
    /// <summary>A decimal of the currency's main unit, as <c>12.50</c>; at most six places.</summary>
    public required string Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }
}
