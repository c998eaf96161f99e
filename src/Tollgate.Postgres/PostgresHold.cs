using System.Data;
using System.Data.Common;

namespace Tollgate.Postgres;

/// <summary>
/// A transaction that a caller's own statements share: a real one of Npgsql, on a pooled connection as the caller's own
/// would be. Only the gate's own statements run with its planner settings.
/// </summary>
internal sealed class PostgresHold : IHeldSession
{
    // Who holds a customer may have to compute a counter from every event that it ever had.
    const int LoadSeconds = 600;
    const int WriteSeconds = 15;
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    readonly NpgsqlConnection connection;
    readonly NpgsqlDataSource? others;
    readonly TimeSpan atMost;
    readonly string clock;
    NpgsqlTransaction? transaction;
    (int Process, DateTime Began) backend;

    /// <summary>One on a connection that it gives back.</summary>
    public PostgresHold(NpgsqlConnection connection, NpgsqlDataSource others, TimeSpan atMost, string clock) =>
        (this.connection, this.others, this.atMost, this.clock) = (connection, others, atMost, clock);

    /// <summary>One in a transaction of the caller's: it locks and reads, and neither writes nor ends it.</summary>
    public PostgresHold(NpgsqlTransaction lent, string clock) =>
        (connection, transaction, this.clock) = (lent.Connection!, lent, clock);

    bool IsLent => others is null;

    public DbTransaction? Transaction => transaction;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        await PostgresSession.ResolveAsync(connection, keys, [], stop);

    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        var first = transaction is null;
        transaction ??= await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
        await using var batch = NewBatch(LoadSeconds);
        PostgresSession.Append(batch, first ? HoldSql.Begin(atMost) : IsLent ? HoldSql.PinLent : HoldSql.Pin);
        Parameters.AddTo(PostgresSession.Append(batch, Sql.Lock), [.. wanted.Customers]);
        PostgresSession.Append(batch, clock);
        var loads = new Loads(batch, wanted);
        PostgresSession.Append(batch, first ? HoldSql.UnpinFirst : HoldSql.Unpin);

        await using var reader = await batch.ExecuteReaderAsync(stop);
        await RequireHeldAsync(reader, stop);
        if (first) backend = (reader.GetInt32(HoldSql.MoreAt), reader.GetDateTime(HoldSql.MoreAt + 1));
        await reader.NextResultAsync(stop);
        return await PostgresSession.ReadBegunAsync(reader, loads, wanted, stop);
    }

    public async ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop)
    {
        await using var batch = NewBatch(LoadSeconds);
        PostgresSession.Append(batch, HoldSql.PinLent);
        PostgresSession.Append(batch, Sql.Revision);
        var loads = new Loads(batch, wanted);
        PostgresSession.Append(batch, HoldSql.Unpin);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.NextResultAsync(stop);
        return await PostgresSession.ReadMoreAsync(reader, loads, wanted, stop);
    }

    public async ValueTask WriteAsync(ChangeSet changes, CancellationToken stop)
    {
        // What time has brought about is written by the next batch.
        if (IsLent) return;
        await using var batch = NewBatch(WriteSeconds);
        PostgresSession.AppendWrites(batch, changes);
        await batch.ExecuteNonQueryAsync(stop);
    }

    // COMMIT after a statement has failed would roll back and say nothing: the statement before it says it.
    public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        await using var batch = NewBatch(WriteSeconds);
        PostgresSession.Append(batch, HoldSql.IsHeld);
        PostgresSession.AppendWrites(batch, changes);
        PostgresSession.Append(batch, HoldSql.Durable);
        PostgresSession.Append(batch, "COMMIT");
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(stop);
            await RequireHeldAsync(reader, stop);
            while (await reader.NextResultAsync(stop)) continue;
        }
        catch (NpgsqlOperationInProgressException left)
        {
            throw new InvalidOperationException("The operation left a statement of its own unfinished.", left);
        }
        catch (PostgresException failed) when (failed.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            throw new InvalidOperationException(
                "A statement of the operation failed: its transaction can only be rolled back.", failed);
        }
    }

    public async ValueTask RollbackAsync(CancellationToken stop)
    {
        if (transaction is not null && !IsLent) await transaction.RollbackAsync(stop);
    }

    public ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop) =>
        throw new NotSupportedException("Another session looks that up.");

    // The server ends the transaction, whatever the caller's work is about to do with it; its next statement fails.
    public async ValueTask AbortAsync()
    {
        if (backend.Process != 0)
        {
            await using var command = others!.CreateCommand(HoldSql.Terminate);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = backend.Process });
            command.Parameters.Add(
                new NpgsqlParameter<DateTime> { TypedValue = backend.Began, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        await BreakAsync();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsLent) return;
        // Npgsql uses a transaction's object again for the connection's next one: it is left alone from here on.
        var ends = Interlocked.Exchange(ref transaction, null);
        if (ends is not null) await ends.DisposeAsync();
        await connection.DisposeAsync();
    }

    // A connection that does not know yet that it is broken would go back to its pool.
    async Task BreakAsync()
    {
        using var patience = new CancellationTokenSource(Quiet);
        while (connection.State == ConnectionState.Open && !patience.IsCancellationRequested)
        {
            try
            {
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                await command.ExecuteNonQueryAsync(patience.Token);
            }
            catch (NpgsqlOperationInProgressException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
            }
            catch (Exception broken) when (broken is NpgsqlException or OperationCanceledException)
            {
                return;
            }
        }
    }

    static async Task RequireHeldAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        await reader.ReadAsync(stop);
        if (!reader.GetBoolean(0))
            throw new InvalidOperationException("The operation has ended the transaction by itself.");
    }

    NpgsqlBatch NewBatch(int seconds) => new(connection) { Timeout = seconds };
}
