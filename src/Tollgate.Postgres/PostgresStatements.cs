namespace Tollgate.Postgres;

/// <summary>Statements, on one snapshot.</summary>
internal static class PostgresStatements
{
    const string Kinds = """
        SELECT kind, count(*), sum(amount) FROM ledger_entry
        WHERE customer_id = $1 AND currency = $2 AND number > $3 AND number <= $4 GROUP BY kind
        """;

    // The days are those of the customer's zone as the process knows it: the database may know another.
    static readonly string Charges = $"""
        SELECT e.feature_id, e.day, e.namespace, e.actor, e.property, sum(e.quantity), sum(e.included), sum(e.top_up),
               sum(e.overage), count(*) FILTER (WHERE e.kind = {(short)UsageKind.Use}), sum(e.charge),
               sum(e.charge) FILTER (WHERE e.at < $9 OR e.at >= $10)
        FROM (
          SELECT feature_id, kind, quantity, included, top_up, overage, charge, at,
                 width_bucket(recorded_at, $5) AS day,
                 CASE WHEN $6 THEN namespace END AS namespace, CASE WHEN $7 THEN actor END AS actor,
                 CASE WHEN $8 IS NOT NULL AND properties NOT LIKE '{Erased.Prefix}%'
                   THEN left(properties::json ->> $8, {UsageProperty.MostCharacters}) END AS property
          FROM event
          WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3 AND currency = $4
            AND line = 0 AND kind IN ({string.Join(", ", UsageSummary.Summed.Select(kind => (short)kind))}) OFFSET 0) e
        GROUP BY 1, 2, 3, 4, 5
        """;

    /// <summary>Fills a statement.</summary>
    public static async Task ReadAsync(NpgsqlConnection connection, Statement statement, CancellationToken stop)
    {
        var filter = statement.Charges.Filter;
        var (customer, currency) = (Long(filter.Customer.Value), Text(statement.Currency.Code));
        var (first, last) = await RowAsync(
            connection, StatementSql.Changes, reader => (reader.GetInt64(0), reader.GetInt64(1)), stop,
            customer, Time(filter.From), Time(filter.To), Long(statement.Last));
        var (after, upTo, opening, closing) = await RowAsync(
            connection, StatementSql.Balances,
            reader => (Whole(reader, 0), Whole(reader, 1), new Amount(Whole(reader, 2)), new Amount(Whole(reader, 3))),
            stop, customer, currency, Long(first), Long(last));
        statement.Begin(opening, closing);

        await using (var kinds = Command(connection, Kinds, customer, currency, Long(after), Long(upTo)))
        {
            await using var reader = await kinds.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
                statement.Add((EntryKind)reader.GetInt16(0), reader.GetInt64(1), (Int128)reader.GetDecimal(2));
        }
        await ChargesAsync(connection, statement, first, last, stop);
    }

    static async Task ChargesAsync(
        NpgsqlConnection connection, Statement statement, long first, long last, CancellationToken stop)
    {
        var (charges, filter) = (statement.Charges, statement.Charges.Filter);
        await using var command = Command(
            connection, Charges, Long(filter.Customer.Value), Long(first), Long(last), Text(statement.Currency.Code),
            new NpgsqlParameter
            {
                Value = charges.Days.Select(PostgresTime.Write).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            },
            Bool(charges.By(SummaryKeys.Namespace)), Bool(charges.By(SummaryKeys.Actor)), Text(filter.Property),
            Time(filter.From), Time(filter.To));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        while (await reader.ReadAsync(stop))
        {
            var sums = new SummarySums(
                reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8), rows.Int64(9))
            {
                Charges = CurrencySums.None.With(statement.Currency, (Int128)reader.GetDecimal(10)),
            };
            if (!await reader.IsDBNullAsync(11, stop)) statement.AddDatedOutside((Int128)reader.GetDecimal(11));
            if (!charges.Add(
                rows.Int32(0), rows.Int32(1), rows.NullableText(2), rows.NullableText(3), rows.NullableText(4), sums))
                return;
        }
    }

    static async Task<T> RowAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop,
        params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return read(reader);
    }

    // Where there is no wallet, or no entry yet, there is 0.
    static long Whole(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone());
        return command;
    }

    static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Long(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    static NpgsqlParameter Bool(bool value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Boolean };

    static NpgsqlParameter Time(Instant value) =>
        new() { Value = PostgresTime.Write(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
