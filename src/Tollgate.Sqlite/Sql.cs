namespace Tollgate.Sqlite;

/// <summary>
/// The statements of the hot path, each prepared once per connection and run once per key. Reads go into the full key of a
/// primary key.
/// </summary>
internal static class Sql
{
    // In millions and the rest: sum() fails where an integer would overflow. No total reads as more than a counter holds.
    const string Total =
        "min(min(coalesce(sum((e.included + e.overage) / 1000000), 0), 9000000000000) * 1000000 "
        + "+ coalesce(sum((e.included + e.overage) % 1000000), 0), 9000000000000000000)";

    public const string Resolve = "SELECT id FROM customer WHERE key = $1";

    public const string Make = """
        INSERT INTO customer (key) VALUES ($1) ON CONFLICT (key) DO NOTHING;
        INSERT INTO customer_head (id) SELECT id FROM customer WHERE key = $1 ON CONFLICT (id) DO NOTHING
        """;

    public static readonly string Head = $"SELECT {Tables.Heads.ColumnList} FROM customer_head WHERE id = $1";

    public const string Revision = "SELECT revision FROM customer_head WHERE id = 0";

    public static readonly string Id = $"SELECT {Tables.Ids.ColumnList} FROM event_id WHERE customer_id = $1 AND id = $2";

    // A counter as stored in its epoch, else the sum of its events.
    public const string Counter = $"""
        SELECT c.used, c.reserved,
               CASE WHEN c.used IS NULL THEN (
                 SELECT {Total} FROM event e
                 WHERE e.customer_id = $1 AND e.feature_id = $2 AND e.at >= $6 AND e.at < $7
                   AND e.pot = $3 AND ($4 = '' OR e.namespace = $4)) END AS counted
        FROM (SELECT 1)
        LEFT JOIN counter c ON c.customer_id = $1 AND c.feature_id = $2 AND c.pot = $3 AND c.namespace = $4 AND c."window" = $5
          AND c.starts_at = $6 AND c.ends_at = $7 AND c.epoch = $8
        """;

    // A rolling counter as stored, less what has left since; else the sum of its events. Its time is the customer's own. If
    // the clock went back since, what had left is in again.
    public static readonly string Rolling = $"""
        SELECT r.used, r.reserved, t.start,
               (SELECT {Total} FROM event e
                WHERE r.used IS NULL AND e.customer_id = $1 AND e.feature_id = $2 AND e.at > t.start
                  AND e.pot = $3 AND ($4 = '' OR e.namespace = $4)) AS counted,
               (SELECT {Total} FROM event e
                WHERE r.used IS NOT NULL AND e.customer_id = $1 AND e.feature_id = $2
                  AND e.at > min(r.counted_from, t.start) AND e.at <= max(r.counted_from, t.start)
                  AND e.pot = $3 AND ($4 = '' OR e.namespace = $4))
                 * CASE WHEN r.counted_from > t.start THEN -1 ELSE 1 END AS gone,
               (SELECT e.at FROM event e WHERE e.customer_id = $1 AND e.feature_id = $2 AND e.at > t.start
                  AND e.pot = $3 AND ($4 = '' OR e.namespace = $4) AND e.included + e.overage > 0
                ORDER BY e.at LIMIT 1) AS oldest
        FROM (SELECT max($8, (SELECT last_at FROM customer_head WHERE id = $1)) - $7 AS start) t
        LEFT JOIN counter r ON r.customer_id = $1 AND r.feature_id = $2 AND r.pot = $3 AND r.namespace = $4 AND r."window" = $5
          AND r.starts_at = {long.MinValue} AND r.ends_at = {long.MaxValue} AND r.epoch = $6
        """;

    public static readonly string Response = $"SELECT {Tables.Responses.ColumnList} FROM response WHERE key = $1";

    public static readonly string Profile = $"SELECT {Tables.Profiles.ColumnList} FROM profile WHERE customer_id = $1";

    public static readonly string Subscriptions =
        $"SELECT {Tables.Subscriptions.ColumnList} FROM subscription WHERE customer_id = $1 ORDER BY id";

    public static readonly string Features = $"SELECT {Tables.Features.ColumnList} FROM feature";

    public static readonly string Plans = $"SELECT {Tables.Plans.ColumnList} FROM plan";

    public static readonly string Settings = $"SELECT {Tables.Settings.ColumnList} FROM setting";

    public static readonly string Keys = $"SELECT {Tables.Keys.ColumnList} FROM api_key";

    public const string ForgetResponse = "DELETE FROM response WHERE key = $1";

    public const string ForgetOldResponses = """
        DELETE FROM response WHERE key IN (SELECT key FROM response WHERE created_at < $1 ORDER BY created_at LIMIT 5000)
        """;

    public const string FindEvent = """
        SELECT hash FROM event WHERE customer_id = $1 AND feature_id = $2 AND at = $3 AND sequence = $4 AND line = $5
        """;

    public const string FindAudit = "SELECT hash FROM audit WHERE customer_id = $1 AND sequence = $2";

    // One row, with the conflict rule of its table.
    public static string Insert<TRow>(Table<TRow> table)
    {
        var values = string.Join(", ", Enumerable.Range(1, table.Columns.Length).Select(n => $"${n}"));
        return $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({values}){table.OnConflict}";
    }
}
