using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>The answer to one check or use. Figures are null where there is no limit to show.</summary>
public sealed record ModelDecision
{
    /// <summary>Whether it was allowed.</summary>
    public bool Allowed => Reason is null;

    /// <summary>The reason of a refusal; null when allowed.</summary>
    public string? Reason { get; init; }

    /// <summary>The feature asked for.</summary>
    public string? Feature { get; init; }

    /// <summary>The quantity asked for.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The limit shown.</summary>
    public decimal? Limit { get; init; }

    /// <summary>What is used of it: after an allowed use, as it stands for a check and a refusal.</summary>
    public decimal? Used { get; init; }

    /// <summary>What is set aside of it.</summary>
    public decimal? Reserved { get; init; }

    /// <summary>The feature whose limit is shown.</summary>
    public string? LimitFeature { get; init; }

    /// <summary>Until when it is set aside; null: it is no reservation.</summary>
    public Instant? ReservedUntil { get; init; }

    /// <summary>What is left of it, never below zero.</summary>
    public decimal? Remaining { get; init; }

    /// <summary>Whether the feature has no limit.</summary>
    public bool Unlimited { get; init; }

    /// <summary>The window kind of the limit shown.</summary>
    public string? Per { get; init; }

    /// <summary>Whom the limit shown holds for: <c>customer</c> or <c>namespace</c>.</summary>
    public string? LimitScope { get; init; }

    /// <summary>When its window starts; null for <c>forever</c>.</summary>
    public Instant? StartsAt { get; init; }

    /// <summary>When its window ends, or the oldest counted use leaves a rolling one.</summary>
    public Instant? ResetsAt { get; init; }

    /// <summary>
    /// Whether a use that was reversed lies in the rolling window shown: in the batch of the reversal nobody knows what
    /// leaves next.
    /// </summary>
    public bool ResetsUnclear { get; init; }

    /// <summary>What fits every limit; 0 for a refusal.</summary>
    public decimal Included { get; init; }

    /// <summary>What top-ups give after that; 0 for a refusal.</summary>
    public decimal TopUp { get; init; }

    /// <summary>What is left of top-ups: after an allowed use, as it stands for a check and a refusal.</summary>
    public decimal TopUpRemaining { get; init; }

    /// <summary>The rest; 0 for a refusal.</summary>
    public decimal Overage { get; init; }

    /// <summary>What it costs, or would; of a reservation what is set aside; null: it is not charged.</summary>
    public ModelAmount? Charge { get; init; }

    /// <summary>Overridden reasons in order of precedence, or <c>overage</c> and <c>billable</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The use's number, or the customer's last one for a check and a refusal; 0 for no customer.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether it repeats an answer given before.</summary>
    public bool Replayed { get; init; }

    /// <summary>The event's id: as sent, or made when it was recorded without one.</summary>
    public string? Id { get; init; }

    /// <summary>Everything but the id on one line, equal for equal decisions.</summary>
    public string Describe() => string.Join(' ', (string[])
    [
        Allowed ? "allowed" : $"refused {Reason}",
        $"q={ModelText.Of(Quantity)} in={ModelText.Of(Included)} over={ModelText.Of(Overage)}",
        Figures() + TopUps() + (Charge is { } charge ? $" charge {charge.Describe()}" : "")
            + (ReservedUntil is { } until ? $" until {ModelText.Of(until)}" : ""),
        $"flags={string.Join(',', Flags)} seq={Sequence}{(Replayed ? " replayed" : "")}",
    ]);

    /// <summary>The feature whose limit is shown, where it is another than the one used.</summary>
    string? LimitShown => LimitFeature == Feature ? null : LimitFeature;

    string TopUps() => TopUp == 0 && TopUpRemaining == 0
        ? ""
        : $" topup={ModelText.Of(TopUp)} left {ModelText.Of(TopUpRemaining)}";

    string Figures()
    {
        if (Unlimited)
            return "unlimited";
        if (Limit is null)
            return "none";
        var held = Reserved > 0 ? $"+{ModelText.Of(Reserved)}" : "";
        return $"{ModelText.Of(Used)}{held}/{ModelText.Of(Limit)} left {ModelText.Of(Remaining)} per {Per} "
            + (LimitShown is { } shown ? $"of {shown} " : "")
            + $"{ModelText.Of(StartsAt)}..{ModelText.Of(ResetsAt)}{(LimitScope == "namespace" ? " of namespace" : "")}";
    }
}
