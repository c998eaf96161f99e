using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>GET /v1/customers/{id}/entitlements</c>: what a customer may use now, and how much is left.</summary>
public sealed record CustomerEntitlements
{
    /// <summary>Whose they are.</summary>
    public required string Customer { get; init; }

    /// <summary>Null for the customer itself.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// One for each feature that a plan or boost of the customer, or of the namespace, names, and for each that draws
    /// on such a one as its pool; by position and code.
    /// </summary>
    public required IReadOnlyList<Entitlement> Data { get; init; }
}

/// <summary>What a customer may use of one feature.</summary>
public sealed record Entitlement
{
    /// <summary>The feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>Whether anything active includes it.</summary>
    public required bool Included { get; init; }

    /// <summary>Whether no limit applies.</summary>
    public required bool Unlimited { get; init; }

    /// <summary>Every one of them holds; empty where unlimited, a switch or not included.</summary>
    public required IReadOnlyList<EntitlementLimit> Limits { get; init; }

    /// <summary>What is left of one-off boosts.</summary>
    public required decimal TopUpRemaining { get; init; }

    /// <summary>What happens beyond the limits: <c>deny</c>, <c>allow</c> or <c>charge</c>.</summary>
    public required string Overage { get; init; }

    /// <summary>Through whom the namespace has it; left out where through nobody but the customer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntitlementLender? Source { get; init; }
}

/// <summary>The owner of a namespace that includes a switch, by a plan or by a boost of its own.</summary>
public sealed record EntitlementLender
{
    /// <summary>The owner's id.</summary>
    public required string Owner { get; init; }

    /// <summary>The code of its plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }

    /// <summary>The id of its boost.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Boost { get; init; }
}

/// <summary>One limit in its current window.</summary>
public sealed record EntitlementLimit
{
    /// <summary>The feature whose limit it is, in whose units it is told: itself, or a pool that it draws on.</summary>
    public required string Feature { get; init; }

    /// <summary>The sum of its sources.</summary>
    public required decimal Quantity { get; init; }

    /// <inheritdoc cref="PlanLimit.Per"/>
    public required string Per { get; init; }

    /// <summary>What is used of it.</summary>
    public required decimal Used { get; init; }

    /// <summary>What is set aside by open reservations.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>What is left of it, never below 0.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>Used and reserved, in per cent of the limit; 100 for a limit of 0.</summary>
    public required decimal UsagePercent { get; init; }

    /// <summary>Whether <see cref="UsagePercent"/> is 80 or more.</summary>
    public required bool NearLimit { get; init; }

    /// <summary>Inclusive; null for <c>forever</c>.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <inheritdoc cref="DecisionWindow.ResetsAt"/>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Where it comes from.</summary>
    public required IReadOnlyList<EntitlementSource> Sources { get; init; }
}

/// <summary>What one plan or one boost adds to a limit; exactly one of the two is named.</summary>
public sealed record EntitlementSource
{
    /// <summary>A plan's code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }

    /// <summary>A boost's id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Boost { get; init; }

    /// <summary>What it adds.</summary>
    public required decimal Quantity { get; init; }
}
