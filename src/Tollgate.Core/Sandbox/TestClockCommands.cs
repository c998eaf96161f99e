namespace Tollgate.Core.Sandbox;

/// <summary>Moves the clock of every decision forward. It runs on from there.</summary>
public sealed record SetTestClock(Instant Now) : Command(CustomerId.AccountKey)
{
    /// <summary>The time from now on, cut to microseconds; not before the clock as it stands.</summary>
    public Instant Now { get; init; } = Now.Cut();

    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) => errors.Time("now", Now);
}

/// <summary>Reads the clock of every decision.</summary>
public sealed record ShowTestClock() : Command(CustomerId.AccountKey)
{
    /// <inheritdoc/>
    public override void Validate(FieldErrors errors) { }
}
