namespace Tollgate.Postgres;

/// <summary>Lists, on pooled connections of their own.</summary>
internal sealed class PostgresQueries(NpgsqlDataSource source) : IQueries
{
    static readonly string Customers = $"""
        SELECT {Tables.Profiles.ColumnList} FROM profile
        WHERE key > $1 AND ($2 IS NULL OR strpos(lower(key), lower($2)) > 0 OR strpos(lower(name), lower($2)) > 0
          OR strpos(lower(email), lower($2)) > 0)
        ORDER BY key LIMIT $3
        """;

    static readonly string Events = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id = $1 AND ($2 IS NULL OR feature_id = $2) AND at >= $3 AND at < $4 AND line = 0
          AND (at, sequence) < ($5, $6)
        ORDER BY at DESC, sequence DESC LIMIT $7
        """;

    static readonly string HistoryEvents = $"""
        SELECT {Tables.Events.ColumnList} FROM event WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence, line LIMIT $3
        """;

    static readonly string HistoryAudits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    static readonly string Counters = $"SELECT {Tables.Counters.ColumnList} FROM counter WHERE customer_id = $1";

    public async ValueTask<IReadOnlyList<Profile>> CustomersAsync(string? search, string? after, int limit, CancellationToken stop) =>
        await ListAsync(Customers, Tables.Profiles, stop, Text(after ?? ""), Text(search), Int(limit));

    public async ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        EventFilter filter, EventPosition? before, int limit, CancellationToken stop)
    {
        var position = before ?? new EventPosition(Instant.MaxValue, long.MaxValue);
        return await ListAsync(
            Events, Tables.Events, stop, Long(filter.Customer.Value), Int(filter.Feature), Time(filter.From ?? Instant.MinValue),
            Time(filter.To ?? Instant.MaxValue), Time(position.At), Long(position.Sequence), Int(limit));
    }

    public async ValueTask<IReadOnlyList<Change>> HistoryAsync(CustomerId customer, long after, int limit, CancellationToken stop)
    {
        var events = await ListAsync(HistoryEvents, Tables.Events, stop, Long(customer.Value), Long(after), Int(limit));
        var audits = await ListAsync(HistoryAudits, Tables.Audits, stop, Long(customer.Value), Long(after), Int(limit));
        var changes = events.Select(one => new Change(one, null)).Concat(audits.Select(one => new Change(null, one)));
        return [.. changes.OrderBy(change => change.Sequence).Take(limit)];
    }

    public async ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        await ListAsync(Counters, Tables.Counters, stop, Long(customer.Value));

    public async ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop)
    {
        var found = await ReadAsync("SELECT id FROM customer WHERE key = $1", rows => new CustomerId(rows.Int64(0)), () => [Text(key)], stop);
        return found.Count == 0 ? null : found[0];
    }

    Task<List<TRow>> ListAsync<TRow>(string sql, Table<TRow> table, CancellationToken stop, params NpgsqlParameter[] parameters) =>
        ReadAsync(sql, table.Read, () => Array.ConvertAll(parameters, parameter => parameter.Clone()), stop);

    // Connections of the pool that died with a restarted server are found out only by using them: once more, on a new one.
    async Task<List<TRow>> ReadAsync<TRow>(
        string sql, Func<RowReader, TRow> read, Func<NpgsqlParameter[]> parameters, CancellationToken stop)
    {
        try
        {
            return await ReadOnceAsync(sql, read, parameters(), stop);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && !stop.IsCancellationRequested)
        {
            source.Clear();
            return await ReadOnceAsync(sql, read, parameters(), stop);
        }
    }

    async Task<List<TRow>> ReadOnceAsync<TRow>(
        string sql, Func<RowReader, TRow> read, NpgsqlParameter[] parameters, CancellationToken stop)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        List<TRow> list = [];
        while (await reader.ReadAsync(stop)) list.Add(read(rows));
        return list;
    }

    static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Int(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    static NpgsqlParameter Long(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter Time(Instant value) => new() { Value = PostgresTime.Write(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
