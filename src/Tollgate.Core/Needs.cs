namespace Tollgate.Core;

/// <summary>The rows of one customer that a decision reads, by key. Not thread-safe.</summary>
public sealed class Needs
{
    /// <summary>Counters.</summary>
    public List<CounterKey> Counters { get; } = [];

    /// <summary>Event ids.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Reservations.</summary>
    public List<string> Reservations { get; } = [];

    /// <summary>Uses whose recorded lines are read, by event id.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Owners of namespaces, whose terms are read beside the customer's.</summary>
    public List<NamespaceOwner> Owners { get; } = [];

    /// <summary>Makes room for the next command.</summary>
    public void Clear()
    {
        Counters.Clear();
        Ids.Clear();
        Reservations.Clear();
        Lines.Clear();
        Owners.Clear();
    }
}
