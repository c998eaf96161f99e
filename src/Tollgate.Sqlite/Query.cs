namespace Tollgate.Sqlite;

/// <summary>
/// A statement that is prepared once and run with its parameters bound anew: <c>$1</c>, <c>$2</c> and so on. Its rows
/// are to be read to the end, or disposed of, before it is run again. Not thread-safe.
/// </summary>
internal sealed class Query : IDisposable
{
    readonly SqliteCommand command;

    public Query(SqliteConnection connection, string sql, int parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var n = 1; n <= parameters; n++) command.Parameters.Add(new SqliteParameter($"${n}", null));
    }

    /// <summary>Runs it; the caller disposes of the rows.</summary>
    public SqliteDataReader Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    /// <summary>Runs it and returns the first column of its first row, or null.</summary>
    public object? Find(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteScalar();
    }

    /// <summary>Runs it and returns the number of rows it changed.</summary>
    public int Change(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs it and reads its rows.</summary>
    public void Read<TRow>(Table<TRow> table, ICollection<TRow> into, params ReadOnlySpan<object?> values)
    {
        using var reader = Run(values);
        var rows = new SqliteReader(reader);
        while (reader.Read()) into.Add(table.Read(rows));
    }

    public void Dispose() => command.Dispose();

    void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
