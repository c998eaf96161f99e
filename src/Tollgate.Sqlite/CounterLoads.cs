namespace Tollgate.Sqlite;

/// <summary>Reads counters: as stored in their epoch, else computed from the events. Not thread-safe.</summary>
internal sealed class CounterLoads(SqliteConnection connection) : IDisposable
{
    readonly Query stored = new(connection, Sql.Counter, 8);
    readonly Query total = new(connection, Sql.Total, 7);
    readonly Query oldest = new(connection, Sql.Oldest, 5);
    readonly Query lastAt = new(connection, Sql.LastAt, 1);

    /// <summary>A counter, or null where it is to be computed from more than <paramref name="most"/> events.</summary>
    public Counter? Load(CounterKey key, Instant now, int? most) =>
        key.Rolling is { } length ? Rolling(key, length, now, most) : Dated(key, most);

    public void Dispose()
    {
        foreach (var one in new[] { stored, total, oldest, lastAt }) one.Dispose();
    }

    Counter? Dated(CounterKey key, int? most)
    {
        if (Stored(key) is { } known) return known;
        return Total(key, SqliteTime.Write(key.From), SqliteTime.Write(key.To), most) is { } sum
            ? new Counter(key, sum.Used, sum.Reserved, null, Computed: sum != (0, 0))
            : null;
    }

    // As stored, less what has left since. If the clock went back since it was stored, what had left is in again. A
    // time of the window is the customer's own, and an event at its start is in it no more.
    Counter? Rolling(CounterKey key, Duration length, Instant now, int? most)
    {
        var own = Math.Max(SqliteTime.Write(now), (long)lastAt.Find(key.Customer.Value)!);
        var start = own - length.ToInt64Nanoseconds() / 1000;
        var since = SqliteTime.Read(start);
        var first = oldest.Find(key.Customer.Value, key.Feature, key.Pot, key.Namespace, start + 1) is long at
            ? SqliteTime.Read(at)
            : (Instant?)null;
        if (Stored(key) is not { } known)
        {
            return Total(key, start + 1, long.MaxValue, most) is { } sum
                ? new Counter(key, sum.Used, sum.Reserved, since, first, Computed: sum != (0, 0))
                : null;
        }
        var before = SqliteTime.Write(known.CountedFrom!.Value);
        if (Total(key, Math.Min(before, start) + 1, Math.Max(before, start) + 1, most) is not { } between) return null;
        var sign = before > start ? -1 : 1;
        return known with
        {
            Used = known.Used - sign * between.Used,
            Reserved = known.Reserved - sign * between.Reserved,
            CountedFrom = since,
            Oldest = first,
            Computed = between != (0, 0),
        };
    }

    Counter? Stored(CounterKey key)
    {
        using var row = stored.Run(
            key.Customer.Value, key.Feature, key.Pot, key.Namespace, key.Window, SqliteTime.Write(key.From),
            SqliteTime.Write(key.To), key.Epoch);
        return row.Read()
            ? new Counter(key, row.GetInt64(0), row.GetInt64(1), new SqliteReader(row).NullableInstant(2))
            : null;
    }

    (long Used, long Reserved)? Total(CounterKey key, long from, long to, int? most)
    {
        using var row = total.Run(
            key.Customer.Value, key.Feature, key.Pot, key.Namespace, from, to, most is { } limit ? limit + 1L : -1L);
        row.Read();
        if (!row.IsDBNull(2) && row.GetInt64(2) > (most ?? long.MaxValue)) return null;
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
