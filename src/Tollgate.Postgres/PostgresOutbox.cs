namespace Tollgate.Postgres;

/// <summary>The outbox, on pooled connections, beside the lanes.</summary>
internal sealed class PostgresOutbox(NpgsqlDataSource source, string clock) : IOutbox
{
    readonly OutboxSql sql = new(clock);

    public async ValueTask<IReadOnlyList<long>> DueEndpointsAsync(
        IReadOnlyCollection<long> endpoints, CancellationToken stop) =>
        await ReadAsync(sql.DueEndpoints, row => row.Int64(0), stop, Longs(endpoints));

    public async ValueTask<IReadOnlyList<CustomerId>> DueCustomersAsync(
        long endpoint, IReadOnlyCollection<CustomerId> except, int limit, CancellationToken stop) =>
        await ReadAsync(
            sql.DueCustomers, row => new CustomerId(row.Int64(0)), stop, Long(endpoint),
            Longs(except.Select(one => one.Value)), Int(limit));

    public async ValueTask<IReadOnlyList<Delivery>> TakeAsync(
        long endpoint, CustomerId customer, int limit, CancellationToken stop)
    {
        var line = await ReadAsync(
            sql.Take, Tables.Deliveries.Read, stop, Long(endpoint), Long(customer.Value), Int(limit));
        if (line.Count > 0) return line;
        await using var putOff = Command(OutboxSql.PutOff, Long(endpoint), Long(customer.Value));
        await putOff.ExecuteNonQueryAsync(stop);
        return line;
    }

    public async ValueTask RecordAsync(Delivery delivery, DeliveryAttempt attempt, CancellationToken stop)
    {
        // Without a BEGIN of its own a batch is one transaction.
        await using var batch = source.CreateBatch();
        Add(sql.Record,
        [
            .. KeyOf(delivery.Key), Of((short)attempt.State, NpgsqlDbType.Smallint),
            Of(attempt.RetryIn, NpgsqlDbType.Interval), Of((long?)attempt.Status, NpgsqlDbType.Bigint),
            Of(attempt.Detail, NpgsqlDbType.Text), Long(attempt.Milliseconds),
        ]);
        Add(
            attempt.State == DeliveryState.Waiting ? OutboxSql.PutOff : sql.LetGoOn,
            [Long(delivery.Entry.Endpoint), Long(delivery.Entry.Customer.Value)]);
        await batch.ExecuteNonQueryAsync(stop);

        void Add(string statement, NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlBatchCommand(statement);
            foreach (var parameter in parameters) command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }
    }

    public async ValueTask<Delivery?> FindAsync(DeliveryKey key, CancellationToken stop) =>
        (await ReadAsync(OutboxSql.Find, Tables.Deliveries.Read, stop, KeyOf(key))).FirstOrDefault();

    public async ValueTask<Delivery?> RetryAsync(DeliveryKey key, CancellationToken stop) =>
        (await ReadAsync(sql.Retry, Tables.Deliveries.Read, stop, KeyOf(key))).FirstOrDefault();

    public async ValueTask<IReadOnlyList<Delivery>> ListAsync(
        long endpoint, DeliveryPosition? before, int limit, CancellationToken stop)
    {
        var place = before
            ?? new DeliveryPosition(Instant.MaxValue, new CustomerId(long.MaxValue), long.MaxValue, int.MaxValue);
        return await ReadAsync(
            OutboxSql.List, Tables.Deliveries.Read, stop, Long(endpoint),
            Of(PostgresTime.Write(place.At), NpgsqlDbType.TimestampTz), Long(place.Customer.Value),
            Long(place.Sequence), Int(place.Ordinal), Int(limit));
    }

    public async ValueTask<bool> LeaseAsync(long endpoint, string owner, TimeSpan length, CancellationToken stop)
    {
        await using var command = Command(
            OutboxSql.Lease, Long(endpoint), Of(owner, NpgsqlDbType.Text), Of(length, NpgsqlDbType.Interval));
        return await command.ExecuteNonQueryAsync(stop) > 0;
    }

    public async ValueTask ReleaseAsync(long endpoint, string owner, CancellationToken stop)
    {
        await using var command = Command(OutboxSql.Release, Long(endpoint), Of(owner, NpgsqlDbType.Text));
        await command.ExecuteNonQueryAsync(stop);
    }

    public async ValueTask<int> ForgetAsync(
        TimeSpan kept, IReadOnlyCollection<long> endpoints, CancellationToken stop)
    {
        await using var command = Command(sql.Forget, Of(kept, NpgsqlDbType.Interval), Longs(endpoints));
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

    NpgsqlCommand Command(string statement, params NpgsqlParameter[] parameters)
    {
        var command = source.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        return command;
    }

    static NpgsqlParameter[] KeyOf(DeliveryKey key) =>
        [Long(key.Customer.Value), Long(key.Sequence), Int(key.Ordinal), Long(key.Endpoint)];

    static NpgsqlParameter Long(long value) => Of(value, NpgsqlDbType.Bigint);

    static NpgsqlParameter Int(int value) => Of(value, NpgsqlDbType.Integer);

    static NpgsqlParameter Longs(IEnumerable<long> values) =>
        Of(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    static NpgsqlParameter Of(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
