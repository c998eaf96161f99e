namespace Tollgate.Passages;

/// <summary>
/// Lets operations through: waits for the customer, asks whether it may pass, runs the operation and ends its
/// transaction. Both the wait and the hold are bounded. Thread-safe.
/// </summary>
internal sealed class Porter(
    IStore store, Memory memory, Metrics metrics, Surroundings around, Action<Request> validate,
    CancellationToken giveUp) : IDisposable
{
    // How long an operation that was told to end has for it.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Others of the same customer notice an operation that holds it for longer.
    static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    readonly Recovery recovery = new(store, metrics, around);
    readonly Turns turns = new(around.Options.QueueEvents);
    readonly SemaphoreSlim places = new(around.Options.Holds);

    /// <summary>Lets nobody more in; completes when all who were let in have left.</summary>
    public Task CloseAsync() => turns.CloseAsync();

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    public async Task<Passed<T>> ExecuteAsync<T>(
        ShowAccess who, Func<Passage, CancellationToken, Task<T>> operation, CancellationToken cancel)
    {
        var asked = around.Clock.GetTimestamp();
        using var patience = new CancellationTokenSource(around.Options.BusyTimeout, around.Clock);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel, giveUp);
        using var turn = await TakeTurnAsync(who.Customer, wait.Token, cancel);
        var (hold, answer) = await EnterAsync(who, wait.Token, cancel);
        try
        {
            metrics.Waited(around.Clock.GetElapsedTime(asked));
            if (answer.Rejected is { } rejected) return new Passed<T>(Unknown(rejected), null, default);
            var access = ((Shown<AccessView>)answer.Outcomes[0]).Value;
            if (!access.Active) return new Passed<T>(access.Reason, access, default);
            var value = await HoldAsync(hold, new Passage(who.Customer, access, hold, validate), operation, cancel);
            return new Passed<T>(Reason.None, access, value);
        }
        finally
        {
            await hold.DisposeAsync();
            places.Release();
        }
    }

    async Task<IDisposable> TakeTurnAsync(string customer, CancellationToken wait, CancellationToken cancel)
    {
        try
        {
            return await turns.TakeAsync(customer, wait) ?? throw Unavailable(Unavailability.Overloaded);
        }
        catch (OperationCanceledException over) when (!cancel.IsCancellationRequested)
        {
            throw Unavailable(Unavailability.CustomerBusy, over);
        }
    }

    // Nothing was done yet: whatever passes is tried again for as long as there is time.
    async Task<(Hold Hold, Answer Answer)> EnterAsync(
        ShowAccess who, CancellationToken wait, CancellationToken cancel)
    {
        var why = Unavailability.CustomerBusy;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryEnterAsync(who, wait);
            }
            catch (Exception exception)
            {
                cancel.ThrowIfCancellationRequested();
                if (wait.IsCancellationRequested) throw Unavailable(why, exception);
                var fault = store.Classify(Cause(exception), committing: false);
                metrics.Fault(fault);
                if (fault == Fault.Poison) throw;
                why = fault == Fault.Held ? Unavailability.CustomerBusy : Unavailability.DatabaseUnavailable;
                await recovery.PauseAsync(fault, attempt, CancellationToken.None);
            }
        }
    }

    // Who waits for a customer that is held elsewhere gives its place to others now and then.
    async Task<(Hold Hold, Answer Answer)> TryEnterAsync(ShowAccess who, CancellationToken wait)
    {
        await places.WaitAsync(wait);
        Hold? hold = null;
        try
        {
            hold = new Hold(await store.HoldAsync(around.Options.LongestHold, wait), store, memory, around);
            return (hold, await hold.SettleAsync(new Request([who]) { ReadOnly = true }, wait));
        }
        catch
        {
            if (hold is not null) await hold.DisposeAsync();
            places.Release();
            throw;
        }
    }

    async Task<T> HoldAsync<T>(
        Hold hold, Passage passage, Func<Passage, CancellationToken, Task<T>> operation, CancellationToken cancel)
    {
        var began = around.Clock.GetTimestamp();
        try
        {
            var value = await RunAsync(hold, passage, operation, cancel);
            if (passage.IsRolledBack) return value;
            await hold.CompleteAsync();
            await CommitAsync(hold);
            return value;
        }
        finally
        {
            var held = around.Clock.GetElapsedTime(began);
            metrics.Held(held);
            if (held > Noticeable) around.Log.HeldLong((long)held.TotalMilliseconds);
        }
    }

    // On a thread of the pool: one that never gives its thread back is cut off as well.
    async Task<T> RunAsync<T>(
        Hold hold, Passage passage, Func<Passage, CancellationToken, Task<T>> operation, CancellationToken cancel)
    {
        using var longest = new CancellationTokenSource(around.Options.LongestHold, around.Clock);
        using var told = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, giveUp, cancel);
        using var cut = new CancellationTokenSource(around.Options.LongestHold + Grace, around.Clock);
        using var closing = giveUp.Register(() => cut.CancelAfter(Grace));
        var running = Task.Run(() => passage.RunAsync(operation, told.Token), CancellationToken.None);
        try
        {
            var value = await running.WaitAsync(cut.Token);
            longest.Token.ThrowIfCancellationRequested();
            return value;
        }
        catch (Exception exception) when (longest.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The operation held its customer for {around.Options.LongestHold}; it was rolled back.", exception);
        }
        catch (OperationCanceledException exception) when (giveUp.IsCancellationRequested)
        {
            throw Unavailable(Unavailability.Overloaded, exception);
        }
        finally
        {
            passage.End();
            if (!running.IsCompleted)
            {
                around.Log.HoldCutOff();
                await hold.AbortAsync(running);
            }
        }
    }

    async Task CommitAsync(Hold hold)
    {
        try
        {
            await hold.CommitAsync();
        }
        catch (Exception exception)
        {
            var fault = store.Classify(exception, committing: true);
            metrics.Fault(fault);
            if (fault == Fault.Poison) throw;
            if (fault != Fault.Unknown) throw Unavailable(Unavailability.DatabaseUnavailable, exception);
            await hold.DisposeAsync();
            if (!await WasCommittedAsync(hold, exception))
                throw Unavailable(Unavailability.DatabaseUnavailable, exception);
        }
    }

    async Task<bool> WasCommittedAsync(Hold hold, Exception exception)
    {
        if (hold.Attempt is not { } sent) throw new OutcomeUnknownException(exception);
        var asks = new Request([]) { Admitted = around.Clock.GetTimestamp() };
        try
        {
            var landed = await recovery.WasCommittedAsync(sent, [asks], giveUp);
            return landed == Landed.Unsaid ? throw new OutcomeUnknownException(exception) : landed == Landed.Yes;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            throw new OutcomeUnknownException(exception);
        }
    }

    static Reason Unknown(Rejected rejected) =>
        rejected.Code == Rejection.NamespaceNotFound ? Reason.NamespaceUnknown : Reason.CustomerUnknown;

    static Exception Cause(Exception exception) =>
        exception is GateUnavailableException { InnerException: { } inner } ? inner : exception;

    GateUnavailableException Unavailable(Unavailability why, Exception? exception = null)
    {
        metrics.Unavailable(1, why);
        return new GateUnavailableException(why, exception);
    }
}
