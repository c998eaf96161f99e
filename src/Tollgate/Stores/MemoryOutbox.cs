namespace Tollgate.Stores;

/// <summary>The outbox over the rows.</summary>
internal sealed class MemoryOutbox(MemoryTables tables, SemaphoreSlim gate, TimeProvider clock, Leases leases)
    : IOutbox
{
    Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut();

    public ValueTask<IReadOnlyList<long>> DueEndpointsAsync(
        IReadOnlyCollection<long> endpoints, CancellationToken stop) =>
        InAsync<IReadOnlyList<long>>(() =>
            [.. endpoints.Where(endpoint => Waiting(endpoint).Any(one => one.NextAt <= Now))], stop);

    public ValueTask<IReadOnlyList<CustomerId>> DueCustomersAsync(
        long endpoint, IReadOnlyCollection<CustomerId> except, int limit, CancellationToken stop) =>
        InAsync<IReadOnlyList<CustomerId>>(() =>
            [.. Waiting(endpoint).Where(one => one.NextAt <= Now && !except.Contains(one.Entry.Customer))
                .OrderBy(one => one.NextAt).Select(one => one.Entry.Customer).Distinct().Take(limit)], stop);

    public ValueTask<IReadOnlyList<Delivery>> TakeAsync(
        long endpoint, CustomerId customer, int limit, CancellationToken stop) =>
        InAsync<IReadOnlyList<Delivery>>(() =>
        {
            var line = Line(endpoint, customer);
            if (line.Count == 0 || line[0].NextAt <= Now) return [.. line.Take(limit)];
            foreach (var one in line) Put(one with { NextAt = Instant.Max(one.NextAt, line[0].NextAt) });
            return [];
        }, stop);

    public async ValueTask RecordAsync(Delivery delivery, DeliveryAttempt attempt, CancellationToken stop) =>
        await InAsync(() =>
        {
            if (Find(delivery.Key) is not { State: DeliveryState.Waiting } stored) return false;
            var after = stored.After(attempt, Now);
            Put(after);
            var waits = after.State == DeliveryState.Waiting;
            foreach (var one in Line(after.Entry.Endpoint, after.Entry.Customer))
                Put(one with { NextAt = waits ? Instant.Max(one.NextAt, after.NextAt) : Instant.Min(one.NextAt, Now) });
            return true;
        }, stop);

    public ValueTask<Delivery?> FindAsync(DeliveryKey key, CancellationToken stop) => InAsync(() => Find(key), stop);

    public ValueTask<Delivery?> RetryAsync(DeliveryKey key, CancellationToken stop) => InAsync(() =>
    {
        if (Find(key)?.Again(Now) is not { } again) return null;
        Put(again);
        return again;
    }, stop);

    public ValueTask<IReadOnlyList<Delivery>> ListAsync(
        long endpoint, DeliveryPosition? before, int limit, CancellationToken stop) =>
        InAsync<IReadOnlyList<Delivery>>(() =>
            [.. tables.Outbox.Values.Where(one => one.Entry.Endpoint == endpoint)
                .Where(one => before is not { } place || Place(one).CompareTo(Place(place)) < 0)
                .OrderByDescending(Place).Take(limit)], stop);

    public ValueTask<bool> LeaseAsync(long endpoint, string owner, TimeSpan length, CancellationToken stop) =>
        ValueTask.FromResult(leases.Take(endpoint, owner, length));

    public ValueTask ReleaseAsync(long endpoint, string owner, CancellationToken stop)
    {
        leases.Release(endpoint, owner);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ForgetAsync(TimeSpan kept, IReadOnlyCollection<long> endpoints, CancellationToken stop) =>
        InAsync(() =>
        {
            var before = Now - Duration.FromTimeSpan(kept);
            var old = tables.Outbox.Values.Where(one => one.State == DeliveryState.Waiting
                ? one.Since < before && !endpoints.Contains(one.Entry.Endpoint)
                : one.FinishedAt < before).Select(one => one.Key).ToList();
            foreach (var key in old) tables.Outbox.Remove(KeyOf(key));
            return old.Count;
        }, stop);

    IEnumerable<Delivery> Waiting(long endpoint) =>
        tables.Outbox.Values.Where(one => one.Entry.Endpoint == endpoint && one.State == DeliveryState.Waiting);

    List<Delivery> Line(long endpoint, CustomerId customer) =>
        [.. Waiting(endpoint).Where(one => one.Entry.Customer == customer)];

    Delivery? Find(DeliveryKey key) => tables.Outbox.GetValueOrDefault(KeyOf(key));

    void Put(Delivery delivery) => tables.Outbox[KeyOf(delivery.Key)] = delivery;

    static (long, long, int, long) KeyOf(DeliveryKey key) =>
        (key.Customer.Value, key.Sequence, key.Ordinal, key.Endpoint);

    static (Instant, long, long, int) Place(Delivery one) =>
        (one.Entry.At, one.Entry.Customer.Value, one.Entry.Sequence, one.Entry.Ordinal);

    static (Instant, long, long, int) Place(DeliveryPosition one) =>
        (one.At, one.Customer.Value, one.Sequence, one.Ordinal);

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
