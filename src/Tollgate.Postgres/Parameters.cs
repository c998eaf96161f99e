namespace Tollgate.Postgres;

/// <summary>
/// Typed array parameters: the type is always stated, so that no value decides how a statement is prepared.
/// </summary>
internal static class Parameters
{
    public static void AddTo(NpgsqlBatchCommand command, long[] values) => Add(command, values, NpgsqlDbType.Bigint);

    public static void AddTo(NpgsqlBatchCommand command, int[] values) => Add(command, values, NpgsqlDbType.Integer);

    public static void AddTo(NpgsqlBatchCommand command, string?[] values) => Add(command, values, NpgsqlDbType.Text);

    public static void AddTo(NpgsqlBatchCommand command, TimeSpan[] values) =>
        Add(command, values, NpgsqlDbType.Interval);

    public static void AddTo(NpgsqlBatchCommand command, Instant[] values) =>
        Add(command, Array.ConvertAll(values, PostgresTime.Write), NpgsqlDbType.TimestampTz);

    public static void AddTo<TRow>(NpgsqlBatchCommand command, Column<TRow> column, IReadOnlyList<TRow> rows)
    {
        switch (column.Values(rows))
        {
            case Instant[] instants:
                AddTo(command, instants);
                break;
            case Instant?[] instants:
                Add(
                    command,
                    Array.ConvertAll(instants, one => one is { } at ? PostgresTime.Write(at) : (DateTime?)null),
                    NpgsqlDbType.TimestampTz);
                break;
            case var values:
                command.Parameters.Add(
                    new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | TypeOf(column.Type) });
                break;
        }
    }

    static void Add<T>(NpgsqlBatchCommand command, T[] values, NpgsqlDbType type) =>
        command.Parameters.Add(
            new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    static NpgsqlDbType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Int64 => NpgsqlDbType.Bigint,
        ColumnType.Int32 => NpgsqlDbType.Integer,
        ColumnType.Int16 => NpgsqlDbType.Smallint,
        ColumnType.Bool => NpgsqlDbType.Boolean,
        ColumnType.Text => NpgsqlDbType.Text,
        ColumnType.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.TimestampTz,
    };
}
