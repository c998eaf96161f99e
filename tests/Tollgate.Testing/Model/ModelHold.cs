using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>Quantity set aside, and how that ended.</summary>
public sealed class ModelHold
{
    /// <summary>Its id, which becomes that of its use.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked.</summary>
    public required ModelUse Use { get; init; }

    /// <summary>When it was made: chooses its windows, and those of its use.</summary>
    public required Instant At { get; init; }

    /// <summary>From then on it counts for nothing.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>The first answer; its split is what is set aside.</summary>
    public required ModelDecision Decision { get; set; }

    /// <summary>What it counts in.</summary>
    public required IReadOnlyList<ModelCount> Counts { get; init; }

    /// <summary>What it takes from top-ups, in their order, in the units of their feature.</summary>
    public required IReadOnlyList<(string Boost, decimal Quantity, decimal Weight)> Drawn { get; init; }

    /// <summary>The money set aside for it, and of which grants; null: none.</summary>
    public ModelHeldMoney? Money { get; init; }

    /// <summary><c>settled</c>, <c>released</c> or <c>expired</c>; null while it is open.</summary>
    public string? End { get; internal set; }

    /// <summary>What was asked at its end.</summary>
    public (decimal Quantity, string? Properties) Asked { get; internal set; }

    /// <summary>What was answered at its end.</summary>
    public ModelDecision? Answer { get; internal set; }

    internal bool IsOpenAt(Instant time) => End is null && ExpiresAt > time;
}

/// <summary>Money set aside.</summary>
public sealed record ModelHeldMoney(string Currency, decimal Amount, IReadOnlyList<ModelPart> Parts)
{
    /// <summary>The cycle that may come to rate it, and the units it may come to; null: none.</summary>
    public (ModelCycle Cycle, decimal Units)? Rated { get; init; }
}
