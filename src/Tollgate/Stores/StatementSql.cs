namespace Tollgate.Stores;

/// <summary>The statements that both databases understand alike, of a statement of account.</summary>
public static class StatementSql
{
    const string EntryOf = """
        (SELECT sequence FROM ledger_entry
               WHERE customer_id = $1 AND currency = $2 AND number = (low + high + 1) / 2)
        """;

    const string Entries =
        "coalesce((SELECT entries FROM wallet WHERE customer_id = $1 AND currency = $2), CAST(0 AS bigint))";

    /// <summary>When a customer's ($1) change was recorded.</summary>
    public static string RecordedAt { get; } = """
        coalesce(
              (SELECT recorded_at FROM event
               WHERE customer_id + 0 = $1 AND sequence + 0 = (low + high + 1) / 2 ORDER BY line + 0 LIMIT 1),
              (SELECT at FROM audit WHERE customer_id = $1 AND sequence = (low + high + 1) / 2))
        """;

    /// <summary>
    /// The last changes of a customer ($1) before two moments ($2, $3), of those up to a sequence ($4).
    /// </summary>
    public static string Changes { get; } = $"""
        WITH RECURSIVE {Halves("first", "$4", RecordedAt, "$2")}, {Halves("last", "$4", RecordedAt, "$3")}
        SELECT (SELECT low FROM first WHERE low = high), (SELECT low FROM last WHERE low = high)
        """;

    /// <summary>
    /// The last entries of a customer's ($1) wallet ($2) that belong to changes up to two sequences ($3, $4), and the
    /// balances after them; null where there is none.
    /// </summary>
    public static string Balances { get; } = $"""
        WITH RECURSIVE {Halves("first", Entries, EntryOf, "$3 + 1")}, {Halves("last", Entries, EntryOf, "$4 + 1")}
        SELECT f.low, l.low,
          (SELECT balance FROM ledger_entry WHERE customer_id = $1 AND currency = $2 AND number = f.low),
          (SELECT balance FROM ledger_entry WHERE customer_id = $1 AND currency = $2 AND number = l.low)
        FROM first f CROSS JOIN last l WHERE f.low = f.high AND l.low = l.high
        """;

    /// <summary>
    /// The last number whose mark lies before a bound, as a common table expression. Numbers have no gaps and marks
    /// never fall, so it is found by halves, in as many look-ups as the number has bits.
    /// </summary>
    public static string Halves(string name, string last, string mark, string bound) => $"""
        {name}(low, high) AS (
          SELECT CAST(0 AS bigint), {last}
          UNION ALL
          SELECT CASE WHEN {mark} < {bound} THEN (low + high + 1) / 2 ELSE low END,
                 CASE WHEN {mark} < {bound} THEN high ELSE (low + high + 1) / 2 - 1 END
          FROM {name} WHERE low < high)
        """;
}
