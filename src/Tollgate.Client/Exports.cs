namespace Tollgate.Client;

/// <summary>What is to be copied of what was recorded.</summary>
public sealed record ExportQuery
{
    /// <summary><c>events</c> or <c>ledger</c>.</summary>
    public required string What { get; init; }

    /// <summary><c>csv</c>, <c>jsonl</c> or <c>columns</c>; <c>jsonl</c> unless given.</summary>
    public string? Format { get; init; }

    /// <summary>Of one customer; of all unless given.</summary>
    public string? Customer { get; init; }

    /// <summary>The earliest time of recording, inclusive; no bound unless given.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time of recording, exclusive; no bound unless given.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>
/// A place that a customer's hash chain has passed through. Kept elsewhere, it shows later that the history up to it
/// was not written anew.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>Whose; null: the account's.</summary>
    public required string? Customer { get; init; }

    /// <summary>The number of a change.</summary>
    public required long Sequence { get; init; }

    /// <summary>The hash of its last row, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>When that was; null where nothing was recorded.</summary>
    public required DateTimeOffset? At { get; init; }
}
