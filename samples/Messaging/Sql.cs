namespace Messaging;

/// <summary>Statements with their values in the order of <c>$1, $2, ...</c>.</summary>
static class Sql
{
    /// <summary>A statement outside any transaction; how many rows it changed.</summary>
    public static async Task<int> RunAsync(NpgsqlDataSource data, string sql, params object[] values)
    {
        await using var command = With(data.CreateCommand(sql), values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The same within a transaction.</summary>
    public static async Task<int> RunAsync(NpgsqlTransaction within, string sql, params object[] values)
    {
        await using var command = With(new NpgsqlCommand(sql, within.Connection, within), values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of a query outside any transaction.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataSource data, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var command = With(data.CreateCommand(sql), values);
        return await RowsAsync(command, read);
    }

    /// <summary>The same within a transaction.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        NpgsqlTransaction within, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var command = With(new NpgsqlCommand(sql, within.Connection, within), values);
        return await RowsAsync(command, read);
    }

    static NpgsqlCommand With(NpgsqlCommand command, object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    static async Task<List<T>> RowsAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
