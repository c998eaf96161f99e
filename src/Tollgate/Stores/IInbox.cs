namespace Tollgate.Stores;

/// <summary>
/// Messages of payment providers as they came in, and what became of them. They are kept before anything follows from
/// them; what follows is decided by the loop, which claims each by its id, so these books decide nothing. Times are
/// those of the store's clock. Thread-safe.
/// </summary>
public interface IInbox
{
    /// <summary>
    /// Keeps a message, unless one of its name is kept: the one that is, and whether it is new. It is due after
    /// <paramref name="grace"/>, should whoever keeps it not come to an end with it.
    /// </summary>
    ValueTask<KeptMessage> KeepAsync(InboxMessage message, TimeSpan grace, CancellationToken stop);

    /// <summary>Notes what became of a message. What was applied stays applied.</summary>
    ValueTask SettleAsync(InboxKey key, InboxResult result, CancellationToken stop);

    /// <summary>One message, or null.</summary>
    ValueTask<InboxMessage?> FindAsync(InboxKey key, CancellationToken stop);

    /// <summary>Messages, those that came in last first, before <paramref name="before"/>.</summary>
    ValueTask<IReadOnlyList<InboxMessage>> ListAsync(InboxPosition? before, int limit, CancellationToken stop);

    /// <summary>
    /// Takes messages that are due, who has waited longest first: nobody else takes them within
    /// <paramref name="grace"/>.
    /// </summary>
    ValueTask<IReadOnlyList<InboxMessage>> TakeAsync(int limit, TimeSpan grace, CancellationToken stop);

    /// <summary>Makes due what waits for any of these; how many that are.</summary>
    ValueTask<int> WakeAsync(string provider, IReadOnlyCollection<string> awaited, CancellationToken stop);

    /// <summary>Up to when a provider was last asked for messages that never came; null: never.</summary>
    ValueTask<Instant?> SweptAsync(string provider, CancellationToken stop);

    /// <summary>Notes up to when a provider was asked.</summary>
    ValueTask NoteSweepAsync(string provider, Instant until, CancellationToken stop);

    /// <summary>
    /// Deletes, at most a few thousand, what came in <paramref name="kept"/> ago; the number deleted.
    /// </summary>
    ValueTask<int> ForgetAsync(TimeSpan kept, CancellationToken stop);
}

/// <summary>Names a message.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Event">The provider's id of what happened.</param>
public readonly record struct InboxKey(string Provider, string Event);

/// <summary>A place in the list of messages.</summary>
public readonly record struct InboxPosition(Instant ReceivedAt, string Provider, string Event);

/// <summary>A message that is kept.</summary>
/// <param name="Message">As it stands.</param>
/// <param name="IsNew">Whether it was kept just now.</param>
public readonly record struct KeptMessage(InboxMessage Message, bool IsNew);

/// <summary>A message of a provider.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Event">The provider's id of what happened.</param>
/// <param name="Type">What the provider calls it.</param>
/// <param name="At">When it happened, by the provider's clock.</param>
/// <param name="Body">The message itself, which may hold personal data; empty once erased.</param>
public sealed record InboxMessage(string Provider, string Event, string Type, Instant At, byte[] Body)
{
    /// <summary>The most bytes of one.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The provider's id of what it is about, where it says.</summary>
    public string? Object { get; init; }

    /// <summary>When it came in.</summary>
    public Instant ReceivedAt { get; init; }

    /// <summary>What became of it.</summary>
    public InboxOutcome Outcome { get; init; } = InboxOutcome.Stored;

    /// <summary>Why nothing followed from it, or not yet.</summary>
    public string? Problem { get; init; }

    /// <summary>What it waits for: <c>session:</c>, <c>payment:</c> or a kind of link, with its id.</summary>
    public string? Awaits { get; init; }

    /// <summary>Whom it is about; null: not known.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>The key of that customer.</summary>
    public string? CustomerKey { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; }

    /// <summary>When it is tried next; null: not by itself.</summary>
    public Instant? NextAt { get; init; }

    /// <summary>Its name.</summary>
    public InboxKey Key => new(Provider, Event);
}

/// <summary>What became of a message of a provider. Stored; the numbers never change.</summary>
public enum InboxOutcome : short
{
    /// <summary>It is kept, and tried again.</summary>
    Stored = 1,
    /// <summary>What follows from it was done.</summary>
    Applied = 2,
    /// <summary>Nothing follows from it.</summary>
    Ignored = 3,
}

/// <summary>What became of a message.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Problem">Why nothing followed from it, or not yet.</param>
public sealed record InboxResult(InboxOutcome Outcome, string? Problem = null)
{
    /// <inheritdoc cref="InboxMessage.Awaits"/>
    public string? Awaits { get; init; }

    /// <inheritdoc cref="InboxMessage.Customer"/>
    public CustomerId? Customer { get; init; }

    /// <inheritdoc cref="InboxMessage.CustomerKey"/>
    public string? CustomerKey { get; init; }

    /// <summary>When it is tried again, from now; null: not by itself.</summary>
    public TimeSpan? RetryIn { get; init; }
}
