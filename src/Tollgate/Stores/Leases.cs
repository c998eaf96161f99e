namespace Tollgate.Stores;

/// <summary>Leases of endpoints within one process, for stores that have no other. Thread-safe.</summary>
public sealed class Leases(TimeProvider clock)
{
    readonly Lock gate = new();
    readonly Dictionary<long, (string Owner, long From, TimeSpan Length)> leases = [];

    /// <summary>Takes or renews one; false while another owner's has not run out.</summary>
    public bool Take(long endpoint, string owner, TimeSpan length)
    {
        lock (gate)
        {
            if (leases.TryGetValue(endpoint, out var held) && held.Owner != owner
                && clock.GetElapsedTime(held.From) < held.Length)
                return false;
            leases[endpoint] = (owner, clock.GetTimestamp(), length);
            return true;
        }
    }

    /// <summary>Gives one back, if it is still this owner's.</summary>
    public void Release(long endpoint, string owner)
    {
        lock (gate)
            if (leases.TryGetValue(endpoint, out var held) && held.Owner == owner) leases.Remove(endpoint);
    }
}
