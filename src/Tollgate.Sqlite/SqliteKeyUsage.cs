namespace Tollgate.Sqlite;

/// <summary>
/// The use of API keys: read beside the writer, written in turns of its own by the one connection that writes.
/// </summary>
internal sealed class SqliteKeyUsage(SqliteQueries readers, Writer writer, TimeProvider clock) : IKeyUsage
{
    const string Add = """
        INSERT INTO key_usage (key_id, last_used_at, due_at)
        VALUES ($1, $2, CASE WHEN $3 > 0 THEN $4 + $3 END)
        ON CONFLICT (key_id) DO UPDATE
        SET last_used_at = max(last_used_at, $2),
            due_at = CASE WHEN $3 > 0 THEN max(coalesce(due_at, $4), $4) + $3 ELSE due_at END
        """;

    const string Due = "SELECT due_at FROM key_usage WHERE key_id = $1 AND due_at IS NOT NULL";

    const string LastUsed = "SELECT last_used_at FROM key_usage WHERE key_id = $1";

    long Now => SqliteTime.Write(Instant.FromDateTimeOffset(clock.GetUtcNow()));

    public async ValueTask<IReadOnlyDictionary<long, TimeSpan>> ExchangeAsync(
        IReadOnlyList<KeyUse> uses, CancellationToken stop) =>
        uses.Any(use => use.At is not null)
            ? await writer.InTurnAsync(connection =>
            {
                connection.Run("BEGIN IMMEDIATE");
                var now = Now;
                using (var add = connection.Query(Add, 4))
                    foreach (var use in uses)
                        if (use.At is { } at)
                            add.Change(use.Key, SqliteTime.Write(at), Micros(use.Spent), now - Micros(use.Since));
                var ahead = Ahead(connection, uses, now);
                connection.Run("COMMIT");
                return ahead;
            }, stop)
            : await readers.ReadAsync(connection => Ahead(connection, uses, Now));

    public ValueTask<IReadOnlyDictionary<long, Instant>> LastUsedAsync(
        IReadOnlyCollection<long> keys, CancellationToken stop) =>
        readers.ReadAsync<IReadOnlyDictionary<long, Instant>>(connection =>
        {
            using var last = connection.Query(LastUsed, 1);
            Dictionary<long, Instant> used = [];
            foreach (var key in keys)
                if (last.Find(key) is long at) used[key] = SqliteTime.Read(at);
            return used;
        });

    static Dictionary<long, TimeSpan> Ahead(Connection connection, IReadOnlyList<KeyUse> uses, long now)
    {
        using var due = connection.Query(Due, 1);
        Dictionary<long, TimeSpan> ahead = [];
        foreach (var use in uses)
            if (due.Find(use.Key) is long at)
                ahead[use.Key] = TimeSpan.FromTicks((at - now) * TimeSpan.TicksPerMicrosecond);
        return ahead;
    }

    static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
