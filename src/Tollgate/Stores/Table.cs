namespace Tollgate.Stores;

/// <summary>
/// One table: its columns and how a row is read, stated once for every database. Adapters render the writes from it and
/// keep loads, lists and migrations by hand.
/// </summary>
/// <param name="Name">Name in every database.</param>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="Columns">
/// All columns that are written, in the order in which <paramref name="Read"/> reads them.
/// </param>
/// <param name="Read">Makes a record of a row.</param>
/// <param name="AppendOnly">Whether a row that is there already is a fault; otherwise it is overwritten.</param>
/// <param name="Added">Whether it is added to instead; its columns but for the key are 64-bit integers then.</param>
public sealed record Table<TRow>(
    string Name, string[] Key, Column<TRow>[] Columns, Func<RowReader, TRow> Read, bool AppendOnly = false,
    bool Added = false)
{
    /// <summary>The columns, separated by commas, as they stand in a SELECT or INSERT.</summary>
    public string ColumnList { get; } = string.Join(", ", Columns.Select(column => Quote(column.Name)));

    /// <summary>The columns that are no part of the key.</summary>
    public IReadOnlyList<string> Rest { get; } =
        [.. Columns.Select(column => column.Name).Where(name => !Key.Contains(name))];

    /// <summary>What follows ON CONFLICT, or nothing where rows are only appended.</summary>
    public string OnConflict { get; } = AppendOnly ? "" : Upsert(Key, Columns);

    static string Upsert(string[] key, Column<TRow>[] columns)
    {
        var rest = columns.Where(column => !key.Contains(column.Name))
            .Select(column => $"{Quote(column.Name)} = excluded.{Quote(column.Name)}");
        return $" ON CONFLICT ({string.Join(", ", key.Select(Quote))}) DO UPDATE SET {string.Join(", ", rest)}";
    }

    static string Quote(string name) => name is "window" ? "\"window\"" : name;
}
