namespace Tollgate.Sqlite;

/// <summary>Reads what was spent of budgets: as stored in its epoch, else computed. Not thread-safe.</summary>
internal sealed class SpendLoads(SqliteConnection connection) : IDisposable
{
    const string Stored = """
        SELECT spent, held, alerted, exceeded, epoch FROM spend
        WHERE customer_id = $1 AND budget_id = $2 AND starts_at = $3 AND ends_at = $4
        """;

    // What at most $6 events from $4 to before $5 were charged, in millions and the rest, and how many they are. Which
    // features were ever charged stands in what they cost of all time.
    const string Charged = """
        SELECT coalesce(sum(x.charge / 1000000), 0), coalesce(sum(x.charge % 1000000), 0), count(*)
        FROM (SELECT CASE WHEN e.currency = $2 AND ($3 = '' OR e.namespace = $3) THEN e.charge END AS charge
              FROM cost c CROSS JOIN event e
              WHERE c.customer_id = $1 AND c.currency = $2 AND c.scope = '' AND c.starts_at = $7
                AND e.customer_id = $1 AND e.feature_id = c.feature_id AND e.at >= $4 AND e.at < $5 LIMIT $6) x
        """;

    // What at most $6 open reservations hold, likewise.
    const string Held = """
        SELECT coalesce(sum(x.held / 1000000), 0), coalesce(sum(x.held % 1000000), 0), count(*)
        FROM (SELECT CASE WHEN currency = $2 AND ($3 = '' OR namespace = $3) AND at >= $4 AND at < $5
                          THEN held END AS held
              FROM reservation WHERE customer_id + 0 = $1 AND outcome = 0 LIMIT $6) x
        """;

    readonly Query stored = new(connection, Stored, 4);
    readonly Query charged = new(connection, Charged, 7);
    readonly Query held = new(connection, Held, 6);

    /// <summary>A sum, or null where it is to be computed from more than <paramref name="most"/> rows.</summary>
    public Spend? Load(SpendKey key, int? most)
    {
        var (from, to) = (SqliteTime.Write(key.From), SqliteTime.Write(key.To));
        var (alerted, exceeded) = ((short)0, false);
        using (var row = stored.Run(key.Customer.Value, key.Budget, from, to))
        {
            if (row.Read())
            {
                (alerted, exceeded) = (row.GetInt16(2), row.GetBoolean(3));
                if (row.GetInt64(4) == key.Epoch) return new Spend(
                    key, new Amount(row.GetInt64(0)), new Amount(row.GetInt64(1)), alerted, exceeded);
            }
        }
        var limit = most is { } bound ? bound + 1L : -1L;
        object[] of = [key.Customer.Value, key.Currency.Code, key.Namespace, from, to, limit];
        if (Total(charged, most, [.. of, long.MinValue]) is not { } spent) return null;
        if (Total(held, most, of) is not { } reserved) return null;
        return new Spend(
            key, spent, reserved, alerted, exceeded, Computed: (spent, reserved) != (Amount.Zero, Amount.Zero));
    }

    public void Dispose()
    {
        foreach (var one in new[] { stored, charged, held }) one.Dispose();
    }

    static Amount? Total(Query query, int? most, object[] parameters)
    {
        using var row = query.Run(parameters);
        row.Read();
        if (row.GetInt64(2) > (most ?? long.MaxValue)) return null;
        var sum = (Int128)row.GetInt64(0) * Amount.PerUnit + row.GetInt64(1);
        return new Amount((long)Int128.Clamp(sum, -Counter.Most, Counter.Most));
    }
}
