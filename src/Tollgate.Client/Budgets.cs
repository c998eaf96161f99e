using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What a budget is measured in.</summary>
[JsonConverter(typeof(WireEnumConverter<BudgetPer>))]
public enum BudgetPer
{
    /// <summary>The day of the customer's calendar.</summary>
    Day,

    /// <summary>Its week, from Monday.</summary>
    Week,

    /// <summary>Its month.</summary>
    Month,

    /// <summary>The cycle of the customer, or of the namespace where that has a base plan of its own.</summary>
    Cycle,
}

/// <summary>What becomes of a use that would pass a budget.</summary>
[JsonConverter(typeof(WireEnumConverter<BudgetStop>))]
public enum BudgetStop
{
    /// <summary>It is let through, and told of.</summary>
    Warn,

    /// <summary>It is refused: <see cref="Reasons.BudgetExceeded"/>.</summary>
    Deny,
}

/// <summary><c>PUT /v1/customers/{id}/budgets/{name}</c>.</summary>
public sealed record BudgetRequest
{
    /// <summary>The part of the customer whose uses it counts; all of the customer's unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <summary>What it is counted in; what is charged in another currency counts in it nothing.</summary>
    public required string Currency { get; init; }

    /// <summary>How much: a decimal, at least 0, with at most six places.</summary>
    public required string Amount { get; init; }

    /// <summary>What it is measured in.</summary>
    public required BudgetPer Per { get; init; }

    /// <summary>
    /// At which parts somebody is told, in per cent: at most 10 rising whole numbers of 1 to 1,000; 80 and 100 unless
    /// given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <summary>What becomes of a use that would pass it.</summary>
    public required BudgetStop AtLimit { get; init; }
}

/// <summary>How much a customer, or a namespace of it, means to spend in a window. Amounts are decimals.</summary>
public sealed record Budget
{
    /// <summary>The caller's id of it, unique per customer.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Customer { get; init; }

    /// <inheritdoc cref="BudgetRequest.Namespace"/>
    public string? Namespace { get; init; }

    /// <inheritdoc cref="BudgetRequest.Currency"/>
    public required string Currency { get; init; }

    /// <inheritdoc cref="BudgetRequest.Amount"/>
    public required string Amount { get; init; }

    /// <inheritdoc cref="BudgetRequest.Per"/>
    public required BudgetPer Per { get; init; }

    /// <inheritdoc cref="BudgetRequest.WarnAt"/>
    public required IReadOnlyList<int> WarnAt { get; init; }

    /// <inheritdoc cref="BudgetRequest.AtLimit"/>
    public required BudgetStop AtLimit { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What became of it in the window that is open; only in the list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BudgetStanding? Standing { get; init; }
}

/// <summary>What was spent of a budget in a window. Amounts are decimals.</summary>
public sealed record BudgetStanding
{
    /// <summary>What was charged, less what was given back.</summary>
    public required string Spent { get; init; }

    /// <summary>What is set aside for reservations.</summary>
    public required string Held { get; init; }

    /// <summary>What is left, at least 0.</summary>
    public required string Left { get; init; }

    /// <summary>Start of the window, inclusive.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When the next begins.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
