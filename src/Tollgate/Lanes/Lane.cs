namespace Tollgate.Lanes;

/// <summary>
/// One connection that settles one batch after another: begin, load, decide, commit, answer. No timer: a batch is
/// whatever came in while the last one committed.
/// </summary>
internal sealed class Lane(
    IStore store, Access access, LaneKind kind, FairQueue queue, Memory memory, Metrics metrics, Surroundings around)
    : IAsyncDisposable
{
    // Up to here a counter is computed between two batches and nobody notices; above, the customer waits for it alone.
    const int MostEvents = 20_000;

    readonly Recovery recovery = new(store, metrics, around);

    /// <summary>Where what a reader took long to compute is asked for again, to be written down.</summary>
    public required FairQueue Writers { get; init; }

    ISession? session;

    /// <summary>Runs until the queue is closed and drained, or <paramref name="stop"/> gives up on it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Request> batch = [];
        while (true)
        {
            batch = kind == LaneKind.Hot
                ? await queue.TakeAsync(around.Options.BatchEvents, batch, stop)
                : await queue.TakeParkedAsync(around.Options.BatchEvents, batch, stop);
            if (batch.Count == 0) return;
            try
            {
                await SettleAsync(recovery.InTime(batch, kind), stop);
            }
            catch (Exception defect) when (!stop.IsCancellationRequested)
            {
                around.Log.BatchFailed(defect);
                await CloseAsync();
                recovery.Fail(batch, Unavailability.DatabaseUnavailable, defect);
            }
            finally
            {
                Abandon(batch, stop);
            }
            // Those that were answered ask again before the next batch is closed: it is the larger for it.
            if (batch.Count > 1) await Task.Yield();
        }
    }

    /// <summary>
    /// Settles a batch whatever happens: when this returns, each request is answered or back in its line.
    /// </summary>
    async Task SettleAsync(IReadOnlyList<Request> batch, CancellationToken stop)
    {
        var started = around.Clock.GetTimestamp();
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            Verdict? attempted = null;
            var work = new Batch(batch, memory, kind == LaneKind.Hot ? MostEvents : null)
            {
                ChainKey = around.ChainKey,
            };
            var committing = false;
            try
            {
                session ??= await store.OpenAsync(access, stop);
                await BeginAsync(work, stop);
                attempted = Deliberation.Decide(work);
                if (access == Access.Write && attempted.Changes.Any)
                {
                    committing = true;
                    await session.CommitAsync(attempted.Changes, stop);
                }
                else await session.RollbackAsync(stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                var fault = store.Classify(exception, committing);
                metrics.Fault(fault);
                await EndAsync(fault, stop);
                if (fault == Fault.Unknown && attempted!.Changes.Attempt() is { } sent)
                {
                    var landed = await recovery.WasCommittedAsync(sent, batch, stop);
                    if (landed == Landed.Yes) Finish(attempted, work, started);
                    if (landed != Landed.No) return;
                }
                if (fault == Fault.Poison)
                {
                    await HalveAsync(batch, exception, stop);
                    return;
                }
                batch = recovery.GiveUp(batch, fault, exception);
                if (fault == Fault.Held)
                {
                    queue.Hold(batch, park: kind == LaneKind.Patient);
                    return;
                }
                await recovery.PauseAsync(fault, attempt, stop);
                continue;
            }
            // Outside: what fails from here on is no failure of the session, and what is committed is not run again.
            Finish(attempted, work, started);
            return;
        }
    }

    async Task BeginAsync(Batch work, CancellationToken stop)
    {
        var (keys, make) = work.Unresolved();
        if (keys.Count > 0) work.Resolve(await session!.ResolveAsync(keys, make, stop));
        work.Begin(await session!.BeginAsync(work.Guess(), wait: kind == LaneKind.Patient, stop));
        while (work.Missing() is { Any: true } more) work.Take(await session.LoadAsync(more, stop));
    }

    void Finish(Verdict verdict, Batch work, long started)
    {
        recovery.Succeed();
        if (access == Access.Write) work.Remember(verdict.World);
        verdict.Send();
        if (access == Access.Read && kind == LaneKind.Patient) Warm(work.Ready);
        foreach (var (_, _, bug) in verdict.Answers) if (bug is not null) around.Log.RequestFailed(bug);
        if (verdict.Deferred.Count > 0) PutOff(verdict.Deferred);
        if (work.Held.Count > 0) queue.Hold(work.Held, park: work.Ready.Count == 0 || work.Costly);
        metrics.Settled(verdict, work.Held.Count, around.Clock.GetElapsedTime(started));
    }

    // What is read here is dropped, so that the next batch would find the same: where there is more than one turn of
    // what is due, a lane that writes reads it.
    void PutOff(List<Request> deferred)
    {
        if (access == Access.Write) queue.PutBack(deferred);
        else
            foreach (var request in deferred.Where(request => !Writers.TryAdd(request)))
                request.TurnAway(Unavailability.Overloaded);
    }

    // Nobody waits for these: they write nothing but the counters that they need, whatever their commands are.
    void Warm(List<Request> read)
    {
        // The plan of a reconciliation rests on no counter, and its sums are not written down.
        foreach (var request in read.Where(request => request.Commands is not [Reconcile]))
            Writers.TryAdd(new Request(request.Commands) { ReadOnly = true, Admitted = around.Clock.GetTimestamp() });
    }

    // Only where the lane is told to give up: whether these took effect is not known here, and a repetition finds out.
    void Abandon(List<Request> batch, CancellationToken stop)
    {
        if (!stop.IsCancellationRequested) return;
        const Unavailability Why = Unavailability.DatabaseUnavailable;
        metrics.Unavailable(batch.Count(request => request.TurnAway(Why)), Why);
    }

    // Data that cannot be written: each half again, in order, until the one request that carries it stands alone. What
    // of the first half went back to its line keeps its place before the second.
    async Task HalveAsync(IReadOnlyList<Request> batch, Exception exception, CancellationToken stop)
    {
        if (batch.Count == 1)
        {
            around.Log.RequestFailed(exception);
            batch[0].Completion.TrySetException(exception);
            return;
        }
        var half = batch.Count / 2;
        List<Request> first = [.. batch.Take(half)], second = [.. batch.Skip(half)];
        await SettleAsync(first, stop);
        var waiting = first.Where(request => !request.Completion.Task.IsCompleted)
            .Select(request => request.Customer).ToHashSet(StringComparer.Ordinal);
        queue.PutBack(second.FindAll(request => waiting.Contains(request.Customer)));
        second.RemoveAll(request => waiting.Contains(request.Customer));
        await SettleAsync(second, stop);
    }

    // A lock that was waited for too long leaves the session whole; after anything else it is not to be trusted.
    async ValueTask EndAsync(Fault fault, CancellationToken stop)
    {
        try
        {
            if (fault == Fault.Held && session is not null) await session.RollbackAsync(stop);
            else await CloseAsync();
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            around.Log.SessionCloseFailed(exception);
            await CloseAsync();
        }
    }

    async ValueTask CloseAsync()
    {
        if (session is null) return;
        var broken = session;
        session = null;
        try
        {
            await broken.DisposeAsync();
        }
        catch (Exception exception)
        {
            around.Log.SessionCloseFailed(exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync();
}
