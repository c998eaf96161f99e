using Npgsql;

namespace Tollgate.Server.Commands;

/// <summary>How a database is named to people: never with its password.</summary>
static class Databases
{
    public static string Describe(string database)
    {
        if (database == "memory:") return "memory, which ends with the process";
        if (database.StartsWith("sqlite:", StringComparison.Ordinal)) return database;
        if (Uri.TryCreate(database, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql")
            return $"PostgreSQL {url.Host}{url.AbsolutePath}";
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(database);
            return $"PostgreSQL {parts.Host}/{parts.Database}";
        }
        catch (ArgumentException)
        {
            return "the database";
        }
    }
}
