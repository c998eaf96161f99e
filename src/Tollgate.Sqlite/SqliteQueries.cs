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

    // By the index on expressions: the primary key leads by feature and time, not by number.
    internal static readonly string HistoryEvents = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 ORDER BY sequence + 0, line + 0 LIMIT $3
        """;

    static readonly string HistoryAudits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    // Row by row: a GROUP BY would hold all of them in memory to sort them.
    static readonly string Summary = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id = $1 AND feature_id = $2 AND at >= $3 AND at < $4 AND line = 0
          AND kind IN ({string.Join(", ", UsageSummary.Summed.Select(kind => (short)kind))})
        """;

    // Every parameter leads into an index, whichever are given: of one customer its numbers, else the times.
    static string Audits(bool customer, bool action) => $"""
        SELECT {AuditColumns}, c.key
        FROM audit a JOIN customer c ON c.id = a.customer_id
        WHERE a.at >= $3 AND a.at < $4 AND {(customer ? "a.customer_id = $1" : "$1 IS NULL")}
          AND {(action ? "a.action = $2" : "$2 IS NULL")} AND (a.at, a.customer_id, a.sequence) < ($5, $6, $7)
        ORDER BY {(customer ? "a.sequence DESC" : "a.at DESC, a.customer_id DESC, a.sequence DESC")} LIMIT $8
        """;

    static readonly string AuditColumns = string.Join(", ", Tables.Audits.Columns.Select(column => $"a.{column.Name}"));

    const string Due = """
        SELECT p.key FROM customer_head h CROSS JOIN profile p ON p.customer_id = h.id
        WHERE h.due_at <= $1 ORDER BY h.due_at LIMIT $2
        """;

    const string Recharges = """
        SELECT p.key, w.currency FROM wallet w CROSS JOIN profile p ON p.customer_id = w.customer_id
        WHERE w.recharging_due_at <= $1 ORDER BY w.recharging_due_at LIMIT $2
        """;

    // Of one version the next few, by its index.
    internal static string Subscribers(string column) => $"""
        SELECT s.customer_id, c.key FROM (
          SELECT DISTINCT customer_id FROM subscription
          WHERE {column} = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3) s
        JOIN customer c ON c.id = s.customer_id
        """;

    static readonly string Ledger = $"""
        SELECT {Tables.Ledger.ColumnList} FROM ledger_entry
        WHERE customer_id = $1 AND currency = $2 AND number < $3 ORDER BY number DESC LIMIT $4
        """;

    static readonly string Slices = $"""
        SELECT {Tables.Slices.ColumnList} FROM usage_slice
        WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
        """;

    internal const string WaitingSlices = """
        SELECT p.key, s.id FROM (
          SELECT customer_id, id, try_at FROM usage_slice WHERE status = 0 AND try_at <= $1 ORDER BY try_at LIMIT $2) s
        JOIN profile p ON p.customer_id = s.customer_id
        ORDER BY s.try_at
        """;

    const string SliceSums = """
        SELECT feature_id, period_from, status, sum(quantity), count(*) FROM usage_slice
        WHERE customer_id = $1 AND period_from >= $2
        GROUP BY feature_id, period_from, status ORDER BY period_from, feature_id, status
        """;

    static readonly string Tallies =
        $"SELECT {Tables.Tallies.ColumnList} FROM tally WHERE customer_id = $1 ORDER BY feature_id, currency";

    static readonly string Periods = $"""
        SELECT {Tables.Periods.ColumnList} FROM period
        WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
        """;

    static readonly string Payments = $"""
        SELECT {Tables.Payments.ColumnList} FROM payment_session
        WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
        """;

    static readonly string Paid = $"""
        SELECT {Tables.Payments.ColumnList}, (SELECT key FROM profile p WHERE p.customer_id = s.customer_id)
        FROM payment_session s WHERE payment = $2 AND provider = $1 LIMIT 1
        """;

    static readonly string Withdrawals = $"""
        SELECT {Tables.Withdrawals.ColumnList} FROM withdrawal
        WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
        """;

    // From the index of those that wait at all, key by key. Of the suspended only what was begun goes on.
    internal const string Payouts = """
        SELECT p.key, w.id FROM (
          SELECT customer_id, id, payout_at FROM withdrawal WHERE status = 2 AND payout_at <= $1
            AND (payouts > 0 OR (SELECT suspended_at FROM profile WHERE customer_id = withdrawal.customer_id) IS NULL)
          ORDER BY payout_at LIMIT $2) w
        JOIN profile p ON p.customer_id = w.customer_id
        ORDER BY w.payout_at
        """;

    internal const string Links = """
        SELECT p.key, nullif(l.subscription_id, 0) FROM (
          SELECT customer_id, subscription_id FROM provider_link WHERE provider = $1 AND id = $2
          ORDER BY customer_id, subscription_id LIMIT $3) l
        JOIN profile p ON p.customer_id = l.customer_id
        ORDER BY l.customer_id, l.subscription_id
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

    public ValueTask<IReadOnlyList<ListedAudit>> AuditsAsync(
        AuditFilter filter, AuditPosition? before, int limit, CancellationToken stop)
    {
        var place = before ?? new AuditPosition(Instant.MaxValue, new CustomerId(long.MaxValue), long.MaxValue);
        return ReadAsync<IReadOnlyList<ListedAudit>>(connection =>
        {
            using var query = connection.Query(Audits(filter.Customer is not null, filter.Action is not null), 8);
            using var reader = query.Run(
                filter.Customer?.Value, filter.Action, SqliteTime.Write(filter.From ?? Instant.MinValue),
                SqliteTime.Write(filter.To ?? Instant.MaxValue), SqliteTime.Write(place.At), place.Customer.Value,
                place.Sequence, limit);
            var rows = new SqliteReader(reader);
            List<ListedAudit> found = [];
            while (reader.Read())
                found.Add(new ListedAudit(rows.Text(Tables.Audits.Columns.Length), Tables.Audits.Read(rows)));
            return found;
        });
    }

    public async ValueTask SummarizeAsync(UsageSummary summary, CancellationToken stop) =>
        await ReadAsync(connection =>
        {
            connection.Run("BEGIN");
            Summarize(connection, summary, stop);
            connection.Run("ROLLBACK");
            return true;
        });

    public ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        CustomerId customer, Currency currency, long? before, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<LedgerEntry>>(connection => List(
            connection, Ledger, Tables.Ledger, customer.Value, currency.Code, before ?? long.MaxValue, limit));

    public ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<UsageSlice>>(connection => List(
            connection, Slices, Tables.Slices, customer.Value, before ?? long.MaxValue, limit));

    public ValueTask<IReadOnlyList<WaitingSlice>> WaitingSlicesAsync(
        Instant now, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<WaitingSlice>>(connection =>
        {
            using var query = connection.Query(WaitingSlices, 2);
            using var reader = query.Run(SqliteTime.Write(now), limit);
            List<WaitingSlice> found = [];
            while (reader.Read()) found.Add(new WaitingSlice(reader.GetString(0), reader.GetInt64(1)));
            return found;
        });

    public ValueTask<IReadOnlyList<SliceSum>> SliceSumsAsync(
        CustomerId customer, Instant from, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<SliceSum>>(connection =>
        {
            using var query = connection.Query(SliceSums, 2);
            using var reader = query.Run(customer.Value, SqliteTime.Write(from));
            List<SliceSum> found = [];
            while (reader.Read())
                found.Add(new SliceSum(
                    reader.GetInt32(0), SqliteTime.Read(reader.GetInt64(1)), (UsageSliceStatus)reader.GetInt16(2),
                    reader.GetInt64(3), reader.GetInt64(4)));
            return found;
        });

    public ValueTask<IReadOnlyList<Tally>> TalliesAsync(CustomerId customer, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Tally>>(connection => List(connection, Tallies, Tables.Tallies, customer.Value));

    public ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<ClosedPeriod>>(connection => List(
            connection, Periods, Tables.Periods, customer.Value, before ?? long.MaxValue, limit));

    public ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<PaymentSession>>(connection => List(
            connection, Payments, Tables.Payments, customer.Value, before ?? long.MaxValue, limit));

    public ValueTask<PaidSession?> FindPaymentAsync(string provider, string payment, CancellationToken stop) =>
        ReadAsync(connection =>
        {
            using var query = connection.Query(Paid, 2);
            using var reader = query.Run(provider, payment);
            var rows = new SqliteReader(reader);
            return reader.Read()
                ? new PaidSession(rows.Text(Tables.Payments.Columns.Length), Tables.Payments.Read(rows))
                : null;
        });

    public ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Withdrawal>>(connection => List(
            connection, Withdrawals, Tables.Withdrawals, customer.Value, before ?? long.MaxValue, limit));

    public ValueTask<IReadOnlyList<WaitingPayout>> PayoutsAsync(Instant now, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<WaitingPayout>>(connection =>
        {
            using var query = connection.Query(Payouts, 2);
            using var reader = query.Run(SqliteTime.Write(now), limit);
            List<WaitingPayout> found = [];
            while (reader.Read()) found.Add(new WaitingPayout(reader.GetString(0), reader.GetInt64(1)));
            return found;
        });

    public async ValueTask StateAsync(Statement statement, CancellationToken stop) =>
        await ReadAsync(connection =>
        {
            connection.Run("BEGIN");
            SqliteStatements.Read(connection, statement, stop);
            connection.Run("ROLLBACK");
            return true;
        });

    public ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Counter>>(connection => List(connection, Counters, Tables.Counters, customer.Value));

    public ValueTask<IReadOnlyList<string>> DueAsync(Instant now, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<string>>(connection =>
        {
            using var query = connection.Query(Due, 2);
            using var reader = query.Run(SqliteTime.Write(now), limit);
            List<string> keys = [];
            while (reader.Read()) keys.Add(reader.GetString(0));
            return keys;
        });

    public ValueTask<IReadOnlyList<WaitingRecharge>> RechargesAsync(Instant now, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<WaitingRecharge>>(connection =>
        {
            using var query = connection.Query(Recharges, 2);
            using var reader = query.Run(SqliteTime.Write(now), limit);
            List<WaitingRecharge> waiting = [];
            while (reader.Read())
                waiting.Add(new WaitingRecharge(reader.GetString(0), Currency.Parse(reader.GetString(1))));
            return waiting;
        });

    public ValueTask<IReadOnlyList<Subscriber>> SubscribersAsync(
        IReadOnlyList<int> plans, CustomerId after, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Subscriber>>(connection =>
        {
            HashSet<Subscriber> found = [];
            foreach (var sql in new[] { Subscribers("plan_id"), Subscribers("next_plan_id") })
            {
                using var query = connection.Query(sql, 3);
                foreach (var plan in plans)
                {
                    using var reader = query.Run(plan, after.Value, limit);
                    var rows = new SqliteReader(reader);
                    while (reader.Read()) found.Add(new Subscriber(new CustomerId(rows.Int64(0)), rows.Text(1)));
                }
            }
            return [.. found.OrderBy(one => one.Customer.Value).Take(limit)];
        });

    public ValueTask<IReadOnlyList<Linked>> LinkedAsync(
        string provider, string id, int limit, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<Linked>>(connection =>
        {
            using var query = connection.Query(Links, 3);
            using var reader = query.Run(provider, id, limit);
            var rows = new SqliteReader(reader);
            List<Linked> found = [];
            while (reader.Read()) found.Add(new Linked(rows.Text(0), rows.NullableInt64(1)));
            return found;
        });

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

    static void Summarize(Connection connection, UsageSummary summary, CancellationToken stop)
    {
        var filter = summary.Filter;
        using var query = connection.Query(Summary, 4);
        foreach (var feature in filter.Features)
        {
            using var reader = query.Run(
                filter.Customer.Value, feature, SqliteTime.Write(filter.From), SqliteTime.Write(filter.To));
            var rows = new SqliteReader(reader);
            while (reader.Read())
            {
                stop.ThrowIfCancellationRequested();
                if (!summary.Add(Tables.Events.Read(rows))) return;
            }
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
