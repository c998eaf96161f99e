using SQLitePCL;

namespace Tollgate.Sqlite;

/// <summary>
/// The rendered INSERT of a table, prepared once and bound row by row by the position of its columns: the hottest loop
/// of the adapter, so it goes below ADO.NET, where every value would be boxed and every parameter found by name. Not
/// thread-safe.
/// </summary>
internal sealed class Insert<TRow>(Table<TRow> table, sqlite3 database) : IDisposable
{
    sqlite3_stmt? statement;

    public void Write(IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0) return;
        statement ??= Prepare();
        var columns = Array.ConvertAll(table.Columns, column => column.Values(rows));
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < columns.Length; column++) Check(Bind(column + 1, columns[column], row));
            var done = raw.sqlite3_step(statement);
            raw.sqlite3_reset(statement);
            if (done != raw.SQLITE_DONE) Check(done);
        }
        raw.sqlite3_clear_bindings(statement);
    }

    public void Dispose() => statement?.Dispose();

    sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v2(database, Sql.Insert(table), out var prepared));
        return prepared;
    }

    int Bind(int position, Array column, int row) => column switch
    {
        long[] values => raw.sqlite3_bind_int64(statement, position, values[row]),
        long?[] values => Bind(position, values[row]),
        int[] values => raw.sqlite3_bind_int(statement, position, values[row]),
        short[] values => raw.sqlite3_bind_int(statement, position, values[row]),
        bool[] values => raw.sqlite3_bind_int(statement, position, values[row] ? 1 : 0),
        Instant[] values => raw.sqlite3_bind_int64(statement, position, SqliteTime.Write(values[row])),
        Instant?[] values => Bind(position, values[row] is { } at ? SqliteTime.Write(at) : null),
        string?[] values => values[row] is { } text
            ? raw.sqlite3_bind_text(statement, position, text)
            : raw.sqlite3_bind_null(statement, position),
        byte[][] values => raw.sqlite3_bind_blob(statement, position, values[row]),
        _ => throw new NotSupportedException($"A column of {column.GetType().GetElementType()} has no form in SQLite."),
    };

    int Bind(int position, long? value) => value is { } known
        ? raw.sqlite3_bind_int64(statement, position, known)
        : raw.sqlite3_bind_null(statement, position);

    void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
