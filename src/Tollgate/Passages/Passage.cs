using System.Data.Common;

namespace Tollgate.Passages;

/// <summary>
/// What an operation has that the gate let in: the transaction that holds its customer, and the gate within that
/// transaction. All of it is committed when the operation returns, and nothing of it when it throws or has it
/// rolled back. One thing at a time, and only until the operation ends.
/// </summary>
public sealed class Passage
{
    static readonly AsyncLocal<Passage?> Inside = new();

    readonly Hold hold;
    readonly Action<Request> validate;
    CancellationToken longest;
    volatile bool ended;

    internal Passage(string customer, AccessView access, Hold hold, Action<Request> validate)
    {
        (Customer, Access) = (customer, access);
        (this.hold, this.validate) = (hold, validate);
    }

    /// <summary>Whom it holds.</summary>
    public string Customer { get; }

    /// <summary>How the customer stood when it was let in.</summary>
    public AccessView Access { get; }

    /// <summary>
    /// The transaction, for statements of the operation's own; null on a store that lends none. It is neither to be
    /// committed nor to be rolled back here.
    /// </summary>
    /// <exception cref="InvalidOperationException">The operation has ended.</exception>
    public DbTransaction? Transaction
    {
        get
        {
            RefuseEnded();
            return hold.Session.Transaction;
        }
    }

    /// <summary>The connection of <see cref="Transaction"/>.</summary>
    /// <inheritdoc cref="Transaction" path="/exception"/>
    public DbConnection? Connection => Transaction?.Connection;

    /// <summary>Uses a feature within the transaction: decides, and records if it is allowed.</summary>
    /// <inheritdoc cref="SubmitAsync" path="/exception"/>
    public async Task<Decision> UseAsync(Use use, CancellationToken cancel = default) =>
        await ApplyAsync<Decision>(use, cancel);

    /// <summary>Answers as <see cref="UseAsync"/> would, and records nothing.</summary>
    /// <inheritdoc cref="SubmitAsync" path="/exception"/>
    public async Task<Decision> CheckAsync(Use use, CancellationToken cancel = default) =>
        Gate.Expect<Decision>(
            await SubmitAsync(new Request([use with { CheckOnly = true }]) { ReadOnly = true }, cancel));

    /// <summary>Carries out any command about the customer within the transaction.</summary>
    /// <exception cref="RejectedException">It cannot be carried out as things stand.</exception>
    /// <inheritdoc cref="SubmitAsync" path="/exception"/>
    public async Task<TOutcome> ApplyAsync<TOutcome>(Command command, CancellationToken cancel = default)
        where TOutcome : Outcome =>
        Gate.Expect<TOutcome>(await SubmitAsync(new Request([command]), cancel));

    /// <summary>
    /// Settles a request within the transaction; the next sees its effects, others only once the operation has ended.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// It is about another customer, or its answer is to be stored: the transaction is the operation's.
    /// </exception>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="InvalidOperationException">The operation has ended, or something else is under way.</exception>
    /// <exception cref="GateUnavailableException">
    /// The database failed; the operation cannot be committed any more.
    /// </exception>
    public async Task<Answer> SubmitAsync(Request request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Idempotency is not null)
            throw new ArgumentException("No response is stored by an operation.", nameof(request));
        if (request.Commands.Any(command => command.Customer != Customer))
            throw new ArgumentException("An operation asks about the customer that it holds.", nameof(request));
        validate(request);
        cancel.ThrowIfCancellationRequested();
        RefuseEnded();
        return await hold.SettleAsync(request, longest);
    }

    /// <summary>
    /// Has all of the transaction rolled back when the operation returns: for one that finds out late that it is not to
    /// be. What it returns reaches the caller as ever.
    /// </summary>
    /// <exception cref="InvalidOperationException">The operation has ended.</exception>
    public void RollBack()
    {
        RefuseEnded();
        IsRolledBack = true;
    }

    /// <summary>Whether nothing of it is to be committed.</summary>
    internal bool IsRolledBack { get; private set; }

    /// <summary>Refuses what is called inside an operation: it might wait for that operation.</summary>
    internal static void RefuseInside()
    {
        if (Inside.Value is { ended: false })
            throw new InvalidOperationException(
                "Inside an operation of the gate only its passage may be used: the gate would wait for the operation.");
    }

    /// <summary>Runs the operation; whatever it calls is inside.</summary>
    internal async Task<T> RunAsync<T>(Func<Passage, CancellationToken, Task<T>> operation, CancellationToken stop)
    {
        longest = stop;
        Inside.Value = this;
        return await operation(this, stop);
    }

    /// <summary>Takes nothing more.</summary>
    internal void End() => ended = true;

    void RefuseEnded()
    {
        if (ended) throw new InvalidOperationException("The operation has ended.");
    }
}
