using Tollgate.Payments.Sessions;
using Tollgate.Stores;

namespace Tollgate.Payments.Inbox;

/// <summary>
/// Takes in what payment providers tell: keeps each message before anything follows from it, has it followed, and notes
/// what became of it. What could not be followed yet is tried again, and what never came is asked for. It may be killed
/// between any two steps: the claim of an event is in the transaction of its effect. Thread-safe.
/// </summary>
public sealed class Clerk(Gate gate, PaymentProviders providers, TimeProvider clock)
{
    const int MostPages = 1_000;

    // Nobody else tries a message meanwhile; longer than following one may take.
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LastRetry = TimeSpan.FromHours(6);

    // Providers list what has happened a little later than they tell of it.
    static readonly Duration Overlap = Duration.FromHours(1);
    static readonly Duration FirstSweep = Duration.FromDays(3);

    /// <summary>Messages that are tried at once.</summary>
    public const int AtOnce = 20;

    readonly Follower follower = new(gate, clock);

    /// <summary>Takes in a message whose signature was checked.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="told">What it says.</param>
    /// <param name="body">The message: at most <see cref="InboxMessage.MostBytes"/>.</param>
    /// <param name="stop">Ends the waiting; what is kept is followed all the same, later.</param>
    /// <exception cref="GateUnavailableException">It is not known whether it is kept: send it again.</exception>
    public async Task<WebhookOutcome> TakeInAsync(
        IPaymentProvider provider, ProviderEvent told, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(told);
        // Of what nobody here can follow nothing more is to be known than that it came: it may tell of anybody.
        var message = new InboxMessage(
            provider.Name, EventName.Of(told.Id), EventName.TypeOf(told.Type), told.At,
            told.Fact is UnknownFact ? [] : body.ToArray())
        {
            Object = told.Fact.ObjectId.Length > 0 ? EventName.TypeOf(told.Fact.ObjectId) : null,
        };
        var kept = await gate.InboxAsync(inbox => inbox.KeepAsync(message, Grace, stop));
        if (kept is { IsNew: false, Message.Outcome: not InboxOutcome.Stored }) return WebhookOutcome.Duplicate;
        return await SettleAsync(provider, kept.Message, told, stop);
    }

    /// <summary>
    /// Follows a kept message again, whatever became of it: what was applied stays applied once. Null: there is none.
    /// </summary>
    public async Task<InboxMessage?> ReplayAsync(InboxKey key, CancellationToken stop)
    {
        if (await gate.InboxAsync(inbox => inbox.FindAsync(key, stop)) is not { } message) return null;
        // It was claimed by whom it was about, whoever is called so by now.
        if (message.Outcome == InboxOutcome.Applied) return message;
        await TryAsync(message, stop);
        return await gate.InboxAsync(inbox => inbox.FindAsync(key, stop));
    }

    /// <summary>
    /// Makes due what waits for a customer or a subscription that a provider calls so: for whoever has just said that
    /// one is. What nobody wakes is tried again by itself, ever more rarely.
    /// </summary>
    public Task WakeAsync(string provider, string id) => gate.InboxAsync(
        inbox => inbox.WakeAsync(provider, [Follower.LinkOf(id)], CancellationToken.None));

    /// <summary>Tries what is due again; how many that were.</summary>
    public async Task<int> KnockAsync(CancellationToken stop)
    {
        var due = await gate.InboxAsync(inbox => inbox.TakeAsync(AtOnce, Grace, stop));
        await Task.WhenAll(due.Select(message => TryAsync(message, stop)));
        return due.Count;
    }

    /// <summary>
    /// Asks a provider for what has happened since it was last asked, and takes in what is not kept; how many those
    /// were.
    /// </summary>
    /// <exception cref="ProviderException">It did not say all. What it said is taken in.</exception>
    public async Task<int> SweepAsync(IPaymentProvider provider, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var swept = await gate.InboxAsync(inbox => inbox.SweptAsync(provider.Name, stop));
        var until = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var (since, found) = (swept - Overlap ?? until - FirstSweep, 0);
        string? cursor = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await provider.ListEventsAsync(since, cursor, stop);
            for (var n = 0; n < page.Bodies.Count; n++)
                if (await MissAsync(provider, page.Events[n], page.Bodies[n], stop)) found++;
            cursor = page.Next;
            if (cursor is null) break;
        }
        if (cursor is not null)
            throw new ProviderException(
                provider.Name, ProviderFailure.Unreadable, "more events than are asked for at once");
        await gate.InboxAsync<object?>(async inbox =>
        {
            await inbox.NoteSweepAsync(provider.Name, until, stop);
            return null;
        });
        return found;
    }

    async Task<bool> MissAsync(
        IPaymentProvider provider, ProviderEvent told, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var key = new InboxKey(provider.Name, EventName.Of(told.Id));
        if (body.Length > InboxMessage.MostBytes) return false;
        if (await gate.InboxAsync(inbox => inbox.FindAsync(key, stop)) is not null) return false;
        await TakeInAsync(provider, told, body, stop);
        return true;
    }

    async Task TryAsync(InboxMessage message, CancellationToken stop)
    {
        if (providers.Find(message.Provider) is not { } provider) return;
        var reading = message.Body.Length == 0 ? null : provider.ReadKept(message.Body);
        if (reading?.Event is { } told) await SettleAsync(provider, message, told, stop);
        else if (message.Outcome == InboxOutcome.Stored)
            await NoteAsync(message.Key, new InboxResult(InboxOutcome.Ignored, Problem.Erased));
    }

    async Task<WebhookOutcome> SettleAsync(
        IPaymentProvider provider, InboxMessage message, ProviderEvent told, CancellationToken stop)
    {
        var followed = await follower.FollowAsync(provider, told, stop);
        var isStored = followed.Result.Outcome == InboxOutcome.Stored;
        await NoteAsync(message.Key, followed.Result with
        {
            RetryIn = isStored ? RetryIn(message.Tries, followed.RetryAfter) : null,
        });
        if (followed.Wakes.Count > 0)
            await gate.InboxAsync(inbox => inbox.WakeAsync(provider.Name, followed.Wakes, CancellationToken.None));
        return followed.Told;
    }

    // Not to be broken off: whoever asks is to see what became of it.
    Task NoteAsync(InboxKey key, InboxResult result) => gate.InboxAsync<object?>(async inbox =>
    {
        await inbox.SettleAsync(key, result, CancellationToken.None);
        return null;
    });

    static TimeSpan RetryIn(int tries, Duration? atLeast)
    {
        var wait = FirstRetry * (1 << Math.Min(tries, 16));
        if (wait > LastRetry) wait = LastRetry;
        return atLeast?.ToTimeSpan() is { } asked && asked > wait && asked < LastRetry ? asked : wait;
    }
}
