namespace Tollgate.Server;

/// <summary>Pages of lists.</summary>
internal static class Pages
{
    /// <summary>
    /// One page of <paramref name="rows"/>, of which there is one more than the page takes if another page follows.
    /// </summary>
    public static Reply Of<TRow, TWire>(
        IReadOnlyList<TRow> rows, int limit, Func<TRow, TWire> wire, Func<TRow, string> cursor) =>
        Reply.Of(Statuses.Ok, new Wire.Page<TWire>
        {
            Data = [.. rows.Take(limit).Select(wire)],
            NextCursor = rows.Count > limit ? cursor(rows[limit - 1]) : null,
        });
}
