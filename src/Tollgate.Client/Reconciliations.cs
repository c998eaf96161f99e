using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/reconciliations</c>: what a provider counts for a period that is over.</summary>
public sealed record ReconciliationRequest
{
    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>Of which wallet.</summary>
    public required string Currency { get; init; }

    /// <summary>The earliest time of recording, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The latest time of recording, exclusive; not in the future, at most 400 days later.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>1 to 100. What they do not name stays as it is.</summary>
    public required IReadOnlyList<StatedTotal> Totals { get; init; }

    /// <summary>Whether only the plan is wanted, and nothing is posted; false unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DryRun { get; init; }
}

/// <summary>What a provider counts for uses that belong together.</summary>
public sealed record StatedTotal
{
    /// <summary>
    /// Values by name: <c>feature</c>, <c>namespace</c> (empty: none), and at most 8 properties, as <c>model</c> or
    /// <c>properties.model</c>, whose values are compared as text. No use may belong to two totals.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Match { get; init; }

    /// <summary>What they cost by its count: a decimal.</summary>
    public required string Amount { get; init; }
}

/// <summary>What a reconciliation posted, or would. Amounts are decimals in <see cref="Currency"/>.</summary>
public sealed record Reconciliation
{
    /// <summary>The reference of the entries in the ledger; null where nothing was posted.</summary>
    public string? Id { get; init; }

    /// <inheritdoc cref="ReconciliationRequest.Customer"/>
    public required string Customer { get; init; }

    /// <inheritdoc cref="ReconciliationRequest.Currency"/>
    public required string Currency { get; init; }

    /// <inheritdoc cref="ReconciliationRequest.From"/>
    public required DateTimeOffset From { get; init; }

    /// <inheritdoc cref="ReconciliationRequest.To"/>
    public required DateTimeOffset To { get; init; }

    /// <inheritdoc cref="ReconciliationRequest.DryRun"/>
    public required bool DryRun { get; init; }

    /// <summary>One for each that was stated, in order.</summary>
    public required IReadOnlyList<ReconciledTotal> Totals { get; init; }
}

/// <summary>A stated total beside what is known of it.</summary>
public sealed record ReconciledTotal
{
    /// <inheritdoc cref="StatedTotal.Match"/>
    public required IReadOnlyDictionary<string, string> Match { get; init; }

    /// <summary>What the provider counts.</summary>
    public required string Stated { get; init; }

    /// <summary>What was charged for these uses in the period, less what was given back in it.</summary>
    public required string Recorded { get; init; }

    /// <summary>What earlier reconciliations of the same match and period have posted.</summary>
    public required string PostedBefore { get; init; }

    /// <summary>What is charged in addition; below zero what is given back.</summary>
    public required string Difference { get; init; }
}
