using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>POST /v1/prices/preview</c>: what would a quantity be charged, and where does its price turn?</summary>
public sealed record PricePreviewRequest
{
    /// <inheritdoc cref="UsageRequest.Customer"/>
    public required string Customer { get; init; }

    /// <summary>A metered feature's code.</summary>
    public required string Feature { get; init; }

    /// <summary>In the feature's units, above 0: of one use that is a request of its own.</summary>
    public required decimal Quantity { get; init; }

    /// <inheritdoc cref="UsageRequest.Namespace"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    /// <inheritdoc cref="UsageRequest.Properties"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary>
/// What a quantity would be charged as things stand, whether or not the wallet can pay it. Quantities are in the
/// feature's units, and hold what is included.
/// </summary>
public sealed record PricePreview
{
    /// <inheritdoc cref="PricePreviewRequest.Customer"/>
    public required string Customer { get; init; }

    /// <inheritdoc cref="PricePreviewRequest.Namespace"/>
    public string? Namespace { get; init; }

    /// <inheritdoc cref="PricePreviewRequest.Feature"/>
    public required string Feature { get; init; }

    /// <inheritdoc cref="PricePreviewRequest.Quantity"/>
    public required decimal Quantity { get; init; }

    /// <inheritdoc cref="UsageEvent.Included"/>
    public required decimal Included { get; init; }

    /// <inheritdoc cref="UsageEvent.TopUp"/>
    public required decimal TopUp { get; init; }

    /// <summary>What is charged, where <see cref="Price"/> is not null.</summary>
    public required decimal Overage { get; init; }

    /// <summary>By what it is charged; null: it is not.</summary>
    public Price? Price { get; init; }

    /// <summary>
    /// What is charged; null: nothing, or the price is not known, since the properties do not say what it goes by.
    /// </summary>
    public Money? Charge { get; init; }

    /// <summary>The decimal that the last unit is priced at; null where there is no price of one unit.</summary>
    public string? UnitPrice { get; init; }

    /// <summary>What was charged in the cycle before; null where the price does not go by cycles.</summary>
    public CyclePreview? Cycle { get; init; }

    /// <summary>The smallest quantity that reaches the next tier; null: there is none.</summary>
    public TierPreview? NextTier { get; init; }

    /// <summary>The dearest smaller quantity, where it costs more than this one.</summary>
    public QuantityPreview? FewerForMore { get; init; }

    /// <summary>The cheapest greater quantity, where it costs less than this one.</summary>
    public QuantityPreview? MoreForLess { get; init; }
}

/// <summary>What was charged in a cycle so far.</summary>
public sealed record CyclePreview
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Units charged, of what the price is of.</summary>
    public required string Units { get; init; }

    /// <summary>The decimal that they cost by the price in force, exactly.</summary>
    public required string Cost { get; init; }
}

/// <summary>A quantity, and what it would be charged.</summary>
public sealed record QuantityPreview
{
    /// <inheritdoc cref="PricePreviewRequest.Quantity"/>
    public required decimal Quantity { get; init; }

    /// <summary>What it would be charged.</summary>
    public required Money Charge { get; init; }
}

/// <summary>The first quantity of a tier.</summary>
public sealed record TierPreview
{
    /// <summary>The quantity.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What it would be charged.</summary>
    public required Money Charge { get; init; }

    /// <summary>The decimal that a unit of that tier is priced at.</summary>
    public required string UnitPrice { get; init; }
}
