namespace Tollgate.Postgres;

/// <summary>Reads what was charged in a period that is over, a sum for each part of a query.</summary>
internal static class ChargeLoads
{
    const string LastSequence = "(SELECT sequence FROM customer_head WHERE id = $1)";

    // The first row says how many events were looked at: one more than are allowed, and the sums are not all. A use
    // belongs to one part at the most, so each event is counted once.
    internal static readonly string Charges = $"""
        WITH RECURSIVE
        {StatementSql.Halves("first", LastSequence, StatementSql.RecordedAt, "$2")},
        {StatementSql.Halves("last", LastSequence, StatementSql.RecordedAt, "$3")},
        seen AS (
          SELECT feature_id, namespace, line, currency, charge,
                 CASE WHEN properties NOT LIKE '{Erased.Prefix}%' THEN properties END AS properties
          FROM event
          WHERE customer_id + 0 = $1 AND sequence + 0 > (SELECT low FROM first WHERE low = high)
            AND sequence + 0 <= (SELECT low FROM last WHERE low = high)
          LIMIT $4)
        SELECT 0::bigint AS place, count(*)::numeric AS sum FROM seen
        UNION ALL
        SELECT m.place, sum(s.charge) FROM seen s
        JOIN unnest($6, $7) WITH ORDINALITY m(feature, name, place)
          ON (m.feature IS NULL OR m.feature = s.feature_id) AND (m.name IS NULL OR m.name = s.namespace)
          AND NOT EXISTS (
            SELECT 1 FROM unnest($8, $9, $10) p(place, name, value)
            WHERE p.place = m.place
              AND left(s.properties::json ->> p.name, {UsageProperty.MostCharacters}) IS DISTINCT FROM p.value)
        WHERE s.currency = $5 AND s.line = 0 GROUP BY m.place
        """;

    /// <summary>Appends the read; the result reads it back.</summary>
    public static Func<NpgsqlDataReader, PostgresReader, Loaded, CancellationToken, Task> Append(
        NpgsqlBatch batch, ChargeQuery query, int? most)
    {
        var command = PostgresSession.Append(batch, Charges);
        Add(command, query.Customer.Value, NpgsqlDbType.Bigint);
        Add(command, PostgresTime.Write(query.From), NpgsqlDbType.TimestampTz);
        Add(command, PostgresTime.Write(query.To), NpgsqlDbType.TimestampTz);
        Add(command, most is { } limit ? limit + 1L : DBNull.Value, NpgsqlDbType.Bigint);
        Add(command, query.Currency.Code, NpgsqlDbType.Text);
        var parts = query.Parts.ToArray();
        Add(command, Array.ConvertAll(parts, part => part.Feature), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Parameters.AddTo(command, Array.ConvertAll(parts, part => part.Match.Namespace));
        var properties = parts.SelectMany(
            (part, i) => part.Match.Properties.Select(pair => (Place: i + 1L, pair.Key, pair.Value))).ToArray();
        Parameters.AddTo(command, Array.ConvertAll(properties, one => one.Place));
        Parameters.AddTo(command, Array.ConvertAll(properties, one => one.Key));
        Parameters.AddTo(command, Array.ConvertAll(properties, one => one.Value));
        return (reader, _, loaded, stop) => ReadAsync(reader, query, most, loaded, stop);
    }

    static async Task ReadAsync(
        NpgsqlDataReader reader, ChargeQuery query, int? most, Loaded loaded, CancellationToken stop)
    {
        var sums = new Amount[query.Parts.Count];
        var seen = 0m;
        while (await reader.ReadAsync(stop))
        {
            var (place, sum) = (reader.GetInt64(0), reader.GetDecimal(1));
            if (place == 0) seen = sum;
            else sums[place - 1] = new Amount(checked((long)sum));
        }
        if (seen > most) loaded.CostlyCharges.Add(query.Customer);
        else loaded.Charged.Add(new ChargeSums(query, sums));
    }

    static void Add(NpgsqlBatchCommand command, object value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
}
