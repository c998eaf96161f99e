using System.Data;

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

    // The key leads from the feature to the time: a page of each feature, and of those the latest.
    static readonly string Events = $"""
        SELECT e.* FROM feature f
        CROSS JOIN LATERAL (
          SELECT {Tables.Events.ColumnList} FROM event
          WHERE customer_id = $1 AND feature_id = f.id AND at >= $3 AND at < $4
            AND line = 0 AND kind IN ({Tables.ListedKinds})
            AND (at, sequence) < ($5, $6) AND ($8 IS NULL OR namespace = $8)
          ORDER BY at DESC, sequence DESC LIMIT $7) e
        WHERE $2 IS NULL OR f.id = $2
        ORDER BY e.at DESC, e.sequence DESC LIMIT $7
        """;

    static readonly string HistoryEvents = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence, line LIMIT $3
        """;

    static readonly string HistoryAudits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    static readonly string Counters = $"SELECT {Tables.Counters.ColumnList} FROM counter WHERE customer_id = $1";

    public async ValueTask<IReadOnlyList<Profile>> CustomersAsync(
        string? search, string? after, int limit, CancellationToken stop) =>
        await ListAsync(Customers, Tables.Profiles, stop, Text(after ?? ""), Text(search), Int(limit));

    public async ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        EventFilter filter, EventPosition? before, int limit, CancellationToken stop)
    {
        var position = before ?? new EventPosition(Instant.MaxValue, long.MaxValue);
        return await ListAsync(
            Events, Tables.Events, stop, Long(filter.Customer.Value), Int(filter.Feature),
            Time(filter.From ?? Instant.MinValue),
            Time(filter.To ?? Instant.MaxValue), Time(position.At), Long(position.Sequence), Int(limit),
            Text(filter.Namespace));
    }

    public async ValueTask<IReadOnlyList<Change>> HistoryAsync(
        CustomerId customer, long after, int limit, CancellationToken stop) =>
        await TwiceAsync(() => HistoryOnceAsync(customer, after, limit, stop), stop);

    public async ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        await ListAsync(Counters, Tables.Counters, stop, Long(customer.Value));

    public async ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop)
    {
        var found = await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand("SELECT id FROM customer WHERE key = $1"),
                rows => new CustomerId(rows.Int64(0)), stop, Text(key)),
            stop);
        return found.Count == 0 ? null : found[0];
    }

    // On one snapshot: between two, a later change could be listed and an earlier one left out.
    async Task<IReadOnlyList<Change>> HistoryOnceAsync(
        CustomerId customer, long after, int limit, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var events = await ReadAsync(
            new NpgsqlCommand(HistoryEvents, connection), Tables.Events.Read, stop,
            Long(customer.Value), Long(after), Int(limit));
        var audits = await ReadAsync(
            new NpgsqlCommand(HistoryAudits, connection), Tables.Audits.Read, stop, Long(customer.Value), Long(after),
            Int(limit));
        return Change.Page(events, audits, limit);
    }

    Task<List<TRow>> ListAsync<TRow>(
        string sql, Table<TRow> table, CancellationToken stop, params NpgsqlParameter[] parameters) =>
        TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(sql), table.Read, stop,
                Array.ConvertAll(parameters, parameter => parameter.Clone())),
            stop);

    // Connections of the pool that died with a restarted server are found out only by using them: once more, on a new
    // one.
    async Task<T> TwiceAsync<T>(Func<Task<T>> read, CancellationToken stop)
    {
        try
        {
            return await read();
        }
        catch (NpgsqlException exception) when (
            exception is { IsTransient: true, InnerException: not TimeoutException } && !stop.IsCancellationRequested)
        {
            source.Clear();
            return await read();
        }
    }

    static async Task<List<TRow>> ReadAsync<TRow>(
        NpgsqlCommand owned, Func<RowReader, TRow> read, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = owned;
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        List<TRow> list = [];
        while (await reader.ReadAsync(stop)) list.Add(read(rows));
        return list;
    }

    static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Int(int? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    static NpgsqlParameter Long(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter Time(Instant value) =>
        new() { Value = PostgresTime.Write(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
