using System.Globalization;

namespace Tollgate.Bench.Beds;

/// <summary>A PostgreSQL server to make databases on: one that is named, or a private cluster.</summary>
internal sealed class PostgresServer(string connectionString, PrivateCluster? cluster) : IAsyncDisposable
{
    int made;

    /// <summary>Connects to the server of a URL, whose database is used only to make others from.</summary>
    public static PostgresServer At(string url) => new(ConnectionStringOf(url), null);

    /// <summary>Starts a private cluster; null where no PostgreSQL is installed.</summary>
    public static async Task<PostgresServer?> TryStartAsync()
    {
        var cluster = await PrivateCluster.TryStartAsync();
        return cluster is null ? null : new PostgresServer(ConnectionStringOf(cluster.Url), cluster);
    }

    /// <summary>The version it states.</summary>
    public async Task<string> VersionAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SHOW server_version");
        return $"{await command.ExecuteScalarAsync()}";
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<PostgresBed> MakeAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"tollgate_bench_{Environment.ProcessId}_{++made}");
        await RunAsync($"CREATE DATABASE {name} TEMPLATE template0");
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
        return new PostgresBed(own, () => RunAsync($"DROP DATABASE {name} WITH (FORCE)"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        cluster?.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    static string ConnectionStringOf(string url)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port < 0 ? 5432 : uri.Port,
            Database = uri.AbsolutePath.TrimStart('/') is { Length: > 0 } database ? database : "postgres",
            Username = user[0] is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "postgres",
        };
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        return builder.ConnectionString;
    }
}
