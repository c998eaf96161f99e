using Tollgate.Passages;
using Tollgate.Postgres;

namespace Tollgate;

/// <summary>The gate and PostgreSQL's own transactions.</summary>
public static class PostgresGateExtensions
{
    static readonly string Clock = Sql.Clock("clock_timestamp()");

    /// <summary>
    /// The transaction that holds the customer, for the operation's own statements by Npgsql, Dapper or EF Core; its
    /// connection is <see cref="NpgsqlTransaction.Connection"/>. Not to be committed, rolled back or disposed of here.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The gate is not on PostgreSQL, or the operation has ended.
    /// </exception>
    public static NpgsqlTransaction PostgresTransaction(this Passage passage)
    {
        ArgumentNullException.ThrowIfNull(passage);
        return passage.Transaction as NpgsqlTransaction
            ?? throw new InvalidOperationException("This gate is not on PostgreSQL.");
    }

    /// <summary>
    /// Locks a customer in a transaction that the caller has already, waiting for it as long as the transaction's
    /// <c>lock_timeout</c> allows, and answers whether it may pass. Until that transaction ends nothing is decided
    /// about the customer elsewhere: a suspension that was committed is seen, one that is asked for waits. It writes
    /// nothing.
    /// </summary>
    /// <param name="gate">A gate on the same database.</param>
    /// <param name="transaction">The caller's, READ COMMITTED or stricter; it may not be read-only.</param>
    /// <param name="customer">Who is to pass.</param>
    /// <param name="name">The namespace that asks; null: the customer.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidRequestException">Some field is malformed.</exception>
    /// <exception cref="RejectedException">There is no such customer or namespace.</exception>
    /// <exception cref="GateUnavailableException">
    /// The lock time-out passed, or the database failed: the transaction is to be rolled back.
    /// </exception>
    public static Task<AccessView> CheckAsync(
        this Gate gate, NpgsqlTransaction transaction, string customer, string? name = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(transaction);
        if (transaction.Connection is null) throw new InvalidOperationException("The transaction has ended.");
        return gate.AccessAsync(new ShowAccess(customer, name), new PostgresHold(transaction, Clock), cancel);
    }
}
