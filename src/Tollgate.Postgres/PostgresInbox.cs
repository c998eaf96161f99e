namespace Tollgate.Postgres;

/// <summary>The inbox, on pooled connections of its own, beside the lanes.</summary>
internal sealed class PostgresInbox(NpgsqlDataSource source, string clock) : IInbox
{
    const string OneRow = "provider = $1 AND event = $2";

    static readonly string Columns = Tables.Inbox.ColumnList;

    // A volatile function in a condition would keep it from the index; in a subquery it is read once.
    string Now => $"(SELECT {clock})";

    string Keep => $"""
        INSERT INTO webhook_event ({Columns})
        SELECT $1, $2, $3, $4, $5, $6, t.now, 1, NULL, NULL, NULL, NULL, 0, t.now + $7
        FROM (SELECT {clock} AS now OFFSET 0) t
        ON CONFLICT (provider, event) DO NOTHING RETURNING {Columns}
        """;

    string Settle => $"""
        UPDATE webhook_event
        SET outcome = $3, problem = $4, awaits = $5, customer_id = coalesce($6, customer_id),
            customer = coalesce($7, customer), tries = tries + 1, next_at = {Now} + $8
        WHERE {OneRow} AND outcome + 0 <> 2
        """;

    static string Find => $"SELECT {Columns} FROM webhook_event WHERE {OneRow}";

    // What is listed shows no bodies.
    static string List => $"""
        SELECT {Columns.Replace("body", "''::bytea", StringComparison.Ordinal)} FROM webhook_event
        WHERE (received_at, provider, event) < ($1, $2, $3)
        ORDER BY received_at DESC, provider DESC, event DESC LIMIT $4
        """;

    string Take => $"""
        UPDATE webhook_event SET next_at = {Now} + $2
        WHERE (provider, event) IN (
          SELECT provider, event FROM webhook_event WHERE next_at <= {Now}
          ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING {Columns}
        """;

    string Wake => $"""
        UPDATE webhook_event SET next_at = {Now}
        WHERE provider = $1 AND awaits = ANY ($2) AND outcome = 1
        """;

    const string Swept = "SELECT until FROM webhook_sweep WHERE provider = $1";

    const string NoteSweep = """
        INSERT INTO webhook_sweep (provider, until) VALUES ($1, $2)
        ON CONFLICT (provider) DO UPDATE SET until = excluded.until
        """;

    string Forget => $"""
        DELETE FROM webhook_event WHERE (provider, event) IN (
          SELECT provider, event FROM webhook_event WHERE received_at < {Now} - $1 ORDER BY received_at LIMIT 5000)
        """;

    public async ValueTask<KeptMessage> KeepAsync(InboxMessage message, TimeSpan grace, CancellationToken stop)
    {
        var kept = await ReadAsync(
            Keep, Tables.Inbox.Read, stop,
            [
                .. KeyOf(message.Key), Text(message.Type), Time(message.At), Of(message.Body, NpgsqlDbType.Bytea),
                Text(message.Object), Of(grace, NpgsqlDbType.Interval),
            ]);
        if (kept.Count > 0) return new KeptMessage(kept[0], true);
        // Deleted between the two, it is as good as kept: the claim is what counts.
        return new KeptMessage(await FindAsync(message.Key, stop) ?? message, false);
    }

    public async ValueTask SettleAsync(InboxKey key, InboxResult result, CancellationToken stop)
    {
        await using var command = Command(
            Settle,
            [
                .. KeyOf(key), Of((short)result.Outcome, NpgsqlDbType.Smallint), Text(result.Problem),
                Text(result.Awaits), Of(result.Customer?.Value, NpgsqlDbType.Bigint), Text(result.CustomerKey),
                Of(result.RetryIn, NpgsqlDbType.Interval),
            ]);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<InboxMessage?> FindAsync(InboxKey key, CancellationToken stop) =>
        (await ReadAsync(Find, Tables.Inbox.Read, stop, KeyOf(key))).FirstOrDefault();

    public async ValueTask<IReadOnlyList<InboxMessage>> ListAsync(
        InboxPosition? before, int limit, CancellationToken stop)
    {
        var place = before ?? new InboxPosition(Instant.MaxValue, "", "");
        return await ReadAsync(
            List, Tables.Inbox.Read, stop,
            [Time(place.ReceivedAt), Text(place.Provider), Text(place.Event), Of(limit, NpgsqlDbType.Integer)]);
    }

    public async ValueTask<IReadOnlyList<InboxMessage>> TakeAsync(int limit, TimeSpan grace, CancellationToken stop) =>
        await ReadAsync(
            Take, Tables.Inbox.Read, stop,
            [Of(limit, NpgsqlDbType.Integer), Of(grace, NpgsqlDbType.Interval)]);

    public async ValueTask<int> WakeAsync(
        string provider, IReadOnlyCollection<string> awaited, CancellationToken stop)
    {
        await using var command = Command(
            Wake, [Text(provider), Of(awaited.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)]);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<Instant?> SweptAsync(string provider, CancellationToken stop)
    {
        var found = await ReadAsync(Swept, row => row.Instant(0), stop, [Text(provider)]);
        return found.Count == 0 ? null : found[0];
    }

    public async ValueTask NoteSweepAsync(string provider, Instant until, CancellationToken stop)
    {
        await using var command = Command(NoteSweep, [Text(provider), Time(until)]);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<int> ForgetAsync(TimeSpan kept, CancellationToken stop)
    {
        await using var command = Command(Forget, [Of(kept, NpgsqlDbType.Interval)]);
        return await command.ExecuteNonQueryAsync(stop);
    }

    async Task<List<T>> ReadAsync<T>(
        string statement, Func<RowReader, T> read, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(statement, parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        List<T> list = [];
        while (await reader.ReadAsync(stop)) list.Add(read(rows));
        return list;
    }

    NpgsqlCommand Command(string statement, NpgsqlParameter[] parameters)
    {
        var command = source.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        return command;
    }

    static NpgsqlParameter[] KeyOf(InboxKey key) => [Text(key.Provider), Text(key.Event)];

    static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Text);

    static NpgsqlParameter Time(Instant value) => Of(PostgresTime.Write(value), NpgsqlDbType.TimestampTz);

    static NpgsqlParameter Of(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
