using NodaTime;
using Tollgate.Core;
using Tollgate.Stores;

namespace Tollgate.Server.Tests.Payments.Days;

/// <summary>
/// A store whose server dies now and then: before a commit, after it, between a message that was kept and what follows
/// from it, and between that and the note of it. Whoever waits is not answered.
/// </summary>
sealed class CrashingStore(IStore inner, int seed) : IStore
{
    readonly Random random = new(seed);

    /// <summary>Of a hundred; 0: none.</summary>
    public int Often { get; set; }

    public int Crashes { get; private set; }

    public IQueries Queries => inner.Queries;

    public IOutbox Outbox => inner.Outbox;

    public IInbox Inbox => new CrashingInbox(this, inner.Inbox);

    public IKeyUsage KeyUsage => inner.KeyUsage;

    public IRecords Records => inner.Records;

    public bool HasOneWriter => inner.HasOneWriter;

    public ValueTask MigrateAsync(CancellationToken stop) => inner.MigrateAsync(stop);

    public async ValueTask<ISession> OpenAsync(Access access, CancellationToken stop) =>
        new CrashingSession(this, await inner.OpenAsync(access, stop));

    public ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop) => inner.HoldAsync(atMost, stop);

    public Fault Classify(Exception exception, bool committing) => inner.Classify(exception, committing);

    public ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop) =>
        inner.ForgetResponsesAsync(before, stop);

    public ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop) =>
        inner.EraseAsync(customer, after, stop);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    void Crash()
    {
        lock (random)
        {
            if (random.Next(100) >= Often) return;
            Crashes++;
        }
        throw new IOException("Crashed, as a test has asked.");
    }

    sealed class CrashingSession(CrashingStore store, ISession session) : ISession
    {
        public ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
            IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
            session.ResolveAsync(keys, make, stop);

        public ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop) =>
            session.BeginAsync(wanted, wait, stop);

        public ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop) => session.LoadAsync(wanted, stop);

        public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
        {
            store.Crash();
            await session.CommitAsync(changes, stop);
            store.Crash();
        }

        public ValueTask RollbackAsync(CancellationToken stop) => session.RollbackAsync(stop);

        public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
            session.WasCommittedAsync(attempt, stop);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }

    sealed class CrashingInbox(CrashingStore store, IInbox inbox) : IInbox
    {
        public async ValueTask<KeptMessage> KeepAsync(InboxMessage message, TimeSpan grace, CancellationToken stop)
        {
            var kept = await inbox.KeepAsync(message, grace, stop);
            store.Crash();
            return kept;
        }

        public async ValueTask SettleAsync(InboxKey key, InboxResult result, CancellationToken stop)
        {
            store.Crash();
            await inbox.SettleAsync(key, result, stop);
            store.Crash();
        }

        public ValueTask<InboxMessage?> FindAsync(InboxKey key, CancellationToken stop) => inbox.FindAsync(key, stop);

        public ValueTask<IReadOnlyList<InboxMessage>> ListAsync(
            InboxPosition? before, int limit, CancellationToken stop) => inbox.ListAsync(before, limit, stop);

        public ValueTask<IReadOnlyList<InboxMessage>> TakeAsync(int limit, TimeSpan grace, CancellationToken stop) =>
            inbox.TakeAsync(limit, grace, stop);

        public ValueTask<int> WakeAsync(
            string provider, IReadOnlyCollection<string> awaited, CancellationToken stop) =>
            inbox.WakeAsync(provider, awaited, stop);

        public ValueTask<Instant?> SweptAsync(string provider, CancellationToken stop) =>
            inbox.SweptAsync(provider, stop);

        public ValueTask NoteSweepAsync(string provider, Instant until, CancellationToken stop) =>
            inbox.NoteSweepAsync(provider, until, stop);

        public ValueTask<int> ForgetAsync(TimeSpan kept, CancellationToken stop) => inbox.ForgetAsync(kept, stop);
    }
}
