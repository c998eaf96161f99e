using System.Reflection;

namespace Tollgate.Sqlite;

/// <summary>Applies the numbered SQL files that this database has not seen, in one transaction.</summary>
internal static class Migrations
{
    /// <summary>Returns the version that the schema has then.</summary>
    public static long Apply(Connection connection, TimeProvider clock)
    {
        connection.Run("BEGIN IMMEDIATE");
        connection.Run(
            "CREATE TABLE IF NOT EXISTS tollgate_schema "
            + "(version integer PRIMARY KEY, name text NOT NULL, applied_at integer NOT NULL)");
        var current = Current(connection);
        using var record = connection.Query(
            "INSERT INTO tollgate_schema (version, name, applied_at) VALUES ($1, $2, $3)", 3);
        foreach (var (version, name, sql) in MigrationScript.After(current, Assembly.GetExecutingAssembly()))
        {
            connection.Run(sql);
            record.Change(version, name, SqliteTime.Write(Instant.FromDateTimeOffset(clock.GetUtcNow())));
        }
        connection.Run("COMMIT");
        return Current(connection);
    }

    static long Current(Connection connection)
    {
        using var query = connection.Query("SELECT coalesce(max(version), 0) FROM tollgate_schema", 0);
        return (long)query.Find()!;
    }
}
