namespace Tollgate.Core.Usage;

/// <summary>What kind of line an event is. Stored; the numbers never change.</summary>
public enum UsageKind : short
{
    /// <summary>A use.</summary>
    Use = 0,
    /// <summary>What a use draws from a top-up: a line behind the use's own.</summary>
    TopUp = 1,
    /// <summary>What a use draws from a pool: a line behind the use's own.</summary>
    Pool = 2,
    /// <summary>What a reservation sets aside.</summary>
    Hold = 3,
    /// <summary>What the end of a reservation sets free; below zero.</summary>
    Release = 4,
    /// <summary>A gauge's level that comes over from another allowance, or leaves it: lines behind the use's.</summary>
    Move = 5,
    /// <summary>What a reversal gives back; below zero.</summary>
    Reversal = 6,
    /// <summary>What the level of a gauge cost in a slice of time; counts nothing.</summary>
    Accrual = 7,
}

/// <summary>What follows from the kind of a line.</summary>
public static class UsageKinds
{
    /// <summary>Whether a counter has it among what is reserved; otherwise among what is used.</summary>
    public static bool Reserves(this UsageKind kind) => kind is UsageKind.Hold or UsageKind.Release;
}
