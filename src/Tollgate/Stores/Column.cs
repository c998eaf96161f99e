namespace Tollgate.Stores;

/// <summary>How a value is kept. Each database has one type for it.</summary>
public enum ColumnType
{
    /// <summary>64-bit integer.</summary>
    Int64,
    /// <summary>32-bit integer.</summary>
    Int32,
    /// <summary>16-bit integer.</summary>
    Int16,
    /// <summary>True or false.</summary>
    Bool,
    /// <summary>Text, compared byte by byte.</summary>
    Text,
    /// <summary>Bytes.</summary>
    Bytes,
    /// <summary>An instant in whole microseconds; the smallest and the largest stand for no bound.</summary>
    Instant,
}

/// <summary>One column of a table: its name, its type, and how to get its value from a row.</summary>
public abstract class Column<TRow>(string name, ColumnType type)
{
    /// <summary>Name in every database.</summary>
    public string Name { get; } = name;

    /// <summary>Type in every database.</summary>
    public ColumnType Type { get; } = type;

    /// <summary>The value of one row.</summary>
    public abstract object? Value(TRow row);

    /// <summary>The values of many rows as one typed array.</summary>
    public abstract Array Values(IReadOnlyList<TRow> rows);
}

/// <summary>A column with the type of its values.</summary>
public sealed class Column<TRow, TValue>(
    string name, ColumnType type, Func<TRow, TValue> get)
    : Column<TRow>(name, type)
{
    /// <inheritdoc/>
    public override object? Value(TRow row) => get(row);

    /// <inheritdoc/>
    public override Array Values(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = get(rows[i]);
        return values;
    }
}
