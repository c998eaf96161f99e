using System.Text.Json;

namespace Tollgate.Sqlite;

/// <summary>
/// The inbox: read beside the writer, written in turns of its own by the one connection that writes.
/// </summary>
internal sealed class SqliteInbox(SqliteQueries readers, Writer writer, TimeProvider clock) : IInbox
{
    const string OneRow = "provider = $1 AND event = $2";

    static readonly string Columns = Tables.Inbox.ColumnList;

    static readonly string Keep = $"""
        INSERT INTO webhook_event ({Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, NULL, NULL, NULL, NULL, 0, $8)
        ON CONFLICT (provider, event) DO NOTHING
        """;

    const string Settle = $"""
        UPDATE webhook_event
        SET outcome = $3, problem = $4, awaits = $5, customer_id = coalesce($6, customer_id),
            customer = coalesce($7, customer), tries = tries + 1, next_at = $8
        WHERE {OneRow} AND outcome <> 2
        """;

    static readonly string Find = $"SELECT {Columns} FROM webhook_event WHERE {OneRow}";

    // What is listed shows no bodies.
    static readonly string List = $"""
        SELECT {Columns.Replace("body", "x''", StringComparison.Ordinal)} FROM webhook_event
        WHERE (received_at, provider, event) < ($1, $2, $3)
        ORDER BY received_at DESC, provider DESC, event DESC LIMIT $4
        """;

    static readonly string Due = $"""
        SELECT {Columns} FROM webhook_event WHERE next_at <= $1 ORDER BY next_at LIMIT $2
        """;

    const string PutOff = $"UPDATE webhook_event SET next_at = $3 WHERE {OneRow}";

    const string Wake = """
        UPDATE webhook_event SET next_at = $3
        WHERE provider = $1 AND awaits IN (SELECT value FROM json_each($2)) AND outcome = 1
        """;

    const string Swept = "SELECT until FROM webhook_sweep WHERE provider = $1";

    const string NoteSweep = """
        INSERT INTO webhook_sweep (provider, until) VALUES ($1, $2)
        ON CONFLICT (provider) DO UPDATE SET until = excluded.until
        """;

    const string Forget = """
        DELETE FROM webhook_event WHERE (provider, event) IN (
          SELECT provider, event FROM webhook_event WHERE received_at < $1 ORDER BY received_at LIMIT 5000)
        """;

    long Now => SqliteTime.Write(Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut());

    public async ValueTask<KeptMessage> KeepAsync(InboxMessage message, TimeSpan grace, CancellationToken stop) =>
        await ChangeAsync(connection =>
        {
            var now = Now;
            var isNew = Change(
                connection, Keep, message.Provider, message.Event, message.Type, SqliteTime.Write(message.At),
                message.Body, message.Object, now, now + Micros(grace)) > 0;
            return new KeptMessage(Rows(connection, Find, message.Provider, message.Event)[0], isNew);
        }, stop);

    public async ValueTask SettleAsync(InboxKey key, InboxResult result, CancellationToken stop) =>
        await ChangeAsync(connection => Change(
            connection, Settle, key.Provider, key.Event, (short)result.Outcome, result.Problem, result.Awaits,
            result.Customer?.Value, result.CustomerKey, result.RetryIn is { } wait ? Now + Micros(wait) : null), stop);

    public ValueTask<InboxMessage?> FindAsync(InboxKey key, CancellationToken stop) =>
        readers.ReadAsync(connection => Rows(connection, Find, key.Provider, key.Event).FirstOrDefault());

    public ValueTask<IReadOnlyList<InboxMessage>> ListAsync(
        InboxPosition? before, int limit, CancellationToken stop)
    {
        var place = before ?? new InboxPosition(Instant.MaxValue, "", "");
        return readers.ReadAsync<IReadOnlyList<InboxMessage>>(connection => Rows(
            connection, List, SqliteTime.Write(place.ReceivedAt), place.Provider, place.Event, limit));
    }

    public async ValueTask<IReadOnlyList<InboxMessage>> TakeAsync(int limit, TimeSpan grace, CancellationToken stop)
    {
        // Whoever looks each second is no writer unless there is something.
        if ((await readers.ReadAsync(connection => Rows(connection, Due, Now, 1))).Count == 0) return [];
        return await ChangeAsync(connection =>
        {
            var due = Rows(connection, Due, Now, limit);
            foreach (var row in due) Change(connection, PutOff, row.Provider, row.Event, Now + Micros(grace));
            return due;
        }, stop);
    }

    public async ValueTask<int> WakeAsync(
        string provider, IReadOnlyCollection<string> awaited, CancellationToken stop) =>
        await ChangeAsync(
            connection => Change(connection, Wake, provider, JsonSerializer.Serialize(awaited.ToArray()), Now), stop);

    public ValueTask<Instant?> SweptAsync(string provider, CancellationToken stop) =>
        readers.ReadAsync<Instant?>(connection =>
        {
            using var swept = connection.Query(Swept, 1);
            return swept.Find(provider) is long until ? SqliteTime.Read(until) : null;
        });

    public async ValueTask NoteSweepAsync(string provider, Instant until, CancellationToken stop) =>
        await ChangeAsync(
            connection => Change(connection, NoteSweep, provider, SqliteTime.Write(until)), stop);

    public async ValueTask<int> ForgetAsync(TimeSpan kept, CancellationToken stop) =>
        await ChangeAsync(connection => Change(connection, Forget, Now - Micros(kept)), stop);

    // A job that fails takes the connection and its transaction with it.
    async Task<T> ChangeAsync<T>(Func<Connection, T> change, CancellationToken stop) =>
        await writer.InTurnAsync(connection =>
        {
            connection.Run("BEGIN IMMEDIATE");
            var changed = change(connection);
            connection.Run("COMMIT");
            return changed;
        }, stop);

    static int Change(Connection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Query(sql, values.Length);
        return query.Change(values);
    }

    static List<InboxMessage> Rows(Connection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Query(sql, values.Length);
        List<InboxMessage> rows = [];
        query.Read(Tables.Inbox, rows, values);
        return rows;
    }

    static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
