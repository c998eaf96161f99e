namespace Tollgate.Passages;

/// <summary>
/// A customer held by one transaction, and what was decided in it so far. What it learns of terms is nobody else's,
/// also not once it is durable: the caller may have gone back to a savepoint. One request at a time; to end it waits
/// for that.
/// </summary>
internal sealed class Hold(IHeldSession session, IStore store, Memory memory, Surroundings around)
    : IAsyncDisposable
{
    readonly Dictionary<CustomerId, Terms> apart = [];
    readonly SemaphoreSlim turn = new(1, 1);
    Exception? failure;
    bool quiet;
    bool leftBehind;

    public IHeldSession Session { get; } = session;

    /// <summary>The first change of all that it wrote; null: it wrote none that has a number.</summary>
    public Attempt? Attempt { get; private set; }

    /// <summary>
    /// Settles a request within the transaction; the first one waits for the customer. A failure dooms it.
    /// </summary>
    public async Task<Answer> SettleAsync(Request request, CancellationToken stop)
    {
        if (!turn.Wait(0, CancellationToken.None))
            throw new InvalidOperationException("An operation does one thing at a time.");
        try
        {
            if (failure is not null) throw new InvalidOperationException("The transaction has failed.", failure);
            return await DecideAsync(request, stop);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Waits for what is under way; fails where something has failed and the operation went on.</summary>
    public async Task CompleteAsync()
    {
        await QuietenAsync();
        if (failure is GateUnavailableException) throw failure;
        if (failure is not null)
            throw new InvalidOperationException(
                "What the operation asked of the gate failed, and it went on: it was rolled back.", failure);
    }

    /// <summary>Commits; after <see cref="CompleteAsync"/>.</summary>
    public async Task CommitAsync() => await Session.CommitAsync(new ChangeSet(), CancellationToken.None);

    /// <summary>Ends the transaction without a trace while the operation that it was for still runs.</summary>
    public async Task AbortAsync(Task operation)
    {
        await QuietenAsync();
        try
        {
            await Session.AbortAsync();
        }
        catch (Exception exception)
        {
            around.Log.HoldEndFailed(exception);
            leftBehind = true;
            _ = operation.ContinueWith(_ => CloseAsync(), TaskScheduler.Default);
        }
    }

    /// <summary>Ends the transaction, without a trace unless it is committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (leftBehind) return;
        await QuietenAsync();
        await CloseAsync();
    }

    // Waits for what the operation has left under way; nothing more is settled from then on.
    async Task QuietenAsync()
    {
        if (!quiet) await turn.WaitAsync(CancellationToken.None);
        quiet = true;
    }

    async Task CloseAsync()
    {
        try
        {
            await Session.DisposeAsync();
        }
        catch (Exception exception)
        {
            around.Log.HoldEndFailed(exception);
        }
    }

    // What time has brought about may have to be written before that can be read which follows from it.
    async Task<Answer> DecideAsync(Request request, CancellationToken stop)
    {
        const int Most = 20;
        for (var attempt = 1; ; attempt++)
        {
            var verdict = await AttemptAsync(request, stop);
            if (verdict.Deferred.Count > 0 && attempt < Most) continue;
            // A transaction of the caller's settles nothing: whoever is next does, once it is over.
            if (verdict.Deferred.Count > 0)
                throw failure = new GateUnavailableException(Unavailability.CustomerBusy);
            if (verdict.Answers is not [var (_, answer, bug)])
                throw new InvalidOperationException("What was asked of a held customer could not be decided.");
            return bug is null ? answer! : throw bug;
        }
    }

    async Task<Verdict> AttemptAsync(Request request, CancellationToken stop)
    {
        var work = new Batch([request], memory, mostEvents: null) { ChainKey = around.ChainKey, Apart = apart };
        try
        {
            var (keys, make) = work.Unresolved();
            if (keys.Count > 0) work.Resolve(await Session.ResolveAsync(keys, make, stop));
            work.Begin(await Session.BeginAsync(work.Guess(), wait: true, stop));
            while (work.Missing() is { Any: true } more) work.Take(await Session.LoadAsync(more, stop));
            var verdict = Deliberation.Decide(work);
            if (!verdict.Changes.Any) return verdict;
            await Session.WriteAsync(verdict.Changes, stop);
            Attempt ??= verdict.Changes.Attempt();
            work.Remember(verdict.World);
            return verdict;
        }
        catch (Exception exception)
        {
            failure = exception;
            if (stop.IsCancellationRequested) throw new OperationCanceledException(exception.Message, exception, stop);
            var fault = store.Classify(exception, committing: false);
            if (fault == Fault.Poison) throw;
            var why = fault == Fault.Held ? Unavailability.CustomerBusy : Unavailability.DatabaseUnavailable;
            throw failure = new GateUnavailableException(why, exception);
        }
    }
}
