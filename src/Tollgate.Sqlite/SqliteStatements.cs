namespace Tollgate.Sqlite;

/// <summary>Statements, inside a transaction that is one snapshot.</summary>
internal static class SqliteStatements
{
    const int PerUnit = 1_000_000;

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
        using (var changes = connection.Query(StatementSql.Changes, 4))
        {
            using var found = changes.Run(
                customer, SqliteTime.Write(filter.From), SqliteTime.Write(filter.To), statement.Last);
            found.Read();
            (first, last) = (found.GetInt64(0), found.GetInt64(1));
        }
        using (var balances = connection.Query(StatementSql.Balances, 4))
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
