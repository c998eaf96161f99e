using System.Data;

namespace Tollgate.Postgres;

/// <summary>Lists, on pooled connections of their own; who is due on those of the workers.</summary>
internal sealed class PostgresQueries(NpgsqlDataSource source, NpgsqlDataSource workers) : IQueries
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

    // By the index on expressions: the primary key leads by feature and time, not by number.
    internal static readonly string HistoryEvents = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 ORDER BY sequence + 0, line + 0 LIMIT $3
        """;

    static readonly string HistoryAudits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    // From the index of those that are due at all, key by key.
    internal static readonly string Due = """
        SELECT p.key FROM (SELECT id FROM customer_head WHERE due_at <= $1 ORDER BY due_at LIMIT $2) h
        CROSS JOIN LATERAL (SELECT key FROM profile WHERE customer_id = h.id OFFSET 0) p
        """;

    internal static readonly string Recharges = """
        SELECT p.key, w.currency FROM (
          SELECT customer_id, currency, recharging_due_at FROM wallet
          WHERE recharging_due_at <= $1 ORDER BY recharging_due_at LIMIT $2) w
        CROSS JOIN LATERAL (SELECT key FROM profile WHERE customer_id = w.customer_id OFFSET 0) p
        ORDER BY w.recharging_due_at
        """;

    // Every parameter leads into an index, whichever are given: of one customer its numbers, else the times.
    static string Audits(bool customer, bool action) => $"""
        SELECT {Sql.Prefixed(Tables.Audits.ColumnList, "a")}, c.key
        FROM audit a JOIN customer c ON c.id = a.customer_id
        WHERE a.at >= $3 AND a.at < $4 AND {(customer ? "a.customer_id = $1" : "$1::bigint IS NULL")}
          AND {(action ? "a.action = $2" : "$2::text IS NULL")} AND (a.at, a.customer_id, a.sequence) < ($5, $6, $7)
        ORDER BY {(customer ? "a.sequence DESC" : "a.at DESC, a.customer_id DESC, a.sequence DESC")} LIMIT $8
        """;

    // The days are those of the customer's zone as the process knows it: the database may know another.
    static readonly string Summary = $"""
        SELECT e.feature_id, e.day, e.namespace, e.actor, e.property, sum(e.quantity), sum(e.included), sum(e.top_up),
               sum(e.overage), count(*) FILTER (WHERE e.kind = {(short)UsageKind.Use}), e.currency, sum(e.charge)
        FROM unnest($2) f(id)
        CROSS JOIN LATERAL (
          SELECT feature_id, kind, quantity, included, top_up, overage, width_bucket(at, $5) AS day, currency, charge,
                 CASE WHEN $6 THEN namespace END AS namespace, CASE WHEN $7 THEN actor END AS actor,
                 CASE WHEN $8 IS NOT NULL AND properties NOT LIKE '{Erased.Prefix}%'
                   THEN left(properties::json ->> $8, {UsageProperty.MostCharacters}) END AS property
          FROM event
          WHERE customer_id = $1 AND feature_id = f.id AND at >= $3 AND at < $4
            AND line = 0 AND kind IN ({string.Join(", ", UsageSummary.Summed.Select(kind => (short)kind))}) OFFSET 0) e
        GROUP BY 1, 2, 3, 4, 5, e.currency
        """;

    // Of each version the next few by its index, and of those the first.
    internal const string Subscribers = """
        SELECT s.customer_id, c.key FROM (
          SELECT DISTINCT o.customer_id FROM unnest($1) p(id)
          CROSS JOIN LATERAL (
            (SELECT DISTINCT customer_id FROM subscription
             WHERE plan_id = p.id AND customer_id > $2 ORDER BY customer_id LIMIT $3)
            UNION ALL
            (SELECT DISTINCT customer_id FROM subscription
             WHERE next_plan_id = p.id AND customer_id > $2 ORDER BY customer_id LIMIT $3)) o
          ORDER BY o.customer_id LIMIT $3) s
        JOIN customer c ON c.id = s.customer_id
        ORDER BY s.customer_id
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
        SELECT feature_id, period_from, status, least(sum(quantity), 9000000000000000000)::bigint, count(*)
        FROM usage_slice WHERE customer_id = $1 AND period_from >= $2
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

    public async ValueTask<IReadOnlyList<ListedAudit>> AuditsAsync(
        AuditFilter filter, AuditPosition? before, int limit, CancellationToken stop)
    {
        var place = before ?? new AuditPosition(Instant.MaxValue, new CustomerId(long.MaxValue), long.MaxValue);
        NpgsqlParameter[] parameters =
        [
            Long(filter.Customer?.Value), Text(filter.Action), Time(filter.From ?? Instant.MinValue),
            Time(filter.To ?? Instant.MaxValue), Time(place.At), Long(place.Customer.Value), Long(place.Sequence),
            Int(limit),
        ];
        var sql = Audits(filter.Customer is not null, filter.Action is not null);
        return await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(sql),
                rows => new ListedAudit(rows.Text(Tables.Audits.Columns.Length), Tables.Audits.Read(rows)),
                stop, Array.ConvertAll(parameters, parameter => parameter.Clone())),
            stop);
    }

    public async ValueTask SummarizeAsync(UsageSummary summary, CancellationToken stop) =>
        await TwiceAsync(() => SummarizeOnceAsync(summary, stop), stop);

    public async ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        CustomerId customer, Currency currency, long? before, int limit, CancellationToken stop) =>
        await ListAsync(
            Ledger, Tables.Ledger, stop, Long(customer.Value), Text(currency.Code), Long(before ?? long.MaxValue),
            Int(limit));

    public async ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        await ListAsync(Slices, Tables.Slices, stop, Long(customer.Value), Long(before ?? long.MaxValue), Int(limit));

    public async ValueTask<IReadOnlyList<WaitingSlice>> WaitingSlicesAsync(
        Instant now, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                workers.CreateCommand(WaitingSlices), rows => new WaitingSlice(rows.Text(0), rows.Int64(1)), stop,
                Time(now), Int(limit)),
            stop);

    public async ValueTask<IReadOnlyList<SliceSum>> SliceSumsAsync(
        CustomerId customer, Instant from, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(SliceSums),
                rows => new SliceSum(
                    rows.Int32(0), rows.Instant(1), (UsageSliceStatus)rows.Int16(2), rows.Int64(3), rows.Int64(4)),
                stop, Long(customer.Value), Time(from)),
            stop);

    public async ValueTask<IReadOnlyList<Tally>> TalliesAsync(CustomerId customer, CancellationToken stop) =>
        await ListAsync(Tallies, Tables.Tallies, stop, Long(customer.Value));

    public async ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        await ListAsync(
            Periods, Tables.Periods, stop, Long(customer.Value), Long(before ?? long.MaxValue), Int(limit));

    public async ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        await ListAsync(
            Payments, Tables.Payments, stop, Long(customer.Value), Long(before ?? long.MaxValue), Int(limit));

    public async ValueTask<PaidSession?> FindPaymentAsync(string provider, string payment, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(Paid),
                rows => new PaidSession(rows.Text(Tables.Payments.Columns.Length), Tables.Payments.Read(rows)), stop,
                Text(provider), Text(payment)),
            stop) is [var found] ? found : null;

    public async ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(
        CustomerId customer, long? before, int limit, CancellationToken stop) =>
        await ListAsync(
            Withdrawals, Tables.Withdrawals, stop, Long(customer.Value), Long(before ?? long.MaxValue), Int(limit));

    public async ValueTask<IReadOnlyList<WaitingPayout>> PayoutsAsync(
        Instant now, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                workers.CreateCommand(Payouts), rows => new WaitingPayout(rows.Text(0), rows.Int64(1)), stop,
                Time(now), Int(limit)),
            stop);

    public async ValueTask StateAsync(Statement statement, CancellationToken stop) =>
        await TwiceAsync(() => StateOnceAsync(statement, stop), stop);

    public async ValueTask<IReadOnlyList<Counter>> CountersAsync(CustomerId customer, CancellationToken stop) =>
        await ListAsync(Counters, Tables.Counters, stop, Long(customer.Value));

    public async ValueTask<IReadOnlyList<string>> DueAsync(Instant now, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(workers.CreateCommand(Due), rows => rows.Text(0), stop, Time(now), Int(limit)), stop);

    public async ValueTask<IReadOnlyList<WaitingRecharge>> RechargesAsync(
        Instant now, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                workers.CreateCommand(Recharges),
                rows => new WaitingRecharge(rows.Text(0), Currency.Parse(rows.Text(1))), stop, Time(now), Int(limit)),
            stop);

    public async ValueTask<IReadOnlyList<Subscriber>> SubscribersAsync(
        IReadOnlyList<int> plans, CustomerId after, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(Subscribers), rows => new Subscriber(new CustomerId(rows.Int64(0)), rows.Text(1)),
                stop, Many(plans.ToArray(), NpgsqlDbType.Integer), Long(after.Value), Int(limit)),
            stop);

    public async ValueTask<IReadOnlyList<Linked>> LinkedAsync(
        string provider, string id, int limit, CancellationToken stop) =>
        await TwiceAsync(
            () => ReadAsync(
                source.CreateCommand(Links), rows => new Linked(rows.Text(0), rows.NullableInt64(1)), stop,
                Text(provider), Text(id), Int(limit)),
            stop);

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

    async Task<bool> StateOnceAsync(Statement statement, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await PostgresStatements.ReadAsync(connection, statement, stop);
        return true;
    }

    async Task<bool> SummarizeOnceAsync(UsageSummary summary, CancellationToken stop)
    {
        summary.Clear();
        var filter = summary.Filter;
        await using var command = source.CreateCommand(Summary);
        NpgsqlParameter[] parameters =
        [
            Long(filter.Customer.Value), Many(filter.Features.ToArray(), NpgsqlDbType.Integer), Time(filter.From),
            Time(filter.To), Many(summary.Days.Select(PostgresTime.Write).ToArray(), NpgsqlDbType.TimestampTz),
            Bool(summary.By(SummaryKeys.Namespace)), Bool(summary.By(SummaryKeys.Actor)), Text(filter.Property),
        ];
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        while (await reader.ReadAsync(stop))
        {
            var sums = new SummarySums(
                reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8), rows.Int64(9))
            {
                Charges = rows.NullableText(10) is { } currency
                    ? CurrencySums.None.With(Currency.Parse(currency), (Int128)reader.GetDecimal(11))
                    : CurrencySums.None,
            };
            if (!summary.Add(
                rows.Int32(0), rows.Int32(1), rows.NullableText(2), rows.NullableText(3), rows.NullableText(4), sums))
                return false;
        }
        return true;
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

    static NpgsqlParameter Long(long? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter Bool(bool value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Boolean };

    static NpgsqlParameter Many<T>(T[] values, NpgsqlDbType type) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    static NpgsqlParameter Time(Instant value) =>
        new() { Value = PostgresTime.Write(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
