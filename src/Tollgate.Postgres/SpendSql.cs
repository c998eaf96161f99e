namespace Tollgate.Postgres;

/// <summary>The statements about budgets and what was spent of them.</summary>
internal static class SpendSql
{
    public static readonly string Budgets = $"""
        SELECT {Sql.Prefixed(Tables.Budgets.ColumnList, "b")}
        FROM unnest($1) k(c)
        CROSS JOIN LATERAL (
          SELECT {Tables.Budgets.ColumnList} FROM budget WHERE customer_id = k.c AND deleted_at IS NULL OFFSET 0) b
        """;

    // A sum as stored in its epoch, else what its events were charged and open reservations hold. Which features were
    // ever charged stands in what they cost of all time. What was told of it is the window's, whatever the epoch.
    public static readonly string Spends = $"""
        SELECT k.n, s.spent, s.held, t.spent, t.events, h.held, h.reservations, coalesce(s.alerted, 0::smallint),
               coalesce(s.exceeded, false)
        FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY k(c, b, m, ns, s, e, epoch, n)
        LEFT JOIN LATERAL (
          SELECT CASE WHEN epoch = k.epoch THEN spent END AS spent, held, alerted, exceeded FROM spend
          WHERE customer_id = k.c AND budget_id = k.b AND starts_at = k.s AND ends_at = k.e OFFSET 0) s ON true
        CROSS JOIN LATERAL (
          SELECT {Total("charge")} AS spent, count(*) AS events
          FROM (
            SELECT e.charge, e.currency, e.namespace
            FROM (SELECT feature_id FROM cost
                  WHERE customer_id = k.c AND feature_id > 0 AND currency = k.m AND scope = ''
                    AND starts_at = '-infinity' AND s.spent IS NULL OFFSET 0) f
            CROSS JOIN LATERAL (
              SELECT charge, currency, namespace FROM event
              WHERE customer_id = k.c AND feature_id = f.feature_id AND at >= k.s AND at < k.e OFFSET 0) e
            LIMIT $8) x) t
        CROSS JOIN LATERAL (
          SELECT {Total("held", " AND x.at >= k.s AND x.at < k.e")} AS held, count(*) AS reservations
          FROM (
            SELECT held, currency, namespace, at FROM reservation
            WHERE customer_id + 0 = k.c AND outcome = 0 AND expires_at > '-infinity' AND s.spent IS NULL
            LIMIT $8) x) h
        """;

    // Of the currency, and of the namespace if it has one.
    static string Total(string amount, string where = "") => $"""
        greatest(least(coalesce(sum(x.{amount}) FILTER (
            WHERE x.currency = k.m AND (k.ns = '' OR x.namespace = k.ns){where}), 0),
          {Counter.Most}), -{Counter.Most})::bigint
        """;
}
