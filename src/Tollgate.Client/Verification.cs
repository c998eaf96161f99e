namespace Tollgate.Client;

/// <summary>Asks for a customer, or for all, to be recomputed from what was recorded.</summary>
public sealed record VerifyRequest
{
    /// <summary>The one customer to verify; the account and all customers unless given.</summary>
    public string? Customer { get; init; }

    /// <summary>Of all: goes on behind this customer; see <see cref="VerifyResult.NextAfter"/>.</summary>
    public string? After { get; init; }
}

/// <summary>What a verification has found.</summary>
public sealed record VerifyResult
{
    /// <summary>Whether all that was looked at is as what was recorded says.</summary>
    public required bool Ok { get; init; }

    /// <summary>How much was looked at.</summary>
    public required VerifyCounts Checked { get; init; }

    /// <summary>The first divergence, or null.</summary>
    public required Divergence? Divergence { get; init; }

    /// <summary>
    /// Where more customers are left than one answer may take time for: the last that was verified, to go on behind.
    /// Null where it came to its end.
    /// </summary>
    public required string? NextAfter { get; init; }
}

/// <summary>How many rows were looked at.</summary>
public sealed record VerifyCounts
{
    /// <summary>Customers, the account among them.</summary>
    public required long Customers { get; init; }

    /// <summary>Lines of uses.</summary>
    public required long Events { get; init; }

    /// <summary>Other changes.</summary>
    public required long Audits { get; init; }

    /// <summary>Counters that were compared with their events.</summary>
    public required long Counters { get; init; }

    /// <summary>Open reservations.</summary>
    public required long Reservations { get; init; }

    /// <summary>Movements of wallets.</summary>
    public required long Entries { get; init; }
}

/// <summary>What is stored and does not follow from what was recorded.</summary>
public sealed record Divergence
{
    /// <summary>Whose; null: the account's.</summary>
    public required string? Customer { get; init; }

    /// <summary>
    /// What does not hold: <c>sequence chain head counter reservation balance held grant cost checkpoint</c> or
    /// <c>unreadable</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The table of the row that shows it.</summary>
    public required string Table { get; init; }

    /// <summary>That row.</summary>
    public required string Key { get; init; }

    /// <summary>What follows from what was recorded.</summary>
    public required string Expected { get; init; }

    /// <summary>What is stored.</summary>
    public required string Found { get; init; }
}
