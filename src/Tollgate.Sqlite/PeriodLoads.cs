namespace Tollgate.Sqlite;

/// <summary>Reads what was charged in a period that is over, a sum for each part of a query.</summary>
internal static class PeriodLoads
{
    const string LastSequence = "(SELECT sequence FROM customer_head WHERE id = $1)";

    static readonly string Spend = $"""
        WITH RECURSIVE
        {SqliteStatements.Halves("first", LastSequence, SqliteStatements.RecordedAt, "$2")},
        {SqliteStatements.Halves("last", LastSequence, SqliteStatements.RecordedAt, "$3")}
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 > (SELECT low FROM first WHERE low = high)
          AND sequence + 0 <= (SELECT low FROM last WHERE low = high)
        LIMIT $4
        """;

    /// <summary>Adds the sums, or that they take more than <paramref name="most"/> events.</summary>
    public static void Load(SqliteConnection connection, SpendQuery query, int? most, Loaded loaded)
    {
        var sums = new SpendSumming(query);
        using var spend = new Query(connection, Spend, 4);
        using var found = spend.Run(
            query.Customer.Value, SqliteTime.Write(query.From), SqliteTime.Write(query.To),
            most is { } limit ? limit + 1L : -1L);
        var rows = new SqliteReader(found);
        while (found.Read()) sums.Add(Tables.Events.Read(rows));
        if (sums.Read > most) loaded.CostlySpend.Add(query.Customer);
        else loaded.Spend.Add(sums.Result);
    }
}
