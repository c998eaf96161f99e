namespace Tollgate.Sqlite;

/// <summary>What is recorded, on reading connections of its own.</summary>
internal sealed class SqliteRecords(SqliteQueries queries, string path) : IRecords
{
    internal static readonly string Heads = $"""
        SELECT {string.Join(", ", Tables.Heads.Columns.Select(column => $"h.{column.Name}"))}, c.key
        FROM customer_head h CROSS JOIN customer c ON c.id = h.id
        WHERE h.id > $1 ORDER BY h.id LIMIT $2
        """;

    public ValueTask<IReadOnlyList<NamedHead>> HeadsAsync(CustomerId after, int limit, CancellationToken stop) =>
        queries.ReadAsync<IReadOnlyList<NamedHead>>(connection =>
        {
            using var query = connection.Query(Heads, 2);
            using var reader = query.Run(after.Value, limit);
            var rows = new SqliteReader(reader);
            List<NamedHead> found = [];
            while (reader.Read())
                found.Add(new NamedHead(rows.Text(Tables.Heads.Columns.Length), Tables.Heads.Read(rows)));
            return found;
        });

    public ValueTask<IRecordSnapshot> OpenAsync(CustomerId customer, CancellationToken stop) =>
        ValueTask.FromResult<IRecordSnapshot>(new SqliteRecordSnapshot(Connection.OpenReader(path), customer));
}

/// <summary>One customer's rows in one reading transaction.</summary>
internal sealed class SqliteRecordSnapshot : IRecordSnapshot
{
    static readonly string Counters = $"SELECT {Tables.Counters.ColumnList} FROM counter WHERE customer_id = $1";

    static readonly string Open = $"""
        SELECT {Tables.Reservations.ColumnList} FROM reservation WHERE customer_id + 0 = $1 AND outcome = 0
        """;

    // By the index of the history: the primary key leads by feature and time, not by number.
    internal static readonly string Events = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 >= $2 AND (sequence + 0 > $2 OR line + 0 > $3)
        ORDER BY sequence + 0, line + 0 LIMIT $4
        """;

    static readonly string Audits = $"""
        SELECT {Tables.Audits.ColumnList} FROM audit WHERE customer_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
        """;

    static readonly string Wallets =
        $"SELECT {Tables.Wallets.ColumnList} FROM wallet WHERE customer_id = $1 ORDER BY currency";

    static readonly string Costs = $"""
        SELECT {Tables.Costs.ColumnList} FROM cost
        WHERE customer_id = $1 ORDER BY feature_id, currency, scope, starts_at
        """;

    static readonly string Budgets =
        $"SELECT {Tables.Budgets.ColumnList} FROM budget WHERE customer_id = $1 ORDER BY name";

    static readonly string Spends =
        $"SELECT {Tables.Spends.ColumnList} FROM spend WHERE customer_id = $1 ORDER BY budget_id, starts_at, ends_at";

    static readonly string ProviderObjects =
        $"SELECT {Tables.ProviderObjects.ColumnList} FROM provider_object WHERE customer_id = $1 ORDER BY name";

    static readonly string Returns =
        $"SELECT {Tables.Returns.ColumnList} FROM payment_return WHERE customer_id = $1 ORDER BY payment";

    static readonly string Posted =
        $"SELECT {Tables.Posted.ColumnList} FROM reconciliation WHERE customer_id = $1 ORDER BY key";

    static readonly string Accruals =
        $"SELECT {Tables.Accruals.ColumnList} FROM accrual WHERE customer_id = $1 ORDER BY feature_id, scope";

    static readonly string Tallies =
        $"SELECT {Tables.Tallies.ColumnList} FROM tally WHERE customer_id = $1 ORDER BY feature_id, currency";

    static readonly string AllSlices = $"""
        SELECT {Tables.Slices.ColumnList} FROM usage_slice WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    static readonly string AllPeriods = $"""
        SELECT {Tables.Periods.ColumnList} FROM period WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    static readonly string Grants = $"""
        SELECT {Tables.Grants.ColumnList} FROM credit_grant
        WHERE customer_id = $1 AND (remaining <> 0 OR held <> 0) ORDER BY id
        """;

    static readonly string Withdrawals =
        $"SELECT {Tables.Withdrawals.ColumnList} FROM withdrawal WHERE customer_id = $1 AND status <= 2 ORDER BY id";

    static readonly string Ledger = $"""
        SELECT {Tables.Ledger.ColumnList} FROM ledger_entry
        WHERE customer_id = $1 AND currency = $2 AND number > $3 ORDER BY number LIMIT $4
        """;

    static readonly string Ids = $"""
        SELECT {Tables.Ids.ColumnList} FROM event_id WHERE customer_id = $1 ORDER BY sequence, id
        """;

    static readonly string Ended = $"""
        SELECT {Tables.Reservations.ColumnList} FROM reservation
        WHERE customer_id = $1 AND end_sequence IS NOT NULL ORDER BY end_sequence, id
        """;

    static readonly string AllGrants = $"""
        SELECT {Tables.Grants.ColumnList} FROM credit_grant WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    static readonly string AllPayments = $"""
        SELECT {Tables.Payments.ColumnList} FROM payment_session
        WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    static readonly string AllWithdrawals = $"""
        SELECT {Tables.Withdrawals.ColumnList} FROM withdrawal WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    readonly Connection connection;
    readonly CustomerId customer;
    readonly Query ids;
    readonly Query grants;
    readonly Query withdrawals;
    readonly Query payments;
    readonly Query periods;
    readonly Query slices;
    readonly Query ended;
    SqliteDataReader? openIds;
    SqliteDataReader? openEnded;
    readonly Query events;
    readonly Query audits;
    readonly Query ledger;

    public SqliteRecordSnapshot(Connection connection, CustomerId customer)
    {
        (this.connection, this.customer) = (connection, customer);
        events = connection.Query(Events, 4);
        audits = connection.Query(Audits, 3);
        ledger = connection.Query(Ledger, 4);
        ids = connection.Query(Ids, 1);
        ended = connection.Query(Ended, 1);
        grants = connection.Query(AllGrants, 3);
        withdrawals = connection.Query(AllWithdrawals, 3);
        payments = connection.Query(AllPayments, 3);
        periods = connection.Query(AllPeriods, 3);
        slices = connection.Query(AllSlices, 3);
        // What is sorted may be more than memory should hold.
        connection.Run("PRAGMA temp_store=FILE");
        connection.Run("BEGIN");
    }

    public ValueTask<CustomerRows> CustomerAsync(CancellationToken stop)
    {
        var head = List(Sql.Head, Tables.Heads)[0];
        var namespaces = List(Sql.Namespaces, Tables.Namespaces);
        using var revision = connection.Query(Sql.Revision, 0);
        return ValueTask.FromResult(new CustomerRows(
            (long)revision.Find()!, head,
            new Terms(
                customer, head.Revision, List(Sql.Profile, Tables.Profiles).FirstOrDefault(),
                List(Sql.Subscriptions, Tables.Subscriptions), List(Sql.Boosts, Tables.Boosts),
                Terms.NoNamespaces.AddRange(namespaces.Select(one => KeyValuePair.Create(one.Key, one)))),
            List(Counters, Tables.Counters), List(Open, Tables.Reservations))
        {
            Wallets = List(Wallets, Tables.Wallets),
            Costs = List(Costs, Tables.Costs),
            Grants = List(Grants, Tables.Grants),
            Withdrawals = List(Withdrawals, Tables.Withdrawals),
            Budgets = List(Budgets, Tables.Budgets),
            Spends = List(Spends, Tables.Spends),
            ProviderObjects = List(ProviderObjects, Tables.ProviderObjects),
            Returns = List(Returns, Tables.Returns),
            Posted = List(Posted, Tables.Posted),
            Accruals = List(Accruals, Tables.Accruals),
            Tallies = List(Tallies, Tables.Tallies),
        });
    }

    public ValueTask<AccountRows> AccountAsync(CancellationToken stop) => ValueTask.FromResult(new AccountRows(
        All(Sql.Features, Tables.Features), All(Sql.Plans, Tables.Plans), All(Sql.Settings, Tables.Settings),
        All(Sql.Keys, Tables.Keys))
    {
        Discounts = All(Sql.Discounts, Tables.Discounts),
    });

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(LinePlace after, int limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        List<UsageEvent> rows = new(limit);
        events.Read(Tables.Events, rows, customer.Value, after.Sequence, after.Line, limit);
        return ValueTask.FromResult<IReadOnlyList<UsageEvent>>(rows);
    }

    public ValueTask<IReadOnlyList<AuditEntry>> AuditsAsync(long after, int limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        List<AuditEntry> rows = [];
        audits.Read(Tables.Audits, rows, customer.Value, after, limit);
        return ValueTask.FromResult<IReadOnlyList<AuditEntry>>(rows);
    }

    public ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        Currency currency, long after, int limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        List<LedgerEntry> rows = [];
        ledger.Read(Tables.Ledger, rows, customer.Value, currency.Code, after, limit);
        return ValueTask.FromResult<IReadOnlyList<LedgerEntry>>(rows);
    }

    public ValueTask<IReadOnlyList<RecordedId>> NextIdsAsync(int limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Next(openIds ??= ids.Run(customer.Value), Tables.Ids, limit));
    }

    public ValueTask<IReadOnlyList<Reservation>> NextEndedAsync(int limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Next(openEnded ??= ended.Run(customer.Value), Tables.Reservations, limit));
    }

    static IReadOnlyList<TRow> Next<TRow>(SqliteDataReader reader, Table<TRow> table, int limit)
    {
        var row = new SqliteReader(reader);
        List<TRow> rows = [];
        while (rows.Count < limit && reader.Read()) rows.Add(table.Read(row));
        return rows;
    }

    public ValueTask<IReadOnlyList<CreditGrant>> GrantsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult(Page(grants, Tables.Grants, after, limit));

    public ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult(Page(slices, Tables.Slices, after, limit));

    public ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult(Page(periods, Tables.Periods, after, limit));

    public ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult(Page(payments, Tables.Payments, after, limit));

    public ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(long after, int limit, CancellationToken stop) =>
        ValueTask.FromResult(Page(withdrawals, Tables.Withdrawals, after, limit));

    IReadOnlyList<TRow> Page<TRow>(Query query, Table<TRow> table, long after, int limit)
    {
        List<TRow> rows = [];
        query.Read(table, rows, customer.Value, after, limit);
        return rows;
    }

    public ValueTask DisposeAsync()
    {
        openIds?.Dispose();
        openEnded?.Dispose();
        ids.Dispose();
        ended.Dispose();
        grants.Dispose();
        withdrawals.Dispose();
        payments.Dispose();
        periods.Dispose();
        slices.Dispose();
        events.Dispose();
        audits.Dispose();
        ledger.Dispose();
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    List<TRow> List<TRow>(string sql, Table<TRow> table)
    {
        using var query = connection.Query(sql, 1);
        List<TRow> rows = [];
        query.Read(table, rows, customer.Value);
        return rows;
    }

    List<TRow> All<TRow>(string sql, Table<TRow> table)
    {
        using var query = connection.Query(sql, 0);
        List<TRow> rows = [];
        query.Read(table, rows);
        return rows;
    }
}
