namespace Tollgate.Sqlite;

/// <summary>Statements, inside a transaction that is one snapshot.</summary>
internal static class SqliteStatements
{
    const int PerUnit = 1_000_000;

    // The last number whose mark lies before a bound. Numbers have no gaps and marks never fall, so it is found by
    // halves, in as many look-ups as the number has bits.
    internal static string Halves(string name, string last, string mark, string bound) => $"""
        {name}(low, high) AS (
          SELECT CAST(0 AS bigint), {last}
          UNION ALL
          SELECT CASE WHEN {mark} < {bound} THEN (low + high + 1) / 2 ELSE low END,
                 CASE WHEN {mark} < {bound} THEN high ELSE (low + high + 1) / 2 - 1 END
          FROM {name} WHERE low < high)
        """;

    // When a customer's change was recorded.
    internal const string RecordedAt = """
        coalesce(
              (SELECT recorded_at FROM event
               WHERE customer_id + 0 = $1 AND sequence + 0 = (low + high + 1) / 2 ORDER BY line + 0 LIMIT 1),
              (SELECT at FROM audit WHERE customer_id = $1 AND sequence = (low + high + 1) / 2))
        """;

    static readonly string Changes = $"""
        WITH RECURSIVE {Halves("first", "$4", RecordedAt, "$2")}, {Halves("last", "$4", RecordedAt, "$3")}
        SELECT (SELECT low FROM first WHERE low = high), (SELECT low FROM last WHERE low = high)
        """;

    const string EntryOf = """
        (SELECT sequence FROM ledger_entry
               WHERE customer_id = $1 AND currency = $2 AND number = (low + high + 1) / 2)
        """;

    const string Entries =
        "coalesce((SELECT entries FROM wallet WHERE customer_id = $1 AND currency = $2), CAST(0 AS bigint))";

    static readonly string Balances = $"""
        WITH RECURSIVE {Halves("first", Entries, EntryOf, "$3 + 1")}, {Halves("last", Entries, EntryOf, "$4 + 1")}
        SELECT f.low, l.low,
          (SELECT balance FROM ledger_entry WHERE customer_id = $1 AND currency = $2 AND number = f.low),
          (SELECT balance FROM ledger_entry WHERE customer_id = $1 AND currency = $2 AND number = l.low)
        FROM first f CROSS JOIN last l WHERE f.low = f.high AND l.low = l.high
        """;

    // In units and micros, since a sum of integers here must fit into one.
    static readonly string Kinds = $"""
        SELECT kind, count(*), sum(amount / {PerUnit}), sum(amount % {PerUnit}) FROM ledger_entry
        WHERE customer_id = $1 AND currency = $2 AND number > $3 AND number <= $4 GROUP BY kind
        """;

    // Row by row: a GROUP BY would hold all of them in memory to sort them.
    static readonly string Charges = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 > $2 AND sequence + 0 <= $3 AND currency = $4
          AND line = 0 AND kind IN ({string.Join(", ", UsageSummary.Summed.Select(kind => (short)kind))})
        """;

    /// <summary>Fills a statement.</summary>
    public static void Read(Connection connection, Statement statement, CancellationToken stop)
    {
        var filter = statement.Charges.Filter;
        var (customer, currency) = (filter.Customer.Value, statement.Currency.Code);
        long first, last, after, upTo;
        using (var changes = connection.Query(Changes, 4))
        {
            using var found = changes.Run(
                customer, SqliteTime.Write(filter.From), SqliteTime.Write(filter.To), statement.Last);
            found.Read();
            (first, last) = (found.GetInt64(0), found.GetInt64(1));
        }
        using (var balances = connection.Query(Balances, 4))
        {
            using var found = balances.Run(customer, currency, first, last);
            found.Read();
            var rows = new SqliteReader(found);
            (after, upTo) = (rows.Int64(0), rows.Int64(1));
            statement.Begin(new Amount(rows.NullableInt64(2) ?? 0), new Amount(rows.NullableInt64(3) ?? 0));
        }
        using (var kinds = connection.Query(Kinds, 4))
        {
            using var found = kinds.Run(customer, currency, after, upTo);
            while (found.Read())
                statement.Add(
                    (EntryKind)found.GetInt16(0), found.GetInt64(1),
                    ((Int128)found.GetInt64(2) * PerUnit) + found.GetInt64(3));
        }
        using var charged = connection.Query(Charges, 4);
        using var uses = charged.Run(customer, first, last, currency);
        var reader = new SqliteReader(uses);
        while (uses.Read())
        {
            stop.ThrowIfCancellationRequested();
            if (!statement.Add(Tables.Events.Read(reader))) return;
        }
    }
}
