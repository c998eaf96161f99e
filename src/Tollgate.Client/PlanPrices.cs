using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>How often a price is due.</summary>
[JsonConverter(typeof(WireEnumConverter<PricePer>))]
public enum PricePer
{
    /// <summary>Every month.</summary>
    Month,

    /// <summary>Every year.</summary>
    Year,
}

/// <summary>
/// A price of a plan for one seat. A plan with a price that is not 0 has to be paid once a trial is over.
/// </summary>
public sealed record PlanPrice
{
    /// <summary>A decimal, exact: 0 to 10^15, at most 12 decimal places.</summary>
    public required string Amount { get; init; }

    /// <summary>
    /// Three capital letters; or a unit of one's own, of 4 to 16 capital letters, digits and underscores.
    /// </summary>
    public required string Currency { get; init; }

    /// <summary>How often it is due.</summary>
    public required PricePer Per { get; init; }
}

/// <summary>An amount that is due once.</summary>
public sealed record PlanFee
{
    /// <inheritdoc cref="PlanPrice.Amount"/>
    public required string Amount { get; init; }

    /// <inheritdoc cref="PlanPrice.Currency"/>
    public required string Currency { get; init; }
}

/// <summary>How often a plan gives its credit.</summary>
[JsonConverter(typeof(WireEnumConverter<CreditPer>))]
public enum CreditPer
{
    /// <summary>In each cycle.</summary>
    Cycle,

    /// <summary>At the start, and never again.</summary>
    Once,
}

/// <summary>Money that a plan includes.</summary>
public sealed record PlanCredit
{
    /// <summary>A decimal with at most six places, above 0, at most 10^9.</summary>
    public required string Amount { get; init; }

    /// <inheritdoc cref="PlanPrice.Currency"/>
    public required string Currency { get; init; }

    /// <summary>How often it is given.</summary>
    public required CreditPer Per { get; init; }

    /// <summary>
    /// The most that is left of it from one cycle to the next, 0 to 10^9; nothing unless given. Only per cycle.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RolloverCap { get; init; }
}
