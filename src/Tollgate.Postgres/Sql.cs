namespace Tollgate.Postgres;

/// <summary>
/// The statements of the hot path. Reads go from the wanted keys into the full key of a primary key, whatever the
/// statistics say: a fresh database is empty and analysed.
/// </summary>
internal static class Sql
{
    public const string Resolve = "SELECT key, id FROM customer WHERE key = ANY ($1)";

    // In a statement of its own, before any transaction: a row that does not exist cannot be locked.
    public const string Make = """
        WITH made AS (
          INSERT INTO customer (key) SELECT k FROM unnest($1) k ORDER BY k ON CONFLICT (key) DO NOTHING RETURNING id)
        INSERT INTO customer_head (id) SELECT id FROM made
        """;

    public static readonly string Lock =
        $"SELECT {Tables.Heads.ColumnList} FROM customer_head WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE";

    public static readonly string LockFree = $"{Lock} SKIP LOCKED";

    public static readonly string Heads = $"SELECT {Tables.Heads.ColumnList} FROM customer_head WHERE id = ANY ($1)";

    // After the lock, in a later statement: the clock of the lock statement is from before the wait. A sandbox may have
    // moved it on.
    public static string Clock(string now) => $"""
        SELECT revision, set_config('tollgate.now', (({now}) + interval '1 microsecond' * coalesce(
          (SELECT value::bigint FROM setting WHERE key = '{TestClock.Key}'), 0))::text, true)::timestamptz
        FROM customer_head WHERE id = 0
        """;

    public const string Revision = "SELECT revision FROM customer_head WHERE id = 0";

    public static readonly string Ids = $"""
        SELECT {Prefixed(Tables.Ids.ColumnList, "e")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Ids.ColumnList} FROM event_id WHERE customer_id = k.c AND id = k.i OFFSET 0) e
        """;

    // A counter as stored in its epoch, else the sum of its events.
    public static readonly string Counters = $"""
        SELECT k.n, c.used, c.reserved, t.counted, t.events
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY k(c, f, p, ns, w, s, e, epoch, n)
        LEFT JOIN LATERAL (
          SELECT used, reserved FROM counter
          WHERE customer_id = k.c AND feature_id = k.f AND pot = k.p AND namespace = k.ns AND "window" = k.w
            AND starts_at = k.s AND ends_at = k.e AND epoch = k.epoch OFFSET 0) c ON true
        CROSS JOIN LATERAL ({Total("e.at >= k.s AND e.at < k.e AND c.used IS NULL", "$9")}) t
        """;

    // A rolling counter as stored, less what has left since; else the sum of its events. Its time is the customer's
    // own. If the clock went back since, what had left is in again.
    public static readonly string Rolling = $"""
        SELECT k.n, r.used, r.reserved, t.start, counted.counted, counted.events,
               gone.counted * CASE WHEN r.counted_from > t.start THEN -1 ELSE 1 END AS gone, gone.events,
               (SELECT e.at FROM event e WHERE e.customer_id = k.c AND e.feature_id = k.f AND e.at > t.start
                  AND e.pot = k.p AND (k.ns = '' OR e.namespace = k.ns) AND e.included + e.overage > 0
                ORDER BY e.at LIMIT 1) AS oldest
        FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY k(c, f, p, ns, w, epoch, l, n)
        CROSS JOIN LATERAL (
          SELECT greatest(current_setting('tollgate.now')::timestamptz, h.last_at) - k.l AS start
          FROM customer_head h WHERE h.id = k.c OFFSET 0) t
        LEFT JOIN LATERAL (
          SELECT used, reserved, counted_from FROM counter
          WHERE customer_id = k.c AND feature_id = k.f AND pot = k.p AND namespace = k.ns AND "window" = k.w
            AND starts_at = '-infinity' AND ends_at = 'infinity' AND epoch = k.epoch OFFSET 0) r ON true
        CROSS JOIN LATERAL ({Total("e.at > t.start AND r.used IS NULL", "$8")}) counted
        CROSS JOIN LATERAL ({Total(Left, "$8")}) gone
        """;

    public static readonly string Responses =
        $"SELECT {Tables.Responses.ColumnList} FROM response WHERE key = ANY ($1)";

    public static readonly string Profiles =
        $"SELECT {Tables.Profiles.ColumnList} FROM profile WHERE customer_id = ANY ($1)";

    public static readonly string Subscriptions = $"""
        SELECT {Prefixed(Tables.Subscriptions.ColumnList, "s")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (
          SELECT {Tables.Subscriptions.ColumnList} FROM subscription WHERE customer_id = k.c ORDER BY id OFFSET 0) s
        """;

    public static readonly string Boosts = $"""
        SELECT {Prefixed(Tables.Boosts.ColumnList, "b")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Boosts.ColumnList} FROM boost WHERE customer_id = k.c ORDER BY id OFFSET 0) b
        """;

    public static readonly string Namespaces = $"""
        SELECT {Prefixed(Tables.Namespaces.ColumnList, "n")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Namespaces.ColumnList} FROM namespace WHERE customer_id = k.c OFFSET 0) n
        """;

    public static readonly string Features = $"SELECT {Tables.Features.ColumnList} FROM feature";

    public static readonly string Plans = $"SELECT {Tables.Plans.ColumnList} FROM plan";

    public static readonly string Settings = $"SELECT {Tables.Settings.ColumnList} FROM setting";

    public static readonly string Keys = $"SELECT {Tables.Keys.ColumnList} FROM api_key";

    public const string ForgetResponses = "DELETE FROM response WHERE key = ANY ($1)";

    public const string ForgetOldResponses = """
        DELETE FROM response
        WHERE key IN (SELECT key FROM response WHERE created_at < $1 ORDER BY created_at LIMIT 5000)
        """;

    public const string LockOne = "SELECT 1 FROM customer_head WHERE id = $1 FOR NO KEY UPDATE";

    public const string FindEvent = """
        SELECT hash FROM event WHERE customer_id = $1 AND feature_id = $2 AND at = $3 AND sequence = $4 AND line = $5
        """;

    public const string FindAudit = "SELECT hash FROM audit WHERE customer_id = $1 AND sequence = $2";

    const string Left =
        "e.at > least(r.counted_from, t.start) AND e.at <= greatest(r.counted_from, t.start) AND r.used IS NOT NULL";

    // Over at most one event more than are allowed: who finds that many, has not found them all.
    static string Total(string where, string most) => $"""
        SELECT least(coalesce(sum(e.included + e.overage)
                   FILTER (WHERE e.pot = k.p AND (k.ns = '' OR e.namespace = k.ns)), 0),
                 {Counter.Most})::bigint AS counted,
               count(*) AS events
        FROM (SELECT included, overage, pot, namespace FROM event e
              WHERE e.customer_id = k.c AND e.feature_id = k.f AND {where} LIMIT {most}) e
        """;

    // A row set from arrays, with the conflict rule of its table.
    public static string Insert<TRow>(Table<TRow> table)
    {
        var arrays = string.Join(", ", Enumerable.Range(1, table.Columns.Length).Select(n => $"${n}"));
        return $"INSERT INTO {table.Name} ({table.ColumnList}) SELECT * FROM unnest({arrays}){table.OnConflict}";
    }

    static string Prefixed(string columns, string alias) =>
        string.Join(", ", columns.Split(", ").Select(column => $"{alias}.{column}"));
}
