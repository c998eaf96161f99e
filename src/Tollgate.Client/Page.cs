namespace Tollgate.Client;

/// <summary>One page of a list.</summary>
/// <remarks>Asked for with <c>?limit=</c> (1 to 500, 100 unless given) and <c>?cursor=</c>.</remarks>
public sealed record Page<T>
{
    /// <summary>What the page holds, in the list's order.</summary>
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>Opaque; sent as <c>?cursor=</c> it gives the next page. Null on the last one.</summary>
    public string? NextCursor { get; init; }
}
