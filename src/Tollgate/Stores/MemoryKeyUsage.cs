namespace Tollgate.Stores;

/// <summary>The use of API keys, in a map.</summary>
internal sealed class MemoryKeyUsage(TimeProvider clock) : IKeyUsage
{
    readonly Lock gate = new();
    readonly Dictionary<long, (Instant At, DateTimeOffset? Due)> rows = [];

    public ValueTask<IReadOnlyDictionary<long, TimeSpan>> ExchangeAsync(
        IReadOnlyList<KeyUse> uses, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        Dictionary<long, TimeSpan> ahead = [];
        lock (gate)
        {
            foreach (var use in uses)
            {
                if (use.At is { } at) Add(use, at, now);
                if (rows.GetValueOrDefault(use.Key).Due is { } due) ahead[use.Key] = due - now;
            }
        }
        return ValueTask.FromResult<IReadOnlyDictionary<long, TimeSpan>>(ahead);
    }

    public ValueTask<IReadOnlyDictionary<long, Instant>> LastUsedAsync(
        IReadOnlyCollection<long> keys, CancellationToken stop)
    {
        lock (gate)
            return ValueTask.FromResult<IReadOnlyDictionary<long, Instant>>(
                keys.Where(rows.ContainsKey).ToDictionary(key => key, key => rows[key].At));
    }

    void Add(KeyUse use, Instant at, DateTimeOffset now)
    {
        var (last, due) = rows.GetValueOrDefault(use.Key, (at, null));
        if (use.Spent > TimeSpan.Zero)
        {
            var first = now - use.Since;
            due = (due > first ? due.Value : first) + use.Spent;
        }
        rows[use.Key] = (Instant.Max(last, at), due);
    }
}
