namespace Tollgate.Postgres;

/// <summary>
/// The statements of the hot path. Reads go from the wanted keys into the full key of a primary key, whatever the
/// statistics say: a fresh database is empty and analysed.
/// </summary>
internal static class Sql
{
    // Whether an event takes of a limit: one that top-ups gave whole does not, nor what is only set aside.
    static readonly string Takes = $"e.included + e.overage > 0 AND e.kind NOT IN ({Tables.ReservingKinds})";

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

    // A counter as stored in its epoch, else the sum of its events. What was told of it is the window's, whatever the
    // epoch.
    public static readonly string Counters = $"""
        SELECT k.n, c.used, c.reserved, t.counted, t.held, t.events, coalesce(c.alerted, 0::smallint)
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY k(c, f, p, ns, w, s, e, epoch, n)
        LEFT JOIN LATERAL (
          SELECT CASE WHEN epoch = k.epoch THEN used END AS used, reserved, alerted FROM counter
          WHERE customer_id = k.c AND feature_id = k.f AND pot = k.p AND namespace = k.ns AND "window" = k.w
            AND starts_at = k.s AND ends_at = k.e OFFSET 0) c ON true
        CROSS JOIN LATERAL ({Total("e.at >= k.s AND e.at < k.e AND c.used IS NULL", "$9")}) t
        """;

    // A rolling counter as stored, less what has left since; else the sum of its events. Its time is the customer's
    // own. If the clock went back since, what had left is in again. Its oldest use is as stored until that has left or
    // was taken back, and then the next that was not, looked for among as many events as may be counted.
    public static readonly string Rolling = $"""
        SELECT k.n, r.used, r.reserved, t.start, counted.counted, counted.held, counted.events,
               gone.counted * s.sign, gone.held * s.sign, gone.events,
               CASE WHEN l.used > 0 THEN coalesce(l.oldest, next.at) END,
               CASE WHEN r.used IS NOT NULL AND l.used > 0 AND l.oldest IS NULL AND next.at IS NULL THEN coalesce(
                 (SELECT count(*) FROM (
                    SELECT 1 FROM event e
                    WHERE e.customer_id = k.c AND e.feature_id = k.f AND e.at > t.start LIMIT $8) e) >= $8, false)
               ELSE false END, coalesce(r.alerted, 0::smallint)
        FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY k(c, f, p, ns, w, epoch, l, n)
        CROSS JOIN LATERAL (
          SELECT greatest(current_setting('tollgate.now')::timestamptz, h.last_at) - k.l AS start
          FROM customer_head h WHERE h.id = k.c OFFSET 0) t
        LEFT JOIN LATERAL (
          SELECT CASE WHEN epoch = k.epoch THEN used END AS used, reserved,
                 CASE WHEN epoch = k.epoch THEN counted_from END AS counted_from, oldest, alerted
          FROM counter
          WHERE customer_id = k.c AND feature_id = k.f AND pot = k.p AND namespace = k.ns AND "window" = k.w
            AND starts_at = '-infinity' AND ends_at = 'infinity' OFFSET 0) r ON true
        CROSS JOIN LATERAL (SELECT CASE WHEN r.counted_from > t.start THEN -1 ELSE 1 END AS sign) s
        CROSS JOIN LATERAL ({Total("e.at > t.start AND r.used IS NULL", "$8")}) counted
        CROSS JOIN LATERAL ({Total(Left, "$8")}) gone
        CROSS JOIN LATERAL (
          SELECT coalesce(r.used - gone.counted * s.sign, counted.counted) AS used,
                 CASE WHEN r.used IS NOT NULL AND r.oldest > t.start AND s.sign > 0 THEN r.oldest END AS oldest) l
        LEFT JOIN LATERAL (
          SELECT e.at FROM (
            SELECT at, pot, namespace, included, overage, kind FROM event
            WHERE customer_id = k.c AND feature_id = k.f AND at > t.start AND l.used > 0 AND l.oldest IS NULL
            ORDER BY at LIMIT $8) e
          WHERE {Counts("e")} AND {Takes} AND (
            SELECT sum(o.included + o.overage) FROM event o
            WHERE o.customer_id = k.c AND o.feature_id = k.f AND o.at = e.at AND {Counts("o")}
              AND o.kind NOT IN ({Tables.ReservingKinds})) > 0
          ORDER BY e.at LIMIT 1) next ON true
        """;

    public static readonly string Reservations = $"""
        SELECT {Prefixed(Tables.Reservations.ColumnList, "r")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Reservations.ColumnList} FROM reservation WHERE customer_id = k.c AND id = k.i OFFSET 0) r
        """;

    // By the index of the history, which no other statement can take. A settled reservation's use has the number of its
    // end.
    public static readonly string Lines = $"""
        SELECT {Prefixed(Tables.Events.ColumnList, "e")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT coalesce(
            (SELECT r.end_sequence FROM reservation r WHERE r.customer_id = k.c AND r.id = k.i),
            (SELECT i.sequence FROM event_id i WHERE i.customer_id = k.c AND i.id = k.i)) AS sequence OFFSET 0) s
        CROSS JOIN LATERAL (
          SELECT {Tables.Events.ColumnList} FROM event
          WHERE customer_id + 0 = k.c AND sequence + 0 = s.sequence ORDER BY line + 0 OFFSET 0) e
        """;

    // All that are over, or one more than are allowed; and the first that is not.
    public static readonly string Due = $"""
        SELECT {Prefixed(Tables.Reservations.ColumnList, "r")}
        FROM unnest($1, $2) k(c, t)
        CROSS JOIN LATERAL (
          (SELECT {Tables.Reservations.ColumnList} FROM reservation
           WHERE customer_id + 0 = k.c AND outcome = 0 AND expires_at <= k.t ORDER BY expires_at LIMIT $3)
          UNION ALL
          (SELECT {Tables.Reservations.ColumnList} FROM reservation
           WHERE customer_id + 0 = k.c AND outcome = 0 AND expires_at > k.t ORDER BY expires_at LIMIT 1)) r
        """;

    public static readonly string Wallets = $"""
        SELECT {Prefixed(Tables.Wallets.ColumnList, "w")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Wallets.ColumnList} FROM wallet WHERE customer_id = k.c OFFSET 0) w
        """;

    public static readonly string LiveGrants = $"""
        SELECT {Prefixed(Tables.Grants.ColumnList, "g")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (
          SELECT {Tables.Grants.ColumnList} FROM credit_grant WHERE customer_id + 0 = k.c AND remaining > 0 OFFSET 0) g
        """;

    public static readonly string Grants = $"""
        SELECT {Prefixed(Tables.Grants.ColumnList, "g")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Grants.ColumnList} FROM credit_grant WHERE customer_id = k.c AND id = k.i OFFSET 0) g
        """;

    public static readonly string Costs = $"""
        SELECT {Prefixed(Tables.Costs.ColumnList, "t")}
        FROM unnest($1, $2, $3, $4, $5) k(c, f, m, p, s)
        CROSS JOIN LATERAL (
          SELECT {Tables.Costs.ColumnList} FROM cost
          WHERE customer_id = k.c AND feature_id = k.f AND currency = k.m AND scope = k.p AND starts_at = k.s
          OFFSET 0) t
        """;

    public static readonly string Accruals = $"""
        SELECT {Prefixed(Tables.Accruals.ColumnList, "a")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Accruals.ColumnList} FROM accrual WHERE customer_id = k.c OFFSET 0) a
        """;

    public static readonly string Returns = $"""
        SELECT {Prefixed(Tables.Returns.ColumnList, "r")}
        FROM unnest($1, $2) k(c, p)
        CROSS JOIN LATERAL (
          SELECT {Tables.Returns.ColumnList} FROM payment_return
          WHERE customer_id = k.c AND payment = k.p OFFSET 0) r
        """;

    public static readonly string Tallies = $"""
        SELECT {Prefixed(Tables.Tallies.ColumnList, "t")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Tallies.ColumnList} FROM tally WHERE customer_id = k.c OFFSET 0) t
        """;

    public static readonly string Slices = $"""
        SELECT {Prefixed(Tables.Slices.ColumnList, "s")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Slices.ColumnList} FROM usage_slice WHERE customer_id = k.c AND id = k.i OFFSET 0) s
        """;

    public static readonly string ProviderObjects = $"""
        SELECT {Prefixed(Tables.ProviderObjects.ColumnList, "o")}
        FROM unnest($1, $2) k(c, n)
        CROSS JOIN LATERAL (
          SELECT {Tables.ProviderObjects.ColumnList} FROM provider_object
          WHERE customer_id = k.c AND name = k.n OFFSET 0) o
        """;

    public static readonly string Payments = $"""
        SELECT {Prefixed(Tables.Payments.ColumnList, "p")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Payments.ColumnList} FROM payment_session WHERE customer_id = k.c AND id = k.i OFFSET 0) p
        """;

    public static readonly string Withdrawals = $"""
        SELECT {Prefixed(Tables.Withdrawals.ColumnList, "w")}
        FROM unnest($1, $2) k(c, i)
        CROSS JOIN LATERAL (
          SELECT {Tables.Withdrawals.ColumnList} FROM withdrawal WHERE customer_id = k.c AND id = k.i OFFSET 0) w
        """;

    public static readonly string Posted = $"""
        SELECT {Prefixed(Tables.Posted.ColumnList, "t")}
        FROM unnest($1, $2, $3, $4) k(c, w, f, t)
        CROSS JOIN LATERAL (
          SELECT {Tables.Posted.ColumnList} FROM reconciliation
          WHERE customer_id = k.c AND posted <> 0
            AND (starts_at = ends_at OR (currency = k.w AND starts_at < k.t AND ends_at > k.f))
          LIMIT {PostedPeriod.Most + 1}) t
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

    // The index of those that are not paid holds no others, and is all that is read.
    public static readonly string Invoices = $"""
        SELECT {Prefixed(Tables.Invoices.ColumnList, "i")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (
          SELECT {Tables.Invoices.ColumnList} FROM invoice WHERE customer_id = k.c AND paid_at IS NULL OFFSET 0) i
        """;

    public static readonly string Namespaces = $"""
        SELECT {Prefixed(Tables.Namespaces.ColumnList, "n")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (SELECT {Tables.Namespaces.ColumnList} FROM namespace WHERE customer_id = k.c OFFSET 0) n
        """;

    public static readonly string Features = $"SELECT {Tables.Features.ColumnList} FROM feature";

    public static readonly string Plans = $"SELECT {Tables.Plans.ColumnList} FROM plan";

    public static readonly string Settings = $"SELECT {Tables.Settings.ColumnList} FROM setting";

    // The latest version of each: older ones are kept, and price nothing any more.
    public static readonly string RateCards = $"""
        SELECT {Tables.RateCards.ColumnList} FROM rate_card r
        WHERE version = (SELECT max(o.version) FROM rate_card o WHERE o.code = r.code)
        """;

    public static readonly string Discounts = $"SELECT {Tables.Discounts.ColumnList} FROM discount";

    public static readonly string Keys = $"SELECT {Tables.Keys.ColumnList} FROM api_key";

    public static readonly string Webhooks =
        $"SELECT {Tables.Webhooks.ColumnList} FROM webhook_endpoint WHERE deleted_at IS NULL";

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

    // Whether a counter counts an event: of its pot, and of its part of it.
    static string Counts(string line) => $"""
        {line}.pot = k.p
          AND (k.ns = '' OR {line}.namespace = k.ns OR (k.ns = '{CounterKey.Nameless}' AND {line}.namespace = ''))
        """;

    // Over at most one event more than are allowed: who finds that many, has not found them all.
    static string Total(string where, string most) => $"""
        SELECT least(coalesce(sum(e.included + e.overage)
                   FILTER (WHERE {Counts("e")} AND e.kind NOT IN ({Tables.ReservingKinds})), 0),
                 {Counter.Most})::bigint AS counted,
               least(coalesce(sum(e.included + e.overage)
                   FILTER (WHERE {Counts("e")} AND e.kind IN ({Tables.ReservingKinds})), 0),
                 {Counter.Most})::bigint AS held,
               count(*) AS events
        FROM (SELECT at, included, overage, pot, namespace, kind FROM event e
              WHERE e.customer_id = k.c AND e.feature_id = k.f AND {where} LIMIT {most}) e
        """;

    // A row set from arrays, with the conflict rule of its table.
    public static string Insert<TRow>(Table<TRow> table)
    {
        var arrays = string.Join(", ", Enumerable.Range(1, table.Columns.Length).Select(n => $"${n}"));
        var conflict = table.Added ? Adding(table) : table.OnConflict;
        return $"INSERT INTO {table.Name} ({table.ColumnList}) SELECT * FROM unnest({arrays}){conflict}";
    }

    // By numeric, since a sum of two that fit may not; it stops where counters do.
    static string Adding<TRow>(Table<TRow> table)
    {
        const long Most = Core.Usage.Counter.Most;
        var sums = table.Rest.Select(name => $"{name} = greatest(-{Most}, least({Most}, "
            + $"{table.Name}.{name}::numeric + excluded.{name}))::bigint");
        return $" ON CONFLICT ({string.Join(", ", table.Key)}) DO UPDATE SET {string.Join(", ", sums)}";
    }

    public static string Prefixed(string columns, string alias) =>
        string.Join(", ", columns.Split(", ").Select(column => $"{alias}.{column}"));
}
