using System.Globalization;
using System.Reflection;

namespace Tollgate.Sqlite;

/// <summary>Applies the numbered SQL files that this database has not seen, in one transaction.</summary>
internal static class Migrations
{
    public static int Apply(Connection connection, TimeProvider clock)
    {
        connection.Run("BEGIN IMMEDIATE");
        connection.Run(
            "CREATE TABLE IF NOT EXISTS tollgate_schema "
            + "(version integer PRIMARY KEY, name text NOT NULL, applied_at integer NOT NULL)");
        var current = Current(connection);
        var known = Known();
        if (current > known[^1].Version)
            throw new InvalidOperationException(
                $"The database has schema {current}, and this program knows only {known[^1].Version}. "
                + "Start a newer version.");
        using var record = connection.Query(
            "INSERT INTO tollgate_schema (version, name, applied_at) VALUES ($1, $2, $3)", 3);
        foreach (var (version, name, sql) in known)
        {
            if (version <= current) continue;
            connection.Run(sql);
            record.Change(version, name, SqliteTime.Write(Instant.FromDateTimeOffset(clock.GetUtcNow())));
        }
        connection.Run("COMMIT");
        return known[^1].Version;
    }

    static long Current(Connection connection)
    {
        using var query = connection.Query("SELECT coalesce(max(version), 0) FROM tollgate_schema", 0);
        return (long)query.Find()!;
    }

    static IReadOnlyList<(int Version, string Name, string Sql)> Known()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Text(assembly, name)))];
    }

    static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
