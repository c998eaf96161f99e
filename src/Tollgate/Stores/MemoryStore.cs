namespace Tollgate.Stores;

/// <summary>
/// The reference: every table a sorted map, one lock for all. What the databases are compared with. Thread-safe; ends
/// with the process.
/// </summary>
public sealed class MemoryStore(TimeProvider clock) : IStore
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly MemoryTables tables = new();
    readonly SemaphoreSlim gate = new(1, 1);
    readonly Leases leases = new(clock);
    readonly MemoryKeyUsage keyUsage = new(clock);

    /// <inheritdoc/>
    public IQueries Queries => new MemoryQueries(tables, gate);

    /// <inheritdoc/>
    public IOutbox Outbox => new MemoryOutbox(tables, gate, clock, leases);

    /// <inheritdoc/>
    public IInbox Inbox => new MemoryInbox(tables, gate, clock);

    /// <inheritdoc/>
    public IKeyUsage KeyUsage => keyUsage;

    /// <inheritdoc/>
    public IRecords Records => new MemoryRecords(tables, gate);

    /// <inheritdoc/>
    public bool HasOneWriter => true;

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken stop) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) =>
        ValueTask.FromResult<ISession>(new MemorySession(tables, gate, clock));

    /// <inheritdoc/>
    public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
        ValueTask.FromResult<IHeldSession>(new MemoryHold(tables, gate, clock));

    /// <inheritdoc/>
    public Fault Classify(Exception exception, bool committing) =>
        exception is TimeoutException ? Fault.Held : Fault.Poison;

    /// <inheritdoc/>
    public async ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            var old = tables.Responses.Values.Where(response => response.CreatedAt < before).ToList();
            foreach (var response in old) tables.Responses.Remove(response.Key);
            return old.Count;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            tables.Erase(customer);
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
    }
}
