namespace Tollgate.Sqlite;

/// <summary>Instants as integer microseconds: the smallest and the largest stand for no bound.</summary>
internal static class SqliteTime
{
    public static long Write(Instant instant)
    {
        if (instant == Instant.MinValue) return long.MinValue;
        return instant == Instant.MaxValue ? long.MaxValue : instant.ToMicroseconds();
    }

    public static Instant Read(long value) => value switch
    {
        long.MinValue => Instant.MinValue,
        long.MaxValue => Instant.MaxValue,
        _ => Instants.FromMicroseconds(value),
    };
}

/// <summary>Reads rows as SQLite keeps them.</summary>
internal sealed class SqliteReader(SqliteDataReader reader) : RowReader(reader)
{
    public override Instant Instant(int column) => SqliteTime.Read(Reader.GetInt64(column));
}
