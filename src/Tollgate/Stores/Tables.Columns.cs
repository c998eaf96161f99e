using System.Globalization;

namespace Tollgate.Stores;

// How columns are written.
public static partial class Tables
{
    // With spaces between them; none are null.
    static string? Numbers(IReadOnlyList<int> numbers) => numbers.Count == 0 ? null : string.Join(' ', numbers);

    static IReadOnlyList<int> Numbers(string? text) =>
        text is null ? [] : [.. text.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    static Column<TRow> Int64<TRow>(string name, Func<TRow, long> get) =>
        new Column<TRow, long>(name, ColumnType.Int64, get);

    static Column<TRow> MaybeInt64<TRow>(string name, Func<TRow, long?> get) =>
        new Column<TRow, long?>(name, ColumnType.Int64, get);

    static Column<TRow> Int32<TRow>(string name, Func<TRow, int> get) =>
        new Column<TRow, int>(name, ColumnType.Int32, get);

    static Column<TRow> Int16<TRow>(string name, Func<TRow, short> get) =>
        new Column<TRow, short>(name, ColumnType.Int16, get);

    static Column<TRow> Bool<TRow>(string name, Func<TRow, bool> get) =>
        new Column<TRow, bool>(name, ColumnType.Bool, get);

    static Column<TRow> Text<TRow>(string name, Func<TRow, string?> get) =>
        new Column<TRow, string?>(name, ColumnType.Text, get);

    static Column<TRow> Bytes<TRow>(string name, Func<TRow, byte[]> get) =>
        new Column<TRow, byte[]>(name, ColumnType.Bytes, get);

    static Column<TRow> Time<TRow>(string name, Func<TRow, Instant> get) =>
        new Column<TRow, Instant>(name, ColumnType.Instant, get);

    static Column<TRow> MaybeTime<TRow>(string name, Func<TRow, Instant?> get) =>
        new Column<TRow, Instant?>(name, ColumnType.Instant, get);
}
