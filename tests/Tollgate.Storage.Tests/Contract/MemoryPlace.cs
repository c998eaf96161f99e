namespace Tollgate.Storage.Tests.Contract;

/// <summary>One memory store, however often it is opened.</summary>
sealed class MemoryPlace : Place
{
    readonly MemoryStore store = new(TimeProvider.System);

    public override IStore NewStore() => new KeptStore(store);

    public override ValueTask DisposeAsync() => store.DisposeAsync();
}

/// <summary>A store that stays when it is disposed of: closing it is the place's business.</summary>
sealed class KeptStore(IStore store) : IStore
{
    public IQueries Queries => store.Queries;

    public IOutbox Outbox => store.Outbox;

    public IInbox Inbox => store.Inbox;

    public IKeyUsage KeyUsage => store.KeyUsage;

    public IRecords Records => store.Records;

    public bool HasOneWriter => store.HasOneWriter;

    public ValueTask MigrateAsync(CancellationToken stop) => store.MigrateAsync(stop);

    public ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) => store.OpenAsync(access, stop);

    public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) => store.HoldAsync(atMost, stop);

    public Fault Classify(Exception exception, bool committing) => store.Classify(exception, committing);

    public ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) =>
        store.ForgetResponsesAsync(before, stop);

    public ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop) =>
        store.EraseAsync(customer, after, stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
