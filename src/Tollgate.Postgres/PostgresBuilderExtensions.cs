using Tollgate.Postgres;

namespace Tollgate;

/// <summary>Puts a gate on PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Keeps everything in the PostgreSQL database that <paramref name="connectionString"/> names.</summary>
    public static TollgateBuilder UsePostgres(this TollgateBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(_ => new PostgresStore(connectionString));
    }
}
