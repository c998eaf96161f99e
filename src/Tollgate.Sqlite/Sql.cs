namespace Tollgate.Sqlite;

/// <summary>
/// The statements of the hot path, each prepared once per connection and run once per key. Reads go into the full key
/// of a primary key.
/// </summary>
internal static class Sql
{
    public const string Resolve = "SELECT id FROM customer WHERE key = $1";

    public const string Make = """
        INSERT INTO customer (key) VALUES ($1) ON CONFLICT (key) DO NOTHING;
        INSERT INTO customer_head (id) SELECT id FROM customer WHERE key = $1 ON CONFLICT (id) DO NOTHING
        """;

    public static readonly string Head = $"SELECT {Tables.Heads.ColumnList} FROM customer_head WHERE id = $1";

    public const string Ahead = $"SELECT value FROM setting WHERE key = '{TestClock.Key}'";

    public const string Revision = "SELECT revision FROM customer_head WHERE id = 0";

    public static readonly string Id =
        $"SELECT {Tables.Ids.ColumnList} FROM event_id WHERE customer_id = $1 AND id = $2";

    public const string Counter = """
        SELECT used, reserved, counted_from, oldest, alerted, epoch FROM counter
        WHERE customer_id = $1 AND feature_id = $2 AND pot = $3 AND namespace = $4 AND "window" = $5
          AND starts_at = $6 AND ends_at = $7
        """;

    // The sums of the events from $5 to before $6, of at most $7 of them, and how many they are. They are taken in
    // millions and the rest, since sum() fails where an integer would overflow; no total reads as more than a counter
    // holds.
    public static readonly string Total = $"""
        SELECT min(min(coalesce(sum(e.used / 1000000), 0), 9000000000000) * 1000000
                   + coalesce(sum(e.used % 1000000), 0), 9000000000000000000),
               min(min(coalesce(sum(e.held / 1000000), 0), 9000000000000) * 1000000
                   + coalesce(sum(e.held % 1000000), 0), 9000000000000000000),
               sum(e.events)
        FROM (SELECT CASE WHEN {Counts} AND kind NOT IN ({Tables.ReservingKinds}) THEN included + overage END AS used,
                     CASE WHEN {Counts} AND kind IN ({Tables.ReservingKinds}) THEN included + overage END AS held,
                     1 AS events
              FROM event WHERE customer_id = $1 AND feature_id = $2 AND at >= $5 AND at < $6 LIMIT $7) e
        """;

    // The first use that was not taken back, among at most $6 events.
    public static readonly string Oldest = $"""
        SELECT e.at FROM (
          SELECT at, pot, namespace, included, overage, kind FROM event
          WHERE customer_id = $1 AND feature_id = $2 AND at >= $5 ORDER BY at LIMIT $6) e
        WHERE {Counts} AND included + overage > 0 AND kind NOT IN ({Tables.ReservingKinds}) AND (
          SELECT sum(included + overage) FROM event
          WHERE customer_id = $1 AND feature_id = $2 AND at = e.at AND {Counts}
            AND kind NOT IN ({Tables.ReservingKinds})) > 0
        ORDER BY e.at LIMIT 1
        """;

    public const string EventsAfter = """
        SELECT count(*) FROM (
          SELECT 1 FROM event WHERE customer_id = $1 AND feature_id = $2 AND at >= $3 LIMIT $4)
        """;

    // Whether a counter counts an event: of its pot $3, and of its part $4 of it.
    const string Counts =
        $"pot = $3 AND ($4 = '' OR namespace = $4 OR ($4 = '{CounterKey.Nameless}' AND namespace = ''))";

    public const string LastAt = "SELECT last_at FROM customer_head WHERE id = $1";

    public static readonly string Reservation =
        $"SELECT {Tables.Reservations.ColumnList} FROM reservation WHERE customer_id = $1 AND id = $2";

    // By the index of the history. A settled reservation's use has the number of its end.
    public static readonly string Lines = $"""
        SELECT {Tables.Events.ColumnList} FROM event
        WHERE customer_id + 0 = $1 AND sequence + 0 = coalesce(
          (SELECT end_sequence FROM reservation WHERE customer_id = $1 AND id = $2),
          (SELECT sequence FROM event_id WHERE customer_id = $1 AND id = $2))
        ORDER BY line + 0
        """;

    // All that are over, or one more than are allowed; and the first that is not.
    public static readonly string Due = $"""
        SELECT {Tables.Reservations.ColumnList} FROM reservation
        WHERE customer_id + 0 = $1 AND outcome = 0 AND expires_at <= $2 ORDER BY expires_at LIMIT $3
        """;

    public static readonly string NextDue = $"""
        SELECT {Tables.Reservations.ColumnList} FROM reservation
        WHERE customer_id + 0 = $1 AND outcome = 0 AND expires_at > $2 ORDER BY expires_at LIMIT 1
        """;

    public static readonly string Wallets = $"SELECT {Tables.Wallets.ColumnList} FROM wallet WHERE customer_id = $1";

    public static readonly string LiveGrants =
        $"SELECT {Tables.Grants.ColumnList} FROM credit_grant WHERE customer_id + 0 = $1 AND remaining > 0";

    public static readonly string Grant =
        $"SELECT {Tables.Grants.ColumnList} FROM credit_grant WHERE customer_id = $1 AND id = $2";

    public static readonly string Cost = $"""
        SELECT {Tables.Costs.ColumnList} FROM cost
        WHERE customer_id = $1 AND feature_id = $2 AND currency = $3 AND scope = $4 AND starts_at = $5
        """;

    public static readonly string Accruals =
        $"SELECT {Tables.Accruals.ColumnList} FROM accrual WHERE customer_id = $1";

    public static readonly string Tallies =
        $"SELECT {Tables.Tallies.ColumnList} FROM tally WHERE customer_id = $1";

    public static readonly string Return =
        $"SELECT {Tables.Returns.ColumnList} FROM payment_return WHERE customer_id = $1 AND payment = $2";

    public static readonly string Slice =
        $"SELECT {Tables.Slices.ColumnList} FROM usage_slice WHERE customer_id = $1 AND id = $2";

    public static readonly string ProviderObject =
        $"SELECT {Tables.ProviderObjects.ColumnList} FROM provider_object WHERE customer_id = $1 AND name = $2";

    public static readonly string Payment =
        $"SELECT {Tables.Payments.ColumnList} FROM payment_session WHERE customer_id = $1 AND id = $2";

    public static readonly string Withdrawal =
        $"SELECT {Tables.Withdrawals.ColumnList} FROM withdrawal WHERE customer_id = $1 AND id = $2";

    public static readonly string Posted = $"""
        SELECT {Tables.Posted.ColumnList} FROM reconciliation
        WHERE customer_id = $1 AND posted <> 0
          AND (starts_at = ends_at OR (currency = $2 AND starts_at < $4 AND ends_at > $3))
        LIMIT {PostedPeriod.Most + 1}
        """;

    public static readonly string Response = $"SELECT {Tables.Responses.ColumnList} FROM response WHERE key = $1";

    public static readonly string Profile = $"SELECT {Tables.Profiles.ColumnList} FROM profile WHERE customer_id = $1";

    public static readonly string Subscriptions =
        $"SELECT {Tables.Subscriptions.ColumnList} FROM subscription WHERE customer_id = $1 ORDER BY id";

    public static readonly string Boosts =
        $"SELECT {Tables.Boosts.ColumnList} FROM boost WHERE customer_id = $1 ORDER BY id";

    public static readonly string Namespaces =
        $"SELECT {Tables.Namespaces.ColumnList} FROM namespace WHERE customer_id = $1";

    public static readonly string Invoices =
        $"SELECT {Tables.Invoices.ColumnList} FROM invoice WHERE customer_id = $1 AND paid_at IS NULL";

    public static readonly string Budgets =
        $"SELECT {Tables.Budgets.ColumnList} FROM budget WHERE customer_id = $1 AND deleted_at IS NULL";

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

    public const string ForgetResponse = "DELETE FROM response WHERE key = $1";

    public const string ForgetOldResponses = """
        DELETE FROM response
        WHERE key IN (SELECT key FROM response WHERE created_at < $1 ORDER BY created_at LIMIT 5000)
        """;

    public const string FindEvent = """
        SELECT hash FROM event WHERE customer_id = $1 AND feature_id = $2 AND at = $3 AND sequence = $4 AND line = $5
        """;

    public const string FindAudit = "SELECT hash FROM audit WHERE customer_id = $1 AND sequence = $2";

    // One row, with the conflict rule of its table.
    public static string Insert<TRow>(Table<TRow> table)
    {
        var values = string.Join(", ", Enumerable.Range(1, table.Columns.Length).Select(n => $"${n}"));
        var conflict = table.Added ? Adding(table) : table.OnConflict;
        return $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({values}){conflict}";
    }

    // A sum that does not fit becomes a real, which is beyond where counters stop, as this does.
    static string Adding<TRow>(Table<TRow> table)
    {
        const long Most = Core.Usage.Counter.Most;
        var sums = table.Rest.Select(name => $"{name} = max(-{Most}, min({Most}, {name} + excluded.{name}))");
        return $" ON CONFLICT ({string.Join(", ", table.Key)}) DO UPDATE SET {string.Join(", ", sums)}";
    }
}
