using System.Reflection;

namespace Tollgate.Postgres;

/// <summary>
/// Applies the numbered SQL files that this database has not seen, in one transaction under an advisory lock.
/// </summary>
internal static class Migrations
{
    const long LockKey = 0x746F_6C6C_6761_7465;

    public static async Task ApplyAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", stop);
        await RunAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS tollgate_schema "
            + "(version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
            stop);
        var current = await CurrentAsync(connection, stop);
        foreach (var (version, name, sql) in MigrationScript.After(current, Assembly.GetExecutingAssembly()))
        {
            await RunAsync(connection, sql, stop);
            await RunAsync(
                connection, $"INSERT INTO tollgate_schema (version, name) VALUES ({version}, '{name}')", stop);
        }
        await transaction.CommitAsync(stop);
    }

    static async Task<int> CurrentAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(max(version), 0) FROM tollgate_schema", connection);
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
