using System.Globalization;

namespace Tollgate.Sqlite;

/// <summary>
/// The outbox: read beside the writer, written in turns of its own by the one connection that writes. Leases are the
/// process's, since the file is.
/// </summary>
internal sealed class SqliteOutbox(SqliteQueries readers, Writer writer, TimeProvider clock) : IOutbox
{
    readonly Leases leases = new(clock);

    long Now => SqliteTime.Write(Instant.FromDateTimeOffset(clock.GetUtcNow()).Cut());

    public ValueTask<IReadOnlyList<long>> DueEndpointsAsync(
        IReadOnlyCollection<long> endpoints, CancellationToken stop) =>
        readers.ReadAsync<IReadOnlyList<long>>(connection =>
        {
            using var due = connection.Query(OutboxSql.IsDue, 2);
            var now = Now;
            return [.. endpoints.Where(endpoint => due.Find(endpoint, now) is not null)];
        });

    public ValueTask<IReadOnlyList<CustomerId>> DueCustomersAsync(
        long endpoint, IReadOnlyCollection<CustomerId> except, int limit, CancellationToken stop) =>
        readers.ReadAsync<IReadOnlyList<CustomerId>>(connection =>
        {
            using var due = connection.Query(OutboxSql.DueCustomers, 4);
            using var reader = due.Run(endpoint, Now, Json(except.Select(one => one.Value)), limit);
            List<CustomerId> found = [];
            while (reader.Read()) found.Add(new CustomerId(reader.GetInt64(0)));
            return found;
        });

    public async ValueTask<IReadOnlyList<Delivery>> TakeAsync(
        long endpoint, CustomerId customer, int limit, CancellationToken stop)
    {
        var line = await readers.ReadAsync(
            connection => List(connection, OutboxSql.Take, endpoint, customer.Value, Now, limit));
        if (line.Count == 0)
            await ChangeAsync(connection => Change(connection, OutboxSql.PutOff, endpoint, customer.Value), stop);
        return line;
    }

    public async ValueTask RecordAsync(Delivery delivery, DeliveryAttempt attempt, CancellationToken stop) =>
        await ChangeAsync(connection =>
        {
            var (now, entry) = (Now, delivery.Entry);
            var waits = attempt.State == DeliveryState.Waiting;
            var next = now + (attempt.RetryIn.Ticks / TimeSpan.TicksPerMicrosecond);
            Change(
                connection, OutboxSql.Record, entry.Customer.Value, entry.Sequence, entry.Ordinal, entry.Endpoint,
                (short)attempt.State, next, now, attempt.Status, attempt.Detail, attempt.Milliseconds);
            return waits
                ? Change(connection, OutboxSql.PutOff, entry.Endpoint, entry.Customer.Value)
                : Change(connection, OutboxSql.LetGoOn, entry.Endpoint, entry.Customer.Value, now);
        }, stop);

    public ValueTask<Delivery?> FindAsync(DeliveryKey key, CancellationToken stop) =>
        readers.ReadAsync(connection => Find(connection, key));

    public async ValueTask<Delivery?> RetryAsync(DeliveryKey key, CancellationToken stop) =>
        await ChangeAsync(connection =>
        {
            Change(
                connection, OutboxSql.Retry, key.Customer.Value, key.Sequence, key.Ordinal, key.Endpoint, Now);
            return Find(connection, key);
        }, stop);

    public ValueTask<IReadOnlyList<Delivery>> ListAsync(
        long endpoint, DeliveryPosition? before, int limit, CancellationToken stop)
    {
        var place = before
            ?? new DeliveryPosition(Instant.MaxValue, new CustomerId(long.MaxValue), long.MaxValue, int.MaxValue);
        return readers.ReadAsync<IReadOnlyList<Delivery>>(connection => List(
            connection, OutboxSql.List, endpoint, SqliteTime.Write(place.At), place.Customer.Value, place.Sequence,
            place.Ordinal, limit));
    }

    public ValueTask<bool> LeaseAsync(long endpoint, string owner, TimeSpan length, CancellationToken stop) =>
        ValueTask.FromResult(leases.Take(endpoint, owner, length));

    public ValueTask ReleaseAsync(long endpoint, string owner, CancellationToken stop)
    {
        leases.Release(endpoint, owner);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ForgetAsync(
        TimeSpan kept, IReadOnlyCollection<long> endpoints, CancellationToken stop)
    {
        var before = Now - (kept.Ticks / TimeSpan.TicksPerMicrosecond);
        return await ChangeAsync(connection =>
            Change(connection, OutboxSql.ForgetOver, before)
                + Change(connection, OutboxSql.ForgetWaiting, before, Json(endpoints)), stop);
    }

    // A job that fails takes the connection and its transaction with it.
    async Task<T> ChangeAsync<T>(Func<Connection, T> change, CancellationToken stop) =>
        await writer.InTurnAsync(connection =>
        {
            connection.Run("BEGIN IMMEDIATE");
            var changed = change(connection);
            connection.Run("COMMIT");
            return changed;
        }, stop);

    static int Change(Connection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Query(sql, values.Length);
        return query.Change(values);
    }

    static Delivery? Find(Connection connection, DeliveryKey key) => List(
        connection, OutboxSql.Find, key.Customer.Value, key.Sequence, key.Ordinal, key.Endpoint).FirstOrDefault();

    static List<Delivery> List(Connection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Query(sql, values.Length);
        List<Delivery> rows = [];
        query.Read(Tables.Deliveries, rows, values);
        return rows;
    }

    static string Json(IEnumerable<long> values) =>
        $"[{string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]";
}
