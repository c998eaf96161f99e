namespace Tollgate.Sqlite;

/// <summary>Reads what was charged in a period that is over, a sum for each part of a query.</summary>
internal static class ChargeLoads
{
    const string LastSequence = "(SELECT sequence FROM customer_head WHERE id = $1)";

    static readonly string Charges = $"""
        WITH RECURSIVE
        {StatementSql.Halves("first", LastSequence, StatementSql.RecordedAt, "$2")},
        {StatementSql.Halves("last", LastSequence, StatementSql.RecordedAt, "$3")}
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 > (SELECT low FROM first WHERE low = high)
          AND sequence + 0 <= (SELECT low FROM last WHERE low = high)
        LIMIT $4
        """;

    /// <summary>Adds the sums, or that they take more than <paramref name="most"/> events.</summary>
    public static void Load(SqliteConnection connection, ChargeQuery query, int? most, Loaded loaded)
    {
        var sums = new ChargeSumming(query);
        using var events = new Query(connection, Charges, 4);
        using var found = events.Run(
            query.Customer.Value, SqliteTime.Write(query.From), SqliteTime.Write(query.To),
            most is { } limit ? limit + 1L : -1L);
        var rows = new SqliteReader(found);
        while (found.Read()) sums.Add(Tables.Events.Read(rows));
        if (sums.Read > most) loaded.CostlyCharges.Add(query.Customer);
        else loaded.Charged.Add(sums.Result);
    }
}
