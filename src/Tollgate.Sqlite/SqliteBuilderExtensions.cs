using Microsoft.Extensions.DependencyInjection;
using Tollgate.Sqlite;

namespace Tollgate;

/// <summary>Puts a gate on SQLite.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>
    /// Keeps everything in the SQLite database in the file <paramref name="path"/>, which is made if it is not there.
    /// One process at a time may have it open.
    /// </summary>
    public static TollgateBuilder UseSqlite(this TollgateBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(provider => new SqliteStore(path, provider.GetRequiredService<TimeProvider>()));
    }
}
