namespace Tollgate.Core;

/// <summary>The rows of one customer that a decision reads, by key. Not thread-safe.</summary>
public sealed class Needs
{
    /// <summary>Counters.</summary>
    public HashSet<CounterKey> Counters { get; } = [];

    /// <summary>Event ids.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);
}
