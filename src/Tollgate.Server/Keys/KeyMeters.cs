using System.Collections.Concurrent;

namespace Tollgate.Server;

/// <summary>
/// The use of each key as this server sees it, and its exchange with the others. Keys are those the gate has seen live,
/// so that there are no more meters than live keys. Thread-safe.
/// </summary>
internal sealed class KeyMeters(Gate gate, TimeProvider clock)
{
    /// <summary>For how long a last use may stay untold.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<long, KeyMeter> meters = new();

    /// <summary>How many keys are metered.</summary>
    public int Count => meters.Count;

    TimeSpan Now => clock.GetElapsedTime(0);

    /// <summary>The live key with this hash, whose use is noted; null where the gate has not seen it.</summary>
    public ApiKey? Use(Hash hash)
    {
        var now = gate.Now;
        if (gate.SeenKeys.Find(hash) is not { } key || !key.IsLive(now)) return null;
        Of(key).Use(now.Cut());
        return key;
    }

    /// <summary>Counts a request of a key with a rate; see <see cref="KeyMeter.Take"/>.</summary>
    public Passage Take(ApiKey key, KeyRate rate, bool hasPassed = false) => Of(key).Take(rate, Now, hasPassed);

    /// <summary>When a key was used last, as far as this server has seen; null where it has not.</summary>
    public Instant? LastUsed(long id) =>
        meters.TryGetValue(id, out var meter) && meter.Used is var at && at > Instant.MinValue ? at : null;

    /// <summary>
    /// Tells the others what they have not been told, and asks what they spent of the buckets that are not whole.
    /// Nothing to tell or to ask is no round trip.
    /// </summary>
    /// <param name="all">Whether every use is told, as recent as it may be.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="GateUnavailableException">
    /// The database cannot be reached. What was spent since the last exchange is forgotten, last uses are not.
    /// </exception>
    public async Task ExchangeAsync(bool all, CancellationToken stop)
    {
        var now = Now;
        List<KeyUse> uses = [];
        foreach (var (id, meter) in meters)
            if (meter.Tell(id, now, all || !IsLive(meter) ? TimeSpan.Zero : Patience) is { } use) uses.Add(use);
            else if (!IsLive(meter)) meters.TryRemove(id, out _);
        if (uses.Count == 0) return;

        var ahead = await gate.KeyUsageAsync(usage => usage.ExchangeAsync(uses, stop));
        now = Now;
        foreach (var use in uses)
            if (meters.TryGetValue(use.Key, out var meter))
                meter.Told(use, ahead.TryGetValue(use.Key, out var left) ? left : null, now);
    }

    KeyMeter Of(ApiKey key) => meters.GetOrAdd(key.Id, static (_, hash) => new KeyMeter(hash), key.Hash);

    bool IsLive(KeyMeter meter) => gate.SeenKeys.Find(meter.Key)?.IsLive(gate.Now) == true;
}
