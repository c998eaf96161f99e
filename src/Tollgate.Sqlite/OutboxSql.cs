namespace Tollgate.Sqlite;

/// <summary>The statements of the outbox.</summary>
internal static class OutboxSql
{
    const string OneRow = "customer_id = $1 AND sequence = $2 AND ordinal = $3 AND endpoint_id = $4";
    const string OneLine = "endpoint_id = $1 AND customer_id = $2 AND state = 0";
    const string Head = $"(SELECT next_at FROM outbox WHERE {OneLine} ORDER BY sequence, ordinal LIMIT 1)";

    static readonly string Columns = Tables.Deliveries.ColumnList;

    public const string IsDue = "SELECT 1 FROM outbox WHERE endpoint_id = $1 AND state = 0 AND next_at <= $2 LIMIT 1";

    public const string DueCustomers = """
        SELECT customer_id
        FROM (SELECT customer_id, next_at FROM outbox
              WHERE endpoint_id = $1 AND state = 0 AND next_at <= $2
                AND customer_id NOT IN (SELECT value FROM json_each($3))
              ORDER BY next_at LIMIT 512)
        GROUP BY customer_id ORDER BY min(next_at) LIMIT $4
        """;

    public static readonly string Take =
        $"SELECT {Columns} FROM outbox WHERE {OneLine} AND {Head} <= $3 ORDER BY sequence, ordinal LIMIT $4";

    public const string PutOff = $"UPDATE outbox SET next_at = {Head} WHERE {OneLine} AND next_at < {Head}";

    public const string LetGoOn = $"UPDATE outbox SET next_at = $3 WHERE {OneLine} AND next_at > $3";

    public const string Record = $"""
        UPDATE outbox
        SET state = $5, attempts = attempts + 1, next_at = $6, attempted_at = $7, status = $8, detail = $9,
            milliseconds = $10, finished_at = CASE WHEN $5 <> 0 THEN $7 END
        WHERE {OneRow} AND state = 0
        """;

    public static readonly string Find = $"SELECT {Columns} FROM outbox WHERE {OneRow}";

    public const string Retry = $"""
        UPDATE outbox SET state = 0, attempts = 0, next_at = $5, retried_at = $5, finished_at = NULL WHERE {OneRow}
        """;

    public static readonly string List = $"""
        SELECT {Columns} FROM outbox
        WHERE endpoint_id = $1 AND (at, customer_id, sequence, ordinal) < ($2, $3, $4, $5)
        ORDER BY at DESC, customer_id DESC, sequence DESC, ordinal DESC LIMIT $6
        """;

    public const string ForgetOver = """
        DELETE FROM outbox WHERE (customer_id, sequence, ordinal, endpoint_id) IN (
          SELECT customer_id, sequence, ordinal, endpoint_id FROM outbox
          WHERE state <> 0 AND finished_at < $1 ORDER BY finished_at LIMIT 5000)
        """;

    public const string ForgetWaiting = """
        DELETE FROM outbox WHERE (customer_id, sequence, ordinal, endpoint_id) IN (
          SELECT customer_id, sequence, ordinal, endpoint_id FROM outbox
          WHERE state = 0 AND coalesce(retried_at, at) < $1
            AND endpoint_id NOT IN (SELECT value FROM json_each($2)) LIMIT 5000)
        """;
}
