using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary><c>PUT /v1/rate-cards/{code}</c>, and a rate card in the catalogue document.</summary>
/// <remarks>A changed card gets the next version, and that is the one that prices from then on.</remarks>
public sealed record RateCardRequest
{
    /// <summary>What its prices are counted in; the same in all versions.</summary>
    public required string Currency { get; init; }

    /// <summary>The properties of a use that choose its rate, 1 to 8.</summary>
    public required IReadOnlyList<string> Match { get; init; }

    /// <summary>
    /// At most 2,000. The one that names the most of a use's properties counts, the first of several.
    /// </summary>
    public required IReadOnlyList<CardRate> Rates { get; init; }

    /// <summary>What costs where no rate matches; <c>"refuse"</c> unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardDefault? Default { get; init; }
}

/// <summary>What costs for some values of the properties that a card goes by.</summary>
public sealed record CardRate
{
    /// <summary>By property; one that is left out may have any value.</summary>
    public required IReadOnlyDictionary<string, string> Match { get; init; }

    /// <summary>By the property that states a quantity, 1 to 32.</summary>
    public required IReadOnlyDictionary<string, CardPrice> UnitPrices { get; init; }
}

/// <summary>What a quantity costs that a use states in a property.</summary>
public sealed record CardPrice
{
    /// <summary>
    /// Of <see cref="Per"/> of them: a decimal of any precision, at most 60 characters, 0 to 10^9.
    /// </summary>
    public required string Amount { get; init; }

    /// <summary>1 to 10^15, and made of twos and fives, as 1,000,000 is.</summary>
    public required long Per { get; init; }
}

/// <summary>What becomes of a use that no rate of a card matches: <c>"refuse"</c>, or prices.</summary>
[JsonConverter(typeof(CardDefaultConverter))]
public sealed record CardDefault
{
    /// <summary><c>"refuse"</c>: it has no price.</summary>
    public static CardDefault Refuse { get; } = new();

    /// <inheritdoc cref="CardRate.UnitPrices"/>
    public IReadOnlyDictionary<string, CardPrice>? UnitPrices { get; init; }
}

/// <summary>
/// The object form of <see cref="CardDefault"/> on the wire, for schemas; programs use <see cref="CardDefault"/>.
/// </summary>
public sealed record CardDefaultBody
{
    /// <inheritdoc cref="CardRate.UnitPrices"/>
    public required IReadOnlyDictionary<string, CardPrice> UnitPrices { get; init; }
}

/// <summary>The latest version of a rate card as the server holds it.</summary>
public sealed record RateCard
{
    /// <summary>The caller's own name for it, 1 to 128 of <c>A-Z a-z 0-9 . _ : @ + -</c>.</summary>
    public required string Code { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <inheritdoc cref="RateCardRequest.Currency"/>
    public required string Currency { get; init; }

    /// <inheritdoc cref="RateCardRequest.Match"/>
    public required IReadOnlyList<string> Match { get; init; }

    /// <inheritdoc cref="RateCardRequest.Rates"/>
    public required IReadOnlyList<CardRate> Rates { get; init; }

    /// <inheritdoc cref="RateCardRequest.Default"/>
    public required CardDefault Default { get; init; }
}
