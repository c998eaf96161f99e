using Tollgate.Passages;

namespace Tollgate;

public sealed partial class Gate
{
    /// <summary>Whether a customer may pass, as it stands; an operation is let through on more than that.</summary>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="RejectedException">There is no such customer or namespace.</exception>
    /// <exception cref="GateUnavailableException">It was not decided in time.</exception>
    public Task<AccessView> AccessAsync(string customer, string? name = null, CancellationToken cancel = default) =>
        ShowAsync<AccessView>(new ShowAccess(customer, name), cancel);

    /// <summary>
    /// Asks whether a customer may pass within a transaction that is the caller's, and that holds the customer's lock
    /// from then on. For stores, which know how to lend one.
    /// </summary>
    /// <inheritdoc cref="AccessAsync(string, string?, CancellationToken)" path="/exception"/>
    public async Task<AccessView> AccessAsync(ShowAccess who, IHeldSession within, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(within);
        Passage.RefuseInside();
        var request = new Request([who]) { ReadOnly = true };
        Validate(request);
        if (!IsOpen) throw Unavailable(Unavailability.Overloaded);
        var hold = new Hold(within, store, memory, around);
        return Expect<Shown<AccessView>>(await hold.SettleAsync(request, cancel)).Value;
    }

    /// <summary>
    /// Runs an operation in a transaction that holds the customer's lock and has checked that it may pass; where it may
    /// not, the operation is not called. What the operation writes by the passage's transaction, and what it uses by
    /// the passage, is committed together when it returns; when it throws, nothing of it is, and the exception goes on
    /// to the caller. Meanwhile every other request of the customer waits; no other customer does, but on a store with
    /// one writer.
    /// </summary>
    /// <param name="who">Who is to pass, or which namespace of it.</param>
    /// <param name="operation">
    /// Gets the passage, and a token that fires after <see cref="TollgateOptions.LongestHold"/>, or when
    /// <paramref name="cancel"/> does. It runs once. Inside, no other call of a gate is possible.
    /// </param>
    /// <param name="cancel">Ends the wait for the customer, and tells the operation.</param>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="InvalidOperationException">
    /// It is called inside an operation; or the operation has ended the transaction itself, or has gone on after a
    /// statement of its own failed.
    /// </exception>
    /// <exception cref="GateUnavailableException">
    /// The customer was held for longer than <see cref="TollgateOptions.BusyTimeout"/>, or the database failed: nothing
    /// was committed.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// It ran for longer than <see cref="TollgateOptions.LongestHold"/>: nothing was committed.
    /// </exception>
    /// <exception cref="OutcomeUnknownException">
    /// The connection was lost in the middle of COMMIT, and nothing was used by which it could be looked up.
    /// </exception>
    public async Task<Passed<T>> ExecuteAsync<T>(
        ShowAccess who, Func<Passage, CancellationToken, Task<T>> operation, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Passage.RefuseInside();
        Validate(new Request([who]));
        if (!IsOpen) throw Unavailable(Unavailability.Overloaded);
        return await porter.ExecuteAsync(who, operation, cancel);
    }

    /// <inheritdoc cref="ExecuteAsync{T}(ShowAccess, Func{Passage, CancellationToken, Task{T}}, CancellationToken)"/>
    public Task<Passed<T>> ExecuteAsync<T>(
        string customer, Func<Passage, CancellationToken, Task<T>> operation, CancellationToken cancel = default) =>
        ExecuteAsync(new ShowAccess(customer), operation, cancel);

    /// <inheritdoc cref="ExecuteAsync{T}(ShowAccess, Func{Passage, CancellationToken, Task{T}}, CancellationToken)"/>
    public async Task<Passed> ExecuteAsync(
        string customer, Func<Passage, CancellationToken, Task> operation, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return await ExecuteAsync(new ShowAccess(customer), RunAsync, cancel);

        async Task<bool> RunAsync(Passage passage, CancellationToken stop)
        {
            await operation(passage, stop);
            return true;
        }
    }
}
