using System.Collections.Concurrent;

namespace Tollgate.Lanes;

/// <summary>
/// Remembers about as many values as it is allowed, the recently used ones, in two generations: when the young one is
/// full it becomes the old one and the old one goes. Forgetting costs a load, never meaning. Thread-safe.
/// </summary>
internal sealed class RecentCache<TKey, TValue>(int capacity) where TKey : notnull
{
    readonly int half = capacity / 2;
    ConcurrentDictionary<TKey, TValue> young = new();
    ConcurrentDictionary<TKey, TValue> old = new();
    int count;

    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out value)) return true;
        if (!old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (young.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref count) < half) return;
            (old, young) = (young, new ConcurrentDictionary<TKey, TValue>());
            Interlocked.Exchange(ref count, 0);
        }
        else young[key] = value;
    }
}
