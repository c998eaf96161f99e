using System.Data.Common;

namespace Tollgate.Storage.Tests.Lanes;

/// <summary>A store that fails where it is told to. What it does otherwise is done by the store underneath.</summary>
internal sealed class FaultyStore(IStore inner) : IStore
{
    /// <summary>Throws, or not, when a commit was asked for and nothing was written yet.</summary>
    public Action<ChangeSet> BeforeCommit { get; set; } = _ => { };

    /// <summary>Throws, or not, when a commit took effect and its answer is on its way.</summary>
    public Action<ChangeSet> AfterCommit { get; set; } = _ => { };

    /// <summary>Whether a customer is held elsewhere.</summary>
    public Func<CustomerId, bool> IsHeld { get; set; } = _ => false;

    /// <summary>Whether a customer has no head, whoever asks.</summary>
    public Func<CustomerId, bool> IsMissing { get; set; } = _ => false;

    /// <summary>Whether a counter takes longer to compute than most lanes are given.</summary>
    public Func<CounterKey, bool> IsCostly { get; set; } = _ => false;

    /// <summary>Comes before the work of a lane that is willing to wait.</summary>
    public Func<Task> BeforeWaiting { get; set; } = () => Task.CompletedTask;

    /// <summary>Lists in the place of those of the store underneath.</summary>
    public IQueries? Lists { get; set; }

    public IQueries Queries => Lists ?? inner.Queries;

    public IOutbox Outbox => inner.Outbox;

    public IInbox Inbox => inner.Inbox;

    public IKeyUsage KeyUsage => inner.KeyUsage;

    public IRecords Records => inner.Records;

    public bool HasOneWriter => inner.HasOneWriter;

    public ValueTask MigrateAsync(CancellationToken stop) => inner.MigrateAsync(stop);

    public async ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) =>
        new FaultySession(this, await inner.OpenAsync(access, stop));

    public async ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) =>
        new FaultySession(this, await inner.HoldAsync(atMost, stop));

    public Fault Classify(Exception exception, bool committing) =>
        exception is NotSupportedException ? throw exception
        : exception is InjectedException injected ? injected.Fault : inner.Classify(exception, committing);

    public ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) =>
        inner.ForgetResponsesAsync(before, stop);

    public ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop) =>
        inner.EraseAsync(customer, after, stop);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    sealed class FaultySession(FaultyStore store, ISession inner) : IHeldSession
    {
        public DbTransaction? Transaction => Held.Transaction;

        IHeldSession Held => (IHeldSession)inner;

        public ValueTask WriteAsync(ChangeSet changes, CancellationToken stop) => Held.WriteAsync(changes, stop);

        public ValueTask AbortAsync() => Held.AbortAsync();

        public ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
            IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
            inner.ResolveAsync(keys, make, stop);

        public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
        {
            var held = wanted.Customers.Select(id => new CustomerId(id)).Where(store.IsHeld).ToList();
            if (wait && held.Count > 0) throw new InjectedException(Fault.Held);
            if (wait) await store.BeforeWaiting();
            var loaded = await inner.BeginAsync(wanted, wait, stop);
            foreach (var id in wanted.Customers.Select(id => new CustomerId(id)))
                if (held.Contains(id) || store.IsMissing(id)) loaded.Heads.Remove(id);
            return SetAside(loaded, wanted);
        }

        public async ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) =>
            SetAside(await inner.LoadAsync(wanted, stop), wanted);

        Loaded SetAside(Loaded loaded, Wanted wanted)
        {
            if (wanted.MostEvents is null) return loaded;
            loaded.Costly.AddRange(loaded.Counters.Select(counter => counter.Key).Where(store.IsCostly));
            loaded.Counters.RemoveAll(counter => store.IsCostly(counter.Key));
            return loaded;
        }

        public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
        {
            store.BeforeCommit(changes);
            await inner.CommitAsync(changes, stop);
            store.AfterCommit(changes);
        }

        public ValueTask RollbackAsync(CancellationToken stop) => inner.RollbackAsync(stop);

        public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
            inner.WasCommittedAsync(attempt, stop);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

/// <summary>A failure that was asked for.</summary>
internal sealed class InjectedException(Fault fault) : Exception($"Injected: {fault}.")
{
    public Fault Fault { get; } = fault;
}
