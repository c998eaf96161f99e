namespace Tollgate.Postgres;

/// <summary>One connection of one lane. A batch is two round trips: begin, lock and read; write and commit.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, Access access, string clock) : ISession
{
    // In seconds. Who waits, may have to compute a counter from every event that a customer ever had.
    const int TimeoutSeconds = 15;
    const int PatientTimeoutSeconds = 600;

    int timeoutSeconds = TimeoutSeconds;

    public async ValueTask<IReadOnlyDictionary<string, CustomerId>> ResolveAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make, CancellationToken stop) =>
        await ResolveAsync(connection, keys, make, stop);

    internal static async Task<Dictionary<string, CustomerId>> ResolveAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> keys, IReadOnlyCollection<string> make,
        CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (make.Count > 0) Parameters.AddTo(Append(batch, Sql.Make), [.. make]);
        Parameters.AddTo(Append(batch, Sql.Resolve), [.. keys]);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        Dictionary<string, CustomerId> found = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop)) found[reader.GetString(0)] = new CustomerId(reader.GetInt64(1));
        return found;
    }

    public async ValueTask<Loaded> BeginAsync(Wanted wanted, bool wait, CancellationToken stop)
    {
        timeoutSeconds = wait ? PatientTimeoutSeconds : TimeoutSeconds;
        await using var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        Append(batch, access == Access.Write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        var heads = access == Access.Read ? Sql.Heads : wait ? Sql.Lock : Sql.LockFree;
        Parameters.AddTo(Append(batch, heads), [.. wanted.Customers]);
        Append(batch, clock);
        var loads = new Loads(batch, wanted);

        await using var reader = await batch.ExecuteReaderAsync(stop);
        return await ReadBegunAsync(reader, loads, wanted, stop);
    }

    /// <summary>Reads heads, clock and rows, from the result of the heads on.</summary>
    internal static async Task<Loaded> ReadBegunAsync(
        NpgsqlDataReader reader, Loads loads, Wanted wanted, CancellationToken stop)
    {
        var rows = new PostgresReader(reader);
        List<Head> found = [];
        while (await reader.ReadAsync(stop)) found.Add(Tables.Heads.Read(rows));
        await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        var loaded = new Loaded
        {
            AccountRevision = reader.GetInt64(0),
            Now = rows.Instant(1),
            Asked = wanted.Terms,
        };
        foreach (var head in found) loaded.Heads[head.Customer] = head;
        await loads.ReadAsync(reader, loaded, stop);
        return loaded;
    }

    public async ValueTask<Loaded> LoadAsync(Wanted wanted, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        Append(batch, Sql.Revision);
        var loads = new Loads(batch, wanted);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        return await ReadMoreAsync(reader, loads, wanted, stop);
    }

    /// <summary>Reads rows, from the result of the account's revision on.</summary>
    internal static async Task<Loaded> ReadMoreAsync(
        NpgsqlDataReader reader, Loads loads, Wanted wanted, CancellationToken stop)
    {
        await reader.ReadAsync(stop);
        var loaded = new Loaded { AccountRevision = reader.GetInt64(0), Asked = wanted.Terms };
        await loads.ReadAsync(reader, loaded, stop);
        return loaded;
    }

    public async ValueTask CommitAsync(ChangeSet changes, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        AppendWrites(batch, changes);
        Append(batch, "COMMIT");
        await batch.ExecuteNonQueryAsync(stop);
    }

    internal static void AppendWrites(NpgsqlBatch batch, ChangeSet changes)
    {
        if (changes.ExpiredResponses.Count > 0)
            Parameters.AddTo(Append(batch, Sql.ForgetResponses), [.. changes.ExpiredResponses]);
        Write(batch, Writes.Features, changes.Features);
        Write(batch, Writes.Plans, changes.Plans);
        Write(batch, Writes.Settings, changes.Settings);
        Write(batch, Writes.RateCards, changes.RateCards);
        Write(batch, Writes.Discounts, changes.Discounts);
        Write(batch, Writes.Keys, changes.Keys);
        Write(batch, Writes.Profiles, changes.Profiles);
        Write(batch, Writes.Subscriptions, changes.Subscriptions);
        Write(batch, Writes.Links, changes.Links);
        Write(batch, Writes.Boosts, changes.Boosts);
        Write(batch, Writes.Namespaces, changes.Namespaces);
        Write(batch, Writes.Reservations, changes.Reservations);
        Write(batch, Writes.Wallets, changes.Wallets);
        Write(batch, Writes.Grants, changes.Grants);
        Write(batch, Writes.Costs, changes.Costs);
        Write(batch, Writes.Invoices, changes.Invoices);
        Write(batch, Writes.Budgets, changes.Budgets);
        Write(batch, Writes.Spends, changes.Spends);
        Write(batch, Writes.Returns, changes.Returns);
        Write(batch, Writes.Withdrawals, changes.Withdrawals);
        Write(batch, Writes.Payments, changes.Payments);
        Write(batch, Writes.ProviderObjects, changes.ProviderObjects);
        Write(batch, Writes.Posted, changes.Posted);
        Write(batch, Writes.Accruals, changes.Accruals);
        Write(batch, Writes.Tallies, changes.Tallies);
        Write(batch, Writes.Periods, changes.Periods);
        Write(batch, Writes.Slices, changes.Slices);
        Write(batch, Writes.Ledger, changes.Ledger);
        Write(batch, Writes.Counters, changes.Counters);
        Write(batch, Writes.Events, changes.Events);
        Write(batch, Writes.Ids, changes.Ids);
        Write(batch, Writes.Audits, changes.Audits);
        Write(batch, Writes.Webhooks, changes.Webhooks);
        Write(batch, Writes.Outbox, changes.Outbox);
        Write(batch, Writes.Responses, changes.Responses);
        Write(batch, Writes.Heads, changes.Heads);
    }

    public async ValueTask RollbackAsync(CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("ROLLBACK", connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<bool> WasCommittedAsync(Attempt attempt, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        Append(batch, "BEGIN");
        Append(batch, Sql.LockOne).Parameters.Add(new NpgsqlParameter<long> { TypedValue = attempt.Customer.Value });
        AppendLookUp(batch, attempt);
        byte[]? hash = null;
        await using (var reader = await batch.ExecuteReaderAsync(stop))
        {
            await reader.NextResultAsync(stop);
            if (await reader.ReadAsync(stop)) hash = reader.GetFieldValue<byte[]>(0);
        }
        await RollbackAsync(stop);
        return hash is not null && Hash.Of(hash) == attempt.Hash;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    static void AppendLookUp(NpgsqlBatch batch, Attempt attempt)
    {
        if (attempt.Event is not { } use)
        {
            var audit = Append(batch, Sql.FindAudit).Parameters;
            audit.Add(new NpgsqlParameter<long> { TypedValue = attempt.Customer.Value });
            audit.Add(new NpgsqlParameter<long> { TypedValue = attempt.Audit!.Sequence });
            return;
        }
        var parameters = Append(batch, Sql.FindEvent).Parameters;
        parameters.Add(new NpgsqlParameter<long> { TypedValue = use.Customer.Value });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = use.Feature });
        parameters.Add(new NpgsqlParameter<DateTime>
        {
            TypedValue = PostgresTime.Write(use.At),
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = use.Sequence });
        parameters.Add(new NpgsqlParameter<short> { TypedValue = use.Line });
    }

    static void Write<TRow>(NpgsqlBatch batch, Write<TRow> write, List<TRow> rows)
    {
        if (rows.Count == 0) return;
        var command = Append(batch, write.Statement);
        foreach (var column in write.Table.Columns) Parameters.AddTo(command, column, rows);
    }

    internal static NpgsqlBatchCommand Append(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }
}
