using Tollgate.Postgres;

namespace Tollgate;

/// <summary>Puts a gate on PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Keeps everything in the PostgreSQL database that <paramref name="connectionString"/> names.</summary>
    /// <param name="builder">The gate's.</param>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="gate">
    /// Configures the connections on which operations at the gate run: types that they map, and what is logged of them.
    /// </param>
    public static TollgateBuilder UsePostgres(
        this TollgateBuilder builder, string connectionString, Action<NpgsqlDataSourceBuilder>? gate = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(_ => new PostgresStore(connectionString, gate));
    }
}
