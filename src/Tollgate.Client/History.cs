using System.Text.Json;

namespace Tollgate.Client;

/// <summary>A change other than a use: who did what to what.</summary>
public sealed record AuditEntry
{
    /// <summary>Made by the server; opaque.</summary>
    public required string Id { get; init; }

    /// <summary>Whose change it was; null for the account's: catalogue, settings, keys.</summary>
    public string? Customer { get; init; }

    /// <summary>Its number in the customer's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the API key, or of the embedding application.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, as <c>subscription.created</c>. The set may grow.</summary>
    public required string Action { get; init; }

    /// <summary>The key of what it was done to.</summary>
    public required string Target { get; init; }

    /// <summary>The thing before; null where there was none, or where it was erased.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The thing after; null where there is none, or where it was erased.</summary>
    public JsonElement? After { get; init; }

    /// <summary>Whether before and after were erased with the customer's personal data.</summary>
    public required bool Erased { get; init; }
}

/// <summary>Which audit entries to list.</summary>
public sealed record AuditQuery
{
    /// <summary>A customer's id; everything unless given, the account's own changes too.</summary>
    public string? Customer { get; init; }

    /// <summary>What was done, as <c>subscription.created</c>; all unless given.</summary>
    public string? Action { get; init; }

    /// <summary>The earliest time, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    internal Query ToQuery() => new(
        ("customer", Customer),
        ("action", Action),
        ("from", From is { } from ? WireTime.Write(from) : null),
        ("to", To is { } to ? WireTime.Write(to) : null));
}

/// <summary>One recorded change of a customer: a use, or an audit entry. Their numbers have no gaps.</summary>
public sealed record HistoryItem
{
    /// <summary>Its number in the customer's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// <c>change</c>, or the kind of its first line: <c>use</c>, <c>hold</c>, <c>release</c> or <c>reversal</c>. The
    /// set may grow.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The use; null for another change.</summary>
    public UsageEvent? Use { get; init; }

    /// <summary>What the same use drew from elsewhere; empty for most.</summary>
    public required IReadOnlyList<HistoryLine> Lines { get; init; }

    /// <summary>The change; null for a use.</summary>
    public AuditEntry? Change { get; init; }

    /// <summary>Its link in the customer's hash chain, 64 hexadecimal digits; of a use that of its last line.</summary>
    public required string Hash { get; init; }
}

/// <summary>What a use drew from elsewhere, such as a top-up.</summary>
public sealed record HistoryLine
{
    /// <summary>1 and up.</summary>
    public required int Line { get; init; }

    /// <summary>What it drew from, as <c>top_up</c>. The set may grow.</summary>
    public required string Kind { get; init; }

    /// <summary>The code of the feature it counts in.</summary>
    public required string Feature { get; init; }

    /// <summary>In the feature's units.</summary>
    public required decimal Quantity { get; init; }

    /// <inheritdoc cref="UsageEvent.Included"/>
    public required decimal Included { get; init; }

    /// <inheritdoc cref="UsageEvent.TopUp"/>
    public required decimal TopUp { get; init; }

    /// <inheritdoc cref="UsageEvent.Overage"/>
    public required decimal Overage { get; init; }
}
