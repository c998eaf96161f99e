namespace Tollgate.Postgres;

/// <summary>The statements of the outbox, by the clock <paramref name="clock"/> names.</summary>
internal sealed class OutboxSql(string clock)
{
    const string OneRow = "customer_id = $1 AND sequence = $2 AND ordinal = $3 AND endpoint_id = $4";

    // Each index is on expressions of its own, so that no statement takes it but those that say the same.
    const string OneLine = "endpoint_id + 0 = $1 AND customer_id + 0 = $2 AND state = 0";
    const string Head = $"SELECT next_at FROM outbox WHERE {OneLine} ORDER BY sequence + 0, ordinal + 0 LIMIT 1";

    static readonly string Columns = Tables.Deliveries.ColumnList;

    // A volatile function in a condition would keep it from the index; in a subquery it is read once.
    string Now => $"(SELECT {clock})";

    public string DueEndpoints => $"""
        SELECT e FROM unnest($1) e
        WHERE EXISTS (SELECT 1 FROM outbox WHERE 0 + endpoint_id = e AND state = 0 AND next_at <= {Now})
        """;

    public string DueCustomers => $"""
        SELECT customer_id
        FROM (SELECT customer_id, next_at FROM outbox
              WHERE 0 + endpoint_id = $1 AND state = 0 AND next_at <= {Now} AND customer_id <> ALL ($2)
              ORDER BY next_at LIMIT 512) o
        GROUP BY customer_id ORDER BY min(next_at) LIMIT $3
        """;

    public string Take => $"""
        SELECT {Columns} FROM outbox
        WHERE {OneLine} AND ({Head}) <= {Now} ORDER BY sequence + 0, ordinal + 0 LIMIT $3
        """;

    public const string PutOff =
        $"UPDATE outbox o SET next_at = h.next_at FROM ({Head}) h WHERE {OneLine} AND o.next_at < h.next_at";

    public string LetGoOn => $"UPDATE outbox SET next_at = {Now} WHERE {OneLine} AND next_at > {Now}";

    public string Record => $"""
        UPDATE outbox
        SET state = $5, attempts = attempts + 1, next_at = t.now + $6, attempted_at = t.now, status = $7, detail = $8,
            milliseconds = $9, finished_at = CASE WHEN $5 <> 0 THEN t.now END
        FROM (SELECT {clock} AS now OFFSET 0) t
        WHERE {OneRow} AND state + 0 = 0
        """;

    public static string Find => $"SELECT {Columns} FROM outbox WHERE {OneRow}";

    public string Retry => $"""
        UPDATE outbox SET state = 0, attempts = 0, next_at = t.now, retried_at = t.now, finished_at = NULL
        FROM (SELECT {clock} AS now OFFSET 0) t
        WHERE {OneRow} RETURNING {Columns}
        """;

    public static string List => $"""
        SELECT {Columns} FROM outbox
        WHERE endpoint_id - 0 = $1 AND (at, customer_id + 0, sequence + 0, ordinal + 0) < ($2, $3, $4, $5)
        ORDER BY at DESC, customer_id + 0 DESC, sequence + 0 DESC, ordinal + 0 DESC LIMIT $6
        """;

    // Leases are of the machines, so they run by the machine's clock, whatever time a test says it is.
    public const string Lease = """
        INSERT INTO webhook_lease (endpoint_id, owner, until) VALUES ($1, $2, clock_timestamp() + $3)
        ON CONFLICT (endpoint_id) DO UPDATE SET owner = excluded.owner, until = excluded.until
        WHERE webhook_lease.owner = excluded.owner OR webhook_lease.until <= clock_timestamp()
        """;

    public const string Release = "DELETE FROM webhook_lease WHERE endpoint_id = $1 AND owner = $2";

    public string Forget => $"""
        DELETE FROM outbox
        WHERE (customer_id, sequence, ordinal, endpoint_id) IN (
          (SELECT customer_id, sequence, ordinal, endpoint_id FROM outbox
           WHERE state <> 0 AND finished_at < {Now} - $1 ORDER BY finished_at LIMIT 5000)
          UNION ALL
          (SELECT customer_id, sequence, ordinal, endpoint_id FROM outbox
           WHERE state = 0 AND coalesce(retried_at, at) < {Now} - $1 AND endpoint_id <> ALL ($2) LIMIT 5000))
        """;
}
