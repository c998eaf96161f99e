using System.Data;
using System.Globalization;

namespace Tollgate.Postgres;

/// <summary>What is recorded, on pooled connections of its own, with plans from the keys into the indexes.</summary>
internal sealed class PostgresRecords(NpgsqlDataSource source) : IRecords
{
    internal static readonly string Heads = $"""
        SELECT {Sql.Prefixed(Tables.Heads.ColumnList, "h")}, c.key
        FROM customer_head h JOIN customer c ON c.id = h.id
        WHERE h.id > $1 ORDER BY h.id LIMIT $2
        """;

    public async ValueTask<IReadOnlyList<NamedHead>> HeadsAsync(
        CustomerId after, int limit, CancellationToken stop) =>
        await TwiceAsync(() => HeadsOnceAsync(after, limit, stop), stop);

    public async ValueTask<IRecordSnapshot> OpenAsync(CustomerId customer, CancellationToken stop) =>
        await TwiceAsync(() => OpenOnceAsync(customer, stop), stop);

    // As of the lists: a connection of the pool that died is found out only by using it.
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

    async Task<IReadOnlyList<NamedHead>> HeadsOnceAsync(CustomerId after, int limit, CancellationToken stop)
    {
        await using var command = source.CreateCommand(Heads);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        List<NamedHead> found = [];
        while (await reader.ReadAsync(stop))
            found.Add(new NamedHead(rows.Text(Tables.Heads.Columns.Length), Tables.Heads.Read(rows)));
        return found;
    }

    async Task<IRecordSnapshot> OpenOnceAsync(CustomerId customer, CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            // The first statement takes the snapshot.
            await using var revision = new NpgsqlCommand(Sql.Revision, connection, transaction);
            return new PostgresRecordSnapshot(
                connection, transaction, customer, (long)(await revision.ExecuteScalarAsync(stop))!);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>One customer's rows in one transaction that only reads.</summary>
internal sealed class PostgresRecordSnapshot(
    NpgsqlConnection connection, NpgsqlTransaction transaction, CustomerId customer, long revision) : IRecordSnapshot
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

    // Of the snapshot's transaction: sorted once, and fetched as they are wanted.
    static readonly string DeclareEnded = $"""
        DECLARE ended NO SCROLL CURSOR FOR
        SELECT {Tables.Reservations.ColumnList} FROM reservation
        WHERE customer_id = $1 AND end_sequence IS NOT NULL ORDER BY end_sequence, id
        """;

    static readonly string DeclareIds = $"""
        DECLARE ids NO SCROLL CURSOR FOR
        SELECT {Tables.Ids.ColumnList} FROM event_id WHERE customer_id = $1 ORDER BY sequence, id
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

    bool hasIds;
    bool hasEnded;

    public async ValueTask<CustomerRows> CustomerAsync(CancellationToken stop)
    {
        var head = (await OfAsync(Sql.Heads, Tables.Heads, stop))[0];
        var namespaces = await OfAsync(Sql.Namespaces, Tables.Namespaces, stop);
        return new CustomerRows(
            revision, head,
            new Terms(
                customer, head.Revision, (await OfAsync(Sql.Profiles, Tables.Profiles, stop)).FirstOrDefault(),
                await OfAsync(Sql.Subscriptions, Tables.Subscriptions, stop),
                await OfAsync(Sql.Boosts, Tables.Boosts, stop),
                Terms.NoNamespaces.AddRange(namespaces.Select(one => KeyValuePair.Create(one.Key, one)))),
            await ReadAsync(Counters, Tables.Counters, stop, Long(customer.Value)),
            await ReadAsync(Open, Tables.Reservations, stop, Long(customer.Value)))
        {
            Wallets = await ReadAsync(Wallets, Tables.Wallets, stop, Long(customer.Value)),
            Costs = await ReadAsync(Costs, Tables.Costs, stop, Long(customer.Value)),
            Grants = await ReadAsync(Grants, Tables.Grants, stop, Long(customer.Value)),
            Withdrawals = await ReadAsync(Withdrawals, Tables.Withdrawals, stop, Long(customer.Value)),
            Budgets = await ReadAsync(Budgets, Tables.Budgets, stop, Long(customer.Value)),
            Spends = await ReadAsync(Spends, Tables.Spends, stop, Long(customer.Value)),
            ProviderObjects = await ReadAsync(
                ProviderObjects, Tables.ProviderObjects, stop, Long(customer.Value)),
            Returns = await ReadAsync(Returns, Tables.Returns, stop, Long(customer.Value)),
            Posted = await ReadAsync(Posted, Tables.Posted, stop, Long(customer.Value)),
            Accruals = await ReadAsync(Accruals, Tables.Accruals, stop, Long(customer.Value)),
            Tallies = await ReadAsync(Tallies, Tables.Tallies, stop, Long(customer.Value)),
        };
    }

    public async ValueTask<AccountRows> AccountAsync(CancellationToken stop) => new(
        await ReadAsync(Sql.Features, Tables.Features, stop), await ReadAsync(Sql.Plans, Tables.Plans, stop),
        await ReadAsync(Sql.Settings, Tables.Settings, stop), await ReadAsync(Sql.Keys, Tables.Keys, stop))
    {
        Discounts = await ReadAsync(Sql.Discounts, Tables.Discounts, stop),
    };

    public async ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(
        LinePlace after, int limit, CancellationToken stop) =>
        await ReadAsync(
            Events, Tables.Events, stop, Long(customer.Value), Long(after.Sequence), Int(after.Line), Int(limit));

    public async ValueTask<IReadOnlyList<AuditEntry>> AuditsAsync(long after, int limit, CancellationToken stop) =>
        await ReadAsync(Audits, Tables.Audits, stop, Long(customer.Value), Long(after), Int(limit));

    public async ValueTask<IReadOnlyList<LedgerEntry>> LedgerAsync(
        Currency currency, long after, int limit, CancellationToken stop) =>
        await ReadAsync(
            Ledger, Tables.Ledger, stop, Long(customer.Value), Text(currency.Code), Long(after), Int(limit));

    public async ValueTask<IReadOnlyList<RecordedId>> NextIdsAsync(int limit, CancellationToken stop)
    {
        if (!hasIds) await DeclareAsync(DeclareIds, stop);
        hasIds = true;
        return await ReadAsync(
            string.Create(CultureInfo.InvariantCulture, $"FETCH {limit} FROM ids"), Tables.Ids, stop);
    }

    public async ValueTask<IReadOnlyList<Reservation>> NextEndedAsync(int limit, CancellationToken stop)
    {
        if (!hasEnded) await DeclareAsync(DeclareEnded, stop);
        hasEnded = true;
        return await ReadAsync(
            string.Create(CultureInfo.InvariantCulture, $"FETCH {limit} FROM ended"), Tables.Reservations, stop);
    }

    async Task DeclareAsync(string sql, CancellationToken stop)
    {
        await using var declare = new NpgsqlCommand(sql, connection, transaction);
        declare.Parameters.Add(Long(customer.Value));
        await declare.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<IReadOnlyList<CreditGrant>> GrantsAsync(long after, int limit, CancellationToken stop) =>
        await ReadAsync(AllGrants, Tables.Grants, stop, Long(customer.Value), Long(after), Int(limit));

    public async ValueTask<IReadOnlyList<UsageSlice>> SlicesAsync(long after, int limit, CancellationToken stop) =>
        await ReadAsync(AllSlices, Tables.Slices, stop, Long(customer.Value), Long(after), Int(limit));

    public async ValueTask<IReadOnlyList<ClosedPeriod>> PeriodsAsync(long after, int limit, CancellationToken stop) =>
        await ReadAsync(AllPeriods, Tables.Periods, stop, Long(customer.Value), Long(after), Int(limit));

    public async ValueTask<IReadOnlyList<PaymentSession>> PaymentsAsync(
        long after, int limit, CancellationToken stop) =>
        await ReadAsync(AllPayments, Tables.Payments, stop, Long(customer.Value), Long(after), Int(limit));


    public async ValueTask<IReadOnlyList<Withdrawal>> WithdrawalsAsync(
        long after, int limit, CancellationToken stop) =>
        await ReadAsync(AllWithdrawals, Tables.Withdrawals, stop, Long(customer.Value), Long(after), Int(limit));

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    // The statements of the hot path take many customers at once.
    Task<List<TRow>> OfAsync<TRow>(string sql, Table<TRow> table, CancellationToken stop) => ReadAsync(
        sql, table, stop, new NpgsqlParameter<long[]>
        {
            TypedValue = [customer.Value],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });

    async Task<List<TRow>> ReadAsync<TRow>(
        string sql, Table<TRow> table, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        List<TRow> list = [];
        while (await reader.ReadAsync(stop)) list.Add(table.Read(rows));
        return list;
    }

    static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };
}
