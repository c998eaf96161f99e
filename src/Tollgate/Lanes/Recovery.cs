namespace Tollgate.Lanes;

/// <summary>What a lane does when its session fails: look up, wait, or give up on what has waited too long.</summary>
internal sealed class Recovery(IStore store, Metrics metrics, Surroundings around)
{
    bool isAway;

    /// <summary>Notes that the database answers.</summary>
    public void Succeed() => isAway = false;

    /// <summary>Finds out whether an attempt took effect, trying for as long as its callers may wait.</summary>
    public async Task<Landed> WasCommittedAsync(Attempt sent, IReadOnlyList<Request> batch, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = await store.OpenAsync(Access.Write, stop);
                var landed = await session.WasCommittedAsync(sent, stop);
                metrics.Resolved(landed);
                around.Log.CommitResolved(landed);
                return landed ? Landed.Yes : Landed.No;
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                if (batch.All(request => around.Age(request) > around.Options.RequestTimeout))
                {
                    Fail(batch, Unavailability.DatabaseUnavailable, exception);
                    return Landed.Unsaid;
                }
                await PauseAsync(store.Classify(exception, committing: false), attempt, stop);
            }
        }
    }

    /// <summary>
    /// The requests that have not waited too long; the others are turned away. A process that was stopped for a while
    /// writes nothing for callers that it kept waiting.
    /// </summary>
    public IReadOnlyList<Request> InTime(IReadOnlyList<Request> batch, LaneKind kind)
    {
        var patience = kind == LaneKind.Patient ? around.Options.BusyTimeout : around.Options.RequestTimeout;
        if (batch.All(request => around.Age(request) <= patience)) return batch;
        var late = batch.Where(request => around.Age(request) > patience).ToList();
        var busy = late.FindAll(request => kind == LaneKind.Patient || request.Misses > 0);
        Fail(busy, Unavailability.CustomerBusy, null);
        Fail([.. late.Except(busy)], isAway ? Unavailability.DatabaseUnavailable : Unavailability.Overloaded, null);
        return [.. batch.Except(late)];
    }

    /// <summary>Answers the requests that have waited too long for this fault, and returns the others.</summary>
    public IReadOnlyList<Request> GiveUp(IReadOnlyList<Request> batch, Fault fault, Exception exception)
    {
        isAway = fault is Fault.Unavailable;
        var patience = fault is Fault.Held ? around.Options.BusyTimeout : around.Options.RequestTimeout;
        var late = batch.Where(request => around.Age(request) > patience).ToList();
        if (late.Count == 0) return batch;
        var why = fault is Fault.Held ? Unavailability.CustomerBusy : Unavailability.DatabaseUnavailable;
        Fail(late, why, exception);
        return [.. batch.Except(late)];
    }

    /// <summary>Waits before another try: longer each time, never in step with others.</summary>
    public Task PauseAsync(Fault fault, int attempt, CancellationToken stop)
    {
        var most = fault == Fault.Unavailable ? 500 : 50;
        var milliseconds = Random.Shared.Next(1, Math.Min(most, 5 << Math.Min(attempt, 8)));
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), around.Clock, stop);
    }

    /// <summary>Tells those that are not answered yet why they will not be.</summary>
    public void Fail(IReadOnlyList<Request> batch, Unavailability why, Exception? exception)
    {
        var told = batch.Count(request => request.TurnAway(why, exception));
        if (told == 0) return;
        around.Log.GaveUp(told, why, exception);
        metrics.Unavailable(told, why);
    }
}
