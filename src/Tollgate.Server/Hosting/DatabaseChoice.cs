using Npgsql;

namespace Tollgate.Server;

/// <summary>Puts the gate on the database that the settings name.</summary>
internal static class DatabaseChoice
{
    public static void AddDatabase(this IServiceCollection services, string database)
    {
        var gate = services.AddTollgate();
        if (database == "memory:") gate.UseMemory();
        else if (database.StartsWith("sqlite:", StringComparison.Ordinal)) gate.UseSqlite(database["sqlite:".Length..]);
        else gate.UsePostgres(ConnectionString(database));
    }

    /// <summary>An Npgsql connection string, from one or from a <c>postgres://</c> URL.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string ConnectionString(string database)
    {
        if (!database.StartsWith("postgres://", StringComparison.Ordinal)
            && !database.StartsWith("postgresql://", StringComparison.Ordinal))
            return new NpgsqlConnectionStringBuilder(database).ConnectionString;
        if (!Uri.TryCreate(database, UriKind.Absolute, out var url))
            throw new ArgumentException("The database's URL cannot be read.", nameof(database));

        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host };
        if (url.Port > 0) builder.Port = url.Port;
        if (url.AbsolutePath.Length > 1) builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : (parameter, "");
            builder[Keyword(Uri.UnescapeDataString(name))] = Uri.UnescapeDataString(value);
        }
        return builder.ConnectionString;
    }

    // libpq writes sslmode and application_name where Npgsql has "SSL Mode" and "Application Name".
    static string Keyword(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        _ => name.Replace('_', ' '),
    };
}
