namespace Tollgate.Client;

/// <summary>Moves the clock of a sandbox.</summary>
public sealed record TestClockRequest
{
    /// <summary>The time from now on; not before the clock as it stands, and at most 36,525 days ahead.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The clock of a sandbox: the time of every decision. It runs.</summary>
public sealed record TestClock
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }
}
