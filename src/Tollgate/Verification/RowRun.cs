namespace Tollgate.Verification;

/// <summary>Rows in their order, read page by page, one of them at hand. Not thread-safe.</summary>
/// <param name="read">Reads at most so many rows behind the last one, or from the first on where there is none.</param>
internal sealed class RowRun<TRow>(Func<TRow?, int, ValueTask<IReadOnlyList<TRow>>> read)
    where TRow : class
{
    const int RowsAtOnce = 4_000;

    IReadOnlyList<TRow> page = [];
    int place;

    /// <summary>The row at hand; null after the last, and before the first was asked for.</summary>
    public TRow? Row => place < page.Count ? page[place] : null;

    /// <summary>Goes on to the next row, or to the first.</summary>
    public async ValueTask NextAsync()
    {
        if (++place < page.Count || page.Count is > 0 and < RowsAtOnce) return;
        page = await read(page.Count > 0 ? page[^1] : null, RowsAtOnce);
        place = 0;
    }
}
