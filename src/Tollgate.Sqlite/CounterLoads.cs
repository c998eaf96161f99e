namespace Tollgate.Sqlite;

/// <summary>Reads counters: as stored in their epoch, else computed from the events. Not thread-safe.</summary>
internal sealed class CounterLoads(SqliteConnection connection) : IDisposable
{
    readonly Query row = new(connection, Sql.Counter, 7);
    readonly Query total = new(connection, Sql.Total, 7);
    readonly Query oldest = new(connection, Sql.Oldest, 6);
    readonly Query events = new(connection, Sql.EventsAfter, 4);
    readonly Query lastAt = new(connection, Sql.LastAt, 1);

    /// <summary>A counter, or null where it is to be computed from more than <paramref name="most"/> events.</summary>
    public Counter? Load(CounterKey key, Instant now, int? most) =>
        key.Rolling is { } length ? Rolling(key, length, now, most) : Dated(key, most);

    public void Dispose()
    {
        foreach (var one in new[] { row, total, oldest, events, lastAt }) one.Dispose();
    }

    Counter? Dated(CounterKey key, int? most)
    {
        var (stored, told) = Stored(key);
        if (stored is not null) return stored;
        return Total(key, SqliteTime.Write(key.From), SqliteTime.Write(key.To), most) is { } sum
            ? new Counter(key, sum.Used, sum.Reserved, null, null, told, Computed: sum != (0, 0))
            : null;
    }

    // As stored, less what has left since. If the clock went back since it was stored, what had left is in again. A
    // time of the window is the customer's own, and an event at its start is in it no more. Its oldest use is as stored
    // until that has left, and then the next.
    Counter? Rolling(CounterKey key, Duration length, Instant now, int? most)
    {
        var own = Math.Max(SqliteTime.Write(now), (long)lastAt.Find(key.Customer.Value)!);
        var start = own - length.ToInt64Nanoseconds() / 1000;
        var since = SqliteTime.Read(start);
        var (stored, told) = Stored(key);
        if (stored is not { } known)
        {
            return Total(key, start + 1, long.MaxValue, most) is { } sum
                ? new Counter(
                    key, sum.Used, sum.Reserved, since, Oldest(key, start, most), told, Computed: sum != (0, 0))
                : null;
        }
        var before = SqliteTime.Write(known.CountedFrom!.Value);
        if (Total(key, Math.Min(before, start) + 1, Math.Max(before, start) + 1, most) is not { } between) return null;
        var sign = before > start ? -1 : 1;
        var used = known.Used - sign * between.Used;
        var isIn = used > 0 && sign > 0 && known.Oldest > since;
        var first = isIn ? known.Oldest : used > 0 ? Oldest(key, start, most) : null;
        if (used > 0 && first is null && IsBeyond(key, start, most)) return null;
        return known with
        {
            Used = used,
            Reserved = known.Reserved - sign * between.Reserved,
            CountedFrom = since,
            Oldest = first,
            Computed = between != (0, 0),
        };
    }

    // The oldest use after a start, looked for among as many events as may be counted.
    Instant? Oldest(CounterKey key, long start, int? most) =>
        oldest.Find(
            key.Customer.Value, key.Feature, key.Pot, key.Namespace, start + 1, most is { } limit ? limit + 1L : -1L)
            is long at ? SqliteTime.Read(at) : null;

    bool IsBeyond(CounterKey key, long start, int? most) => most is { } limit && (long)events.Find(
        key.Customer.Value, key.Feature, start + 1, limit + 1L)! > limit;

    // As stored, if that is of its epoch. What was told of it is the window's, whatever the epoch.
    (Counter? Known, short Told) Stored(CounterKey key)
    {
        using var found = row.Run(
            key.Customer.Value, key.Feature, key.Pot, key.Namespace, key.Window, SqliteTime.Write(key.From),
            SqliteTime.Write(key.To));
        if (!found.Read()) return (null, 0);
        var known = Read(key, new SqliteReader(found));
        return (found.GetInt64(5) == key.Epoch ? known : null, known.Alerted);
    }

    static Counter Read(CounterKey key, SqliteReader row) =>
        new(key, row.Int64(0), row.Int64(1), row.NullableInstant(2), row.NullableInstant(3), row.Int16(4));

    (long Used, long Reserved)? Total(CounterKey key, long from, long to, int? most)
    {
        using var row = total.Run(
            key.Customer.Value, key.Feature, key.Pot, key.Namespace, from, to, most is { } limit ? limit + 1L : -1L);
        row.Read();
        if (!row.IsDBNull(2) && row.GetInt64(2) > (most ?? long.MaxValue)) return null;
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
