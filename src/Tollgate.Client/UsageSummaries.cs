namespace Tollgate.Client;

/// <summary>A customer's recorded uses, summed up by groups.</summary>
public sealed record UsageSummary
{
    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>The earliest time of use, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The latest time of use, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>What uses are told apart by, as it was asked for.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>The groups, ordered by day, feature, namespace, actor and property.</summary>
    public required IReadOnlyList<UsageSummaryGroup> Data { get; init; }
}

/// <summary>
/// Uses that are alike in what was asked for, and their sums. What was not asked for is null, as is what the uses do
/// not state. Quantities of different features are added up as they are.
/// </summary>
public sealed record UsageSummaryGroup
{
    /// <summary>The day in the customer's time zone, as <c>2026-11-15</c>.</summary>
    public string? Day { get; init; }

    /// <summary>The feature's code.</summary>
    public string? Feature { get; init; }

    /// <summary>Null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who used it.</summary>
    public string? Actor { get; init; }

    /// <summary>The property's value as text, cut off after 128 characters.</summary>
    public string? Property { get; init; }

    /// <summary>The sum of quantities, less what was reversed.</summary>
    public required decimal Quantity { get; init; }

    /// <inheritdoc cref="UsageEvent.Included"/>
    public required decimal Included { get; init; }

    /// <inheritdoc cref="UsageEvent.TopUp"/>
    public required decimal TopUp { get; init; }

    /// <inheritdoc cref="UsageEvent.Overage"/>
    public required decimal Overage { get; init; }

    /// <summary>How many uses.</summary>
    public required long Events { get; init; }

    /// <summary>What was charged for them, less what was given back, by currency; empty for nothing.</summary>
    public required IReadOnlyList<Money> Charges { get; init; }
}

/// <summary>Which recorded uses to sum up, and by what.</summary>
public sealed record UsageSummaryQuery
{
    /// <summary>
    /// <c>day</c>, <c>feature</c>, <c>namespace</c>, <c>actor</c>, and one property, as <c>properties.model</c> or
    /// <c>model</c>. One total unless given.
    /// </summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The earliest time of use, inclusive; 30 days before <see cref="To"/> unless given.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time of use, exclusive, at most 400 days later; now unless given.</summary>
    public DateTimeOffset? To { get; init; }

    internal Query ToQuery() => new(
        ("by", By.Count == 0 ? null : string.Join(',', By)),
        ("from", From is { } from ? WireTime.Write(from) : null),
        ("to", To is { } to ? WireTime.Write(to) : null));
}
