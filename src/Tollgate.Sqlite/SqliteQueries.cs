using System.Collections.Concurrent;

namespace Tollgate.Sqlite;

/// <summary>Lists, on reading connections of their own, of which a few are kept.</summary>
internal sealed class SqliteQueries(string path) : IQueries, IDisposable
{
    const int MostKept = 4;

    static readonly string Customers = $"""
        SELECT {Tables.Profiles.ColumnList} FROM profile
        WHERE key > $1 AND ($2 IS NULL OR holds(key, $2) OR holds(name, $2) OR holds(email, $2))
        ORDER BY key LIMIT $3
        """;

    // The key leads from the feature to the time: a page of each feature, and of those the latest.
    static readonly string Events = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id = $1 AND feature_id = $2 AND at >= $3 AND at < $4 AND line = 0
          AND kind IN ({Tables.ListedKinds}) AND (at, sequence) < ($5, $6)
          AND ($8 IS NULL OR namespace = $8)
        ORDER BY at DESC, sequence DESC LIMIT $7
        """;

    static readonly string HistoryEvents = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence, line LIMIT $3
        """;

    static readonly string HistoryAudits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    static readonly string Counters = $"SELECT {Tables.Counters.ColumnList} FROM counter WHERE customer_id = $1";

    readonly ConcurrentBag<Connection> kept = [];
    volatile bool closed;

    public ValueTask<IReadOnlyList<Profile>> CustomersAsync(
        string? search, string? after, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Profile>>(
            connection => List(connection, Customers, Tables.Profiles, after ?? "", search, limit));

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        EventFilter filter, EventPosition? before, int limit, CancellationToken stop)
    {
        var position = before ?? new EventPosition(Instant.MaxValue, long.MaxValue);
        return ReadAsync<IReadOnlyList<UsageEvent>>(connection =>
        {
            connection.Run("BEGIN");
            var features = filter.Feature is { } one
                ? [one]
                : List(connection, Sql.Features, Tables.Features).ConvertAll(feature => feature.Id);
            var pages = features.SelectMany(feature => List(
                connection, Events, Tables.Events, filter.Customer.Value, feature,
                SqliteTime.Write(filter.From ?? Instant.MinValue),
                SqliteTime.Write(filter.To ?? Instant.MaxValue), SqliteTime.Write(position.At), position.Sequence,
                limit, filter.Namespace)).ToList();
            connection.Run("ROLLBACK");
            return [.. pages.OrderByDescending(use => use.At).ThenByDescending(use => use.Sequence).Take(limit)];
        });
    }

    // On one snapshot: between two, a later change could be listed and an earlier one left out.
    public ValueTask<IReadOnlyList<Change>> HistoryAsync(
        CustomerId customer, long after, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Change>>(connection =>
        {
            connection.Run("BEGIN");
            var events = List(connection, HistoryEvents, Tables.Events, customer.Value, after, limit);
            var audits = List(connection, HistoryAudits, Tables.Audits, customer.Value, after, limit);
            connection.Run("ROLLBACK");
            return Change.Page(events, audits, limit);
        });

    public ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Counter>>(connection => List(connection, Counters, Tables.Counters, customer.Value));

    public ValueTask<CustomerId?> FindCustomerAsync(string key, CancellationToken stop) =>
        ReadAsync<CustomerId?>(connection =>
            connection.Loads.Resolve([key]) is { Count: > 0 } found ? found[key] : null);

    public void Dispose()
    {
        closed = true;
        DisposeKept();
    }

    void DisposeKept()
    {
        while (kept.TryTake(out var connection)) connection.Dispose();
    }

    /// <summary>Reads on a connection of its own. One that failed is not kept.</summary>
    public ValueTask<T> ReadAsync<T>(Func<Connection, T> read)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        if (!kept.TryTake(out var connection)) connection = Connection.OpenReader(path);
        var keep = false;
        try
        {
            var found = read(connection);
            keep = !closed && kept.Count < MostKept;
            return ValueTask.FromResult(found);
        }
        finally
        {
            if (keep) kept.Add(connection);
            else connection.Dispose();
            if (closed) DisposeKept();
        }
    }

    static List<TRow> List<TRow>(
        Connection connection, string sql, Table<TRow> table, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Query(sql, values.Length);
        List<TRow> rows = [];
        query.Read(table, rows, values);
        return rows;
    }
}
