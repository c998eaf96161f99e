using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>Billable overage of a customer between two of its numbers, told to the provider that bills it.</summary>
public sealed record UsageReport
{
    /// <summary>Made by Tollgate.</summary>
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    public required string Customer { get; init; }

    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>In the feature's units, less what was reversed.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The first of the customer's numbers that is in it.</summary>
    public required long FromSequence { get; init; }

    /// <summary>The last of them.</summary>
    public required long ToSequence { get; init; }

    /// <summary>When the period started that it is in.</summary>
    public required DateTimeOffset PeriodStartsAt { get; init; }

    /// <summary>The time it is told with: inside that period.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who bills it.</summary>
    public required string Provider { get; init; }

    /// <summary>What the provider tells it by, the same for ever.</summary>
    public required string Identifier { get; init; }

    /// <summary><c>waiting</c>, <c>delivered</c> or <c>given_up</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was tried in vain, since it was last given up.</summary>
    public required int Failures { get; init; }

    /// <summary>Why the last try failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>When it was cut.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What was recorded of a customer's billable overage against what was reported.</summary>
public sealed record UsageReportSummary
{
    /// <summary>By period and feature, the newest period first.</summary>
    public required IReadOnlyList<UsageReportSums> Data { get; init; }
}

/// <summary>
/// One feature in one period, in the feature's units: recorded = reported + pending + failed + unreported.
/// </summary>
public sealed record UsageReportSums
{
    /// <summary>When the period started.</summary>
    public required DateTimeOffset PeriodStartsAt { get; init; }

    /// <summary>When it ended; null: it is open.</summary>
    public DateTimeOffset? PeriodEndsAt { get; init; }

    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>Billable overage, less what was reversed.</summary>
    public required decimal Recorded { get; init; }

    /// <summary>What the provider has.</summary>
    public required decimal Reported { get; init; }

    /// <summary>What is to be reported yet.</summary>
    public required decimal Pending { get; init; }

    /// <summary>What was given up.</summary>
    public required decimal Failed { get; init; }

    /// <summary>
    /// What nobody bills; below 0 what was reversed after it was reported, and is taken off what comes next.
    /// </summary>
    public required decimal Unreported { get; init; }
}
