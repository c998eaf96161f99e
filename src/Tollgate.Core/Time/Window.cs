namespace Tollgate.Core.Time;

/// <summary>A half-open period of time, <c>[start, end)</c>.</summary>
/// <param name="Start">The first instant in it; <see cref="Instant.MinValue"/>: no bound.</param>
/// <param name="End">The first instant after it; null: no bound.</param>
public readonly record struct Window(Instant Start, Instant? End)
{
    /// <summary>All time.</summary>
    public static Window Always => new(Instant.MinValue, null);

    /// <summary>Whether <paramref name="at"/> lies in it.</summary>
    public bool Contains(Instant at) => at >= Start && !(at >= End);
}
