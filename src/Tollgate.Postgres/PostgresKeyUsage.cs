namespace Tollgate.Postgres;

/// <summary>The use of API keys, on pooled connections, beside the lanes.</summary>
internal sealed class PostgresKeyUsage(NpgsqlDataSource source) : IKeyUsage
{
    // Locks the rows, all servers in one order, so that the next statement adds to what it finds. Bursts are of the
    // machines, so they run by the machine's clock, whatever time a test says it is.
    const string See = """
        INSERT INTO key_usage AS u (key_id, last_used_at, due_at)
        SELECT k, at, CASE WHEN spent > interval '0' THEN clock_timestamp() - since END
        FROM unnest($1, $2, $3, $4) AS use (k, at, spent, since) ORDER BY k
        ON CONFLICT (key_id) DO UPDATE
        SET last_used_at = greatest(u.last_used_at, excluded.last_used_at),
            due_at = greatest(u.due_at, excluded.due_at)
        """;

    const string Spend = """
        UPDATE key_usage u SET due_at = u.due_at + use.spent
        FROM unnest($1, $2) AS use (k, spent)
        WHERE u.key_id = use.k AND use.spent > interval '0'
        """;

    const string Ahead = """
        SELECT key_id, due_at - clock_timestamp() FROM key_usage WHERE key_id = ANY ($1) AND due_at IS NOT NULL
        """;

    const string LastUsed = "SELECT key_id, last_used_at FROM key_usage WHERE key_id = ANY ($1)";

    public async ValueTask<IReadOnlyDictionary<long, TimeSpan>> ExchangeAsync(
        IReadOnlyList<KeyUse> uses, CancellationToken stop)
    {
        // Without a BEGIN of its own a batch is one transaction.
        await using var batch = source.CreateBatch();
        KeyUse[] seen = [.. uses.Where(use => use.At is not null)];
        if (seen.Length > 0)
        {
            long[] keys = [.. seen.Select(use => use.Key)];
            TimeSpan[] spent = [.. seen.Select(use => use.Spent)];
            var see = PostgresSession.Append(batch, See);
            Parameters.AddTo(see, keys);
            Parameters.AddTo(see, [.. seen.Select(use => use.At!.Value)]);
            Parameters.AddTo(see, spent);
            Parameters.AddTo(see, [.. seen.Select(use => use.Since)]);
            var spend = PostgresSession.Append(batch, Spend);
            Parameters.AddTo(spend, keys);
            Parameters.AddTo(spend, spent);
        }
        Parameters.AddTo(PostgresSession.Append(batch, Ahead), [.. uses.Select(use => use.Key)]);

        await using var reader = await batch.ExecuteReaderAsync(stop);
        Dictionary<long, TimeSpan> ahead = [];
        while (await reader.ReadAsync(stop)) ahead.Add(reader.GetInt64(0), reader.GetFieldValue<TimeSpan>(1));
        return ahead;
    }

    public async ValueTask<IReadOnlyDictionary<long, Instant>> LastUsedAsync(
        IReadOnlyCollection<long> keys, CancellationToken stop)
    {
        await using var batch = source.CreateBatch();
        Parameters.AddTo(PostgresSession.Append(batch, LastUsed), [.. keys]);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var rows = new PostgresReader(reader);
        Dictionary<long, Instant> used = [];
        while (await reader.ReadAsync(stop)) used.Add(rows.Int64(0), rows.Instant(1));
        return used;
    }
}
