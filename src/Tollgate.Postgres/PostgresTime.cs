namespace Tollgate.Postgres;

/// <summary>Instants as timestamptz: the smallest and the largest are its infinities.</summary>
internal static class PostgresTime
{
    static readonly DateTime Earliest = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
    static readonly DateTime Latest = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    public static DateTime Write(Instant instant)
    {
        if (instant == Instant.MinValue) return Earliest;
        return instant == Instant.MaxValue ? Latest : instant.ToDateTimeUtc();
    }

    public static Instant Read(DateTime value)
    {
        if (value == DateTime.MinValue) return Instant.MinValue;
        return value == DateTime.MaxValue
            ? Instant.MaxValue
            : Instant.FromDateTimeUtc(DateTime.SpecifyKind(value, DateTimeKind.Utc));
    }
}

/// <summary>Reads rows as PostgreSQL keeps them.</summary>
internal sealed class PostgresReader(NpgsqlDataReader reader) : RowReader(reader)
{
    public override Instant Instant(int column) => PostgresTime.Read(Reader.GetDateTime(column));
}
