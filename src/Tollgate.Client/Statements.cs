namespace Tollgate.Client;

/// <summary>
/// What moved a wallet in a period, and what was spent from it in the same period, by groups. Everything here goes by
/// the time of recording. Amounts are decimals in <see cref="Currency"/>.
/// </summary>
public sealed record Statement
{
    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <summary>The earliest time of recording, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The latest time of recording, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The balance before the period.</summary>
    public required string OpeningBalance { get; init; }

    /// <summary>The balance at its end.</summary>
    public required string ClosingBalance { get; init; }

    /// <summary>The movements of the ledger, summed up by their kind.</summary>
    public required IReadOnlyList<StatementEntry> Entries { get; init; }

    /// <summary>What uses were charged, less what reversals gave back.</summary>
    public required string Spend { get; init; }

    /// <summary>What of that is of uses that happened outside the period and were only recorded in it.</summary>
    public required string DatedOutside { get; init; }

    /// <summary>
    /// Whether the entries lead from one balance to the other, and debits and reversals together are the spend.
    /// </summary>
    public required bool Agrees { get; init; }

    /// <summary>What the spend is told apart by, as it was asked for.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>
    /// The spend, as a summary of usage has it: of what was charged alone, and with the day of recording.
    /// </summary>
    public required IReadOnlyList<UsageSummaryGroup> Data { get; init; }
}

/// <summary>The movements of one kind.</summary>
public sealed record StatementEntry
{
    /// <inheritdoc cref="LedgerEntry.Kind"/>
    public required string Kind { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>What they come to; below zero what went.</summary>
    public required string Amount { get; init; }
}

/// <summary>Which statement.</summary>
public sealed record StatementQuery
{
    /// <inheritdoc cref="UsageSummaryQuery.By"/>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The earliest time of recording, inclusive; 30 days before <see cref="To"/> unless given.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time of recording, exclusive, at most 400 days later; now unless given.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of which wallet; the customer's currency unless given.</summary>
    public string? Currency { get; init; }

    internal Query ToQuery() => new(
        ("by", By.Count == 0 ? null : string.Join(',', By)),
        ("from", From is { } from ? WireTime.Write(from) : null),
        ("to", To is { } to ? WireTime.Write(to) : null),
        ("currency", Currency));
}
