namespace Tollgate.Core.Time;

/// <summary>
/// A stretch of time in which a limit counts: <c>[Start, End)</c>. Immutable and safe to share between threads.
/// </summary>
/// <param name="Start">The first instant inside; <see cref="Instant.MinValue"/> for <c>forever</c> and rolling.</param>
/// <param name="End">The first instant after it; null if there is none.</param>
public readonly record struct Window(Instant Start, Instant? End)
{
    /// <summary>Whether the instant is inside: at or after the start, and before the end.</summary>
    public bool Contains(Instant at) => Start <= at && (End is not { } end || at < end);
}
