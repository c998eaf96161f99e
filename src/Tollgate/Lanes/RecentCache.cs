using System.Collections.Concurrent;

namespace Tollgate.Lanes;

/// <summary>
/// Remembers values of about as much weight as it is allowed, the recently used ones, in two generations: when the
/// young one is full it becomes the old one and the old one goes. What alone weighs more than an eighth of all is not
/// remembered. Forgetting costs a load, never meaning. Thread-safe.
/// </summary>
/// <param name="capacity">The most that all values weigh together, about.</param>
/// <param name="weigh">What a value weighs, above 0; always the same.</param>
internal sealed class RecentCache<TKey, TValue>(long capacity, Func<TValue, long> weigh) where TKey : notnull
{
    readonly long half = capacity / 2;
    ConcurrentDictionary<TKey, TValue> young = new();
    ConcurrentDictionary<TKey, TValue> old = new();
    long weight;

    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out value)) return true;
        if (!old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        var more = weigh(value);
        if (more > half / 4) return;
        // Two that set one key at once may count it twice: the generation is the shorter for it, never too heavy.
        if (young.TryGetValue(key, out var before)) more -= weigh(before);
        young[key] = value;
        if (Interlocked.Add(ref weight, more) < half) return;
        (old, young) = (young, new ConcurrentDictionary<TKey, TValue>());
        Interlocked.Exchange(ref weight, 0);
    }
}
