using System.Globalization;
using System.Text.Json;

namespace Tollgate.Client;

/// <summary>One recorded use, as <c>GET /v1/customers/{id}/usage</c> lists it.</summary>
public sealed record UsageEvent
{
    /// <summary>As it was given, or as it was made.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// <c>use</c>; <c>reversal</c>: what gave it back, with quantities below zero; or <c>accrual</c>: what the level of
    /// a gauge cost in a slice of time, with no quantity.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Whose use it was.</summary>
    public required string Customer { get; init; }

    /// <summary>Null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>In the feature's units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Its number in the customer's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>The part that fitted every limit.</summary>
    public required decimal Included { get; init; }

    /// <summary>The part paid from one-off boosts.</summary>
    public required decimal TopUp { get; init; }

    /// <summary>The part beyond both.</summary>
    public required decimal Overage { get; init; }

    /// <summary>What was charged for it, of a reversal below zero what was given back; null: nothing.</summary>
    public Money? Charge { get; init; }

    /// <inheritdoc cref="Decision.Flags"/>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>As it was given.</summary>
    public string? Actor { get; init; }

    /// <summary>As it was given; empty if it was not.</summary>
    public required Dictionary<string, JsonElement> Properties { get; init; }

    /// <summary>As it was given; empty if it was not.</summary>
    public required Dictionary<string, JsonElement> Metadata { get; init; }
}

/// <summary>Which recorded uses to list.</summary>
public sealed record UsageQuery
{
    /// <summary>A feature's code; all unless given.</summary>
    public string? Feature { get; init; }

    /// <summary>The id of a namespace; all, and what names none, unless given.</summary>
    public string? Namespace { get; init; }

    /// <summary>The earliest time of use, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time of use, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many to a page, 1 to 500. 100 unless given.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="Page{T}.NextCursor"/> of the page before; the first page unless given.</summary>
    public string? Cursor { get; init; }

    internal Query ToQuery() => new(
        ("feature", Feature),
        ("namespace", Namespace),
        ("from", From is { } from ? WireTime.Write(from) : null),
        ("to", To is { } to ? WireTime.Write(to) : null),
        ("limit", Limit?.ToString(CultureInfo.InvariantCulture)))
    {
        Cursor = Cursor,
    };
}
