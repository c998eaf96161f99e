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

    /// <summary>Three capital letters.</summary>
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
