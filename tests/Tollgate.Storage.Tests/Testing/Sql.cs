using System.Globalization;
using Npgsql;

namespace Tollgate.Storage.Tests.Testing;

/// <summary>One statement on a connection of its own.</summary>
static class Sql
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task RunAsync(string database, string sql) => await ScalarAsync(database, sql);

    public static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    public static async Task<int> CountAsync(string database, string table) =>
        Convert.ToInt32(await ScalarAsync(database, $"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);
}
