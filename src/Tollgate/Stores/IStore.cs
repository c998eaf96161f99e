namespace Tollgate.Stores;

/// <summary>Whether a session locks and writes, or reads one snapshot without a lock.</summary>
public enum Access
{
    /// <summary>Locks customers, and may commit.</summary>
    Write,
    /// <summary>Reads one snapshot; never commits.</summary>
    Read,
}

/// <summary>
/// The only seam to a database. Rows by key in, rows by key out; a store knows no rule. Thread-safe; to dispose it
/// twice does no harm.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Lists for the doors; nothing decides on them.</summary>
    IQueries Queries { get; }

    /// <summary>What waits to be delivered, and the books of whoever delivers it.</summary>
    IOutbox Outbox { get; }

    /// <summary>Messages of payment providers, and the books of whoever takes them in.</summary>
    IInbox Inbox { get; }

    /// <summary>What servers tell each other of the use of API keys.</summary>
    IKeyUsage KeyUsage { get; }

    /// <summary>What is recorded, in order, for whoever recomputes or copies it; nothing decides on it.</summary>
    IRecords Records { get; }

    /// <summary>Whether one transaction writes at a time: then a second lane only makes the batches smaller.</summary>
    bool HasOneWriter { get; }

    /// <summary>
    /// Brings the schema up to date under a lock, so that several servers may start at once. Fails where the schema is
    /// newer than this program.
    /// </summary>
    ValueTask MigrateAsync(CancellationToken stop);

    /// <summary>Opens one connection for one lane.</summary>
    ValueTask<ISession> OpenAsync(Access access, CancellationToken stop);

    /// <summary>
    /// Opens a session for one transaction that is to last <paramref name="atMost"/>, of which the caller sees to: a
    /// store ends it a little later where it can, should nobody else.
    /// </summary>
    ValueTask<IHeldSession> HoldAsync(TimeSpan atMost, CancellationToken stop);

    /// <summary>Says what a failure means. <paramref name="committing"/>: whether COMMIT may have been sent.</summary>
    Fault Classify(Exception exception, bool committing);

    /// <summary>
    /// Deletes stored responses older than <paramref name="before"/>, at most a few thousand; the number deleted.
    /// </summary>
    ValueTask<int> ForgetResponsesAsync(Instant before, CancellationToken stop);

    /// <summary>
    /// Puts <see cref="Erased.Of"/> in the place of actors, properties and metadata of a customer's uses, and of before
    /// and after of its audit entries, with numbers above <paramref name="after"/>, of a few hundred changes. Returns
    /// the number it has come to; null where there are no more. What was erased stays as it is.
    /// </summary>
    ValueTask<long?> EraseAsync(CustomerId customer, long after, CancellationToken stop);
}

/// <summary>
/// One connection, one batch at a time. Not thread-safe. After an exception the session is to be disposed; only where a
/// lock was waited for in vain, <see cref="RollbackAsync"/> makes it whole.
/// </summary>
public interface ISession : IAsyncDisposable
{
    /// <summary>
    /// The numbers of <paramref name="keys"/>; unknown ones are left out, but those of <paramref name="make"/> are
    /// given a number first. Outside any transaction.
    /// </summary>
    ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop);

    /// <summary>
    /// One round trip: begins, locks the customers that are free, then reads the clock and the rows. With
    /// <paramref name="wait"/> it waits for all of them, sorted, for the lock time-out at most. Heads that are absent
    /// from the answer are held elsewhere. What is wanted with <paramref name="wait"/> may take minutes.
    /// </summary>
    ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop);

    /// <summary>One round trip: what the first guess missed, in the same transaction.</summary>
    ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop);

    /// <summary>One round trip: writes and commits. When it returns, the changes are durable.</summary>
    ValueTask CommitAsync(ChangeSet changes, CancellationToken stop);

    /// <summary>Ends the transaction without a trace, if there is one.</summary>
    ValueTask RollbackAsync(CancellationToken stop);

    /// <summary>
    /// Whether an attempt whose COMMIT was sent and never answered took effect: waits for the lock of its first
    /// customer, then looks for its first change. One transaction, so one row answers for all of it.
    /// </summary>
    ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop);
}

/// <summary>What a failure of a session means for the batch it was to settle.</summary>
public enum Fault
{
    /// <summary>Again, with jitter: nothing was written.</summary>
    Transient,
    /// <summary>A customer was held for longer than the lock time-out: again, nothing was written.</summary>
    Held,
    /// <summary>COMMIT was sent and never answered: look it up.</summary>
    Unknown,
    /// <summary>Some request's data cannot be written: the batch is halved.</summary>
    Poison,
    /// <summary>Disk, memory, connections: back off, then 503. Never halved.</summary>
    Unavailable,
}
