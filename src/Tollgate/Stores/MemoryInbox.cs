namespace Tollgate.Stores;

/// <summary>The inbox over the rows.</summary>
internal sealed class MemoryInbox(MemoryTables tables, SemaphoreSlim gate, TimeProvider clock) : IInbox
{
    Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut();

    public ValueTask<KeptMessage> KeepAsync(InboxMessage message, TimeSpan grace, CancellationToken stop) =>
        InAsync(() =>
        {
            if (tables.Inbox.TryGetValue(KeyOf(message.Key), out var known)) return new KeptMessage(known, false);
            var now = Now;
            var kept = message with { ReceivedAt = now, NextAt = now + Duration.FromTimeSpan(grace) };
            tables.Inbox[KeyOf(message.Key)] = kept;
            return new KeptMessage(kept, true);
        }, stop);

    public async ValueTask SettleAsync(InboxKey key, InboxResult result, CancellationToken stop) =>
        await InAsync(() =>
        {
            if (!tables.Inbox.TryGetValue(KeyOf(key), out var row) || row.Outcome == InboxOutcome.Applied) return false;
            tables.Inbox[KeyOf(key)] = row with
            {
                Outcome = result.Outcome,
                Problem = result.Problem,
                Awaits = result.Awaits,
                Customer = result.Customer ?? row.Customer,
                CustomerKey = result.CustomerKey ?? row.CustomerKey,
                Tries = row.Tries + 1,
                NextAt = result.RetryIn is { } wait ? Now + Duration.FromTimeSpan(wait) : null,
            };
            return true;
        }, stop);

    public ValueTask<InboxMessage?> FindAsync(InboxKey key, CancellationToken stop) =>
        InAsync(() => tables.Inbox.GetValueOrDefault(KeyOf(key)), stop);

    public ValueTask<IReadOnlyList<InboxMessage>> ListAsync(
        InboxPosition? before, int limit, CancellationToken stop) =>
        InAsync<IReadOnlyList<InboxMessage>>(() =>
            [.. tables.Inbox.Values.Where(row => before is not { } place || Compare(PlaceOf(row), place) < 0)
                .Order(Comparer<InboxMessage>.Create((one, other) => Compare(PlaceOf(other), PlaceOf(one))))
                .Take(limit)], stop);

    public ValueTask<IReadOnlyList<InboxMessage>> TakeAsync(int limit, TimeSpan grace, CancellationToken stop) =>
        InAsync<IReadOnlyList<InboxMessage>>(() =>
        {
            var due = tables.Inbox.Values.Where(row => row.NextAt <= Now).OrderBy(row => row.NextAt).Take(limit)
                .Select(row => row with { NextAt = Now + Duration.FromTimeSpan(grace) }).ToList();
            foreach (var row in due) tables.Inbox[KeyOf(row.Key)] = row;
            return due;
        }, stop);

    public ValueTask<int> WakeAsync(string provider, IReadOnlyCollection<string> awaited, CancellationToken stop) =>
        InAsync(() =>
        {
            var waiting = tables.Inbox.Values.Where(row => row.Provider == provider
                && row.Outcome == InboxOutcome.Stored && row.Awaits is { } name && awaited.Contains(name)).ToList();
            foreach (var row in waiting) tables.Inbox[KeyOf(row.Key)] = row with { NextAt = Now };
            return waiting.Count;
        }, stop);

    public ValueTask<Instant?> SweptAsync(string provider, CancellationToken stop) =>
        InAsync<Instant?>(() => tables.Sweeps.TryGetValue(provider, out var until) ? until : null, stop);

    public async ValueTask NoteSweepAsync(string provider, Instant until, CancellationToken stop) =>
        await InAsync(() => tables.Sweeps[provider] = until, stop);

    public ValueTask<int> ForgetAsync(TimeSpan kept, CancellationToken stop) => InAsync(() =>
    {
        var before = Now - Duration.FromTimeSpan(kept);
        var old = tables.Inbox.Values.Where(row => row.ReceivedAt < before).ToList();
        foreach (var row in old) tables.Inbox.Remove(KeyOf(row.Key));
        return old.Count;
    }, stop);

    static (string, string) KeyOf(InboxKey key) => (key.Provider, key.Event);

    static InboxPosition PlaceOf(InboxMessage row) => new(row.ReceivedAt, row.Provider, row.Event);

    static int Compare(InboxPosition one, InboxPosition other)
    {
        var order = one.ReceivedAt.CompareTo(other.ReceivedAt);
        if (order == 0) order = string.CompareOrdinal(one.Provider, other.Provider);
        return order != 0 ? order : string.CompareOrdinal(one.Event, other.Event);
    }

    async ValueTask<T> InAsync<T>(Func<T> work, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            return work();
        }
        finally
        {
            gate.Release();
        }
    }
}
