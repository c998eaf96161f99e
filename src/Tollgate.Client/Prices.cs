using System.Text.Json.Serialization;

namespace Tollgate.Client;

/// <summary>What a price goes by.</summary>
[JsonConverter(typeof(WireEnumConverter<PriceModel>))]
public enum PriceModel
{
    /// <summary>Each unit costs <see cref="Price.Amount"/>; of a gauge each unit and hour.</summary>
    Unit,

    /// <summary>Units are sold by <see cref="Price.Size"/>.</summary>
    Package,

    /// <summary>Each unit costs what its own tier says.</summary>
    Graduated,

    /// <summary>All units cost what the tier of the last one says.</summary>
    Volume,

    /// <summary>The use states its cost in a property.</summary>
    Property,

    /// <summary>A rate card prices by the properties of the use.</summary>
    RateCard,
}

/// <summary>What becomes of a part of a package.</summary>
[JsonConverter(typeof(WireEnumConverter<PriceRound>))]
public enum PriceRound
{
    /// <summary>A package that is begun costs all of it.</summary>
    Up,

    /// <summary>A part costs a part.</summary>
    Prorate,
}

/// <summary>Whose total a price with steps rates.</summary>
[JsonConverter(typeof(WireEnumConverter<RatedBy>))]
public enum RatedBy
{
    /// <summary>Each use by itself; the default.</summary>
    Event,

    /// <summary>All uses of one request together.</summary>
    Request,

    /// <summary>All units charged so far in the cycle.</summary>
    Cycle,
}

/// <summary>PRICE: what a unit of overage costs. Which members it has, <see cref="Model"/> says.</summary>
public sealed record Price
{
    /// <summary>What it goes by.</summary>
    public required PriceModel Model { get; init; }

    /// <summary>
    /// Of one unit, or of one package: a decimal of any precision, at most 60 characters, 0 to 10^9. Of
    /// <see cref="PriceModel.Unit"/> and <see cref="PriceModel.Package"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Amount { get; init; }

    /// <summary>Units of a package, 1 to 10^15; prorated only what is made of twos and fives.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Size { get; init; }

    /// <summary>What becomes of a part of a package.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceRound? Round { get; init; }

    /// <summary>
    /// Of <see cref="PriceModel.Graduated"/>, <see cref="PriceModel.Volume"/>, and packages rounded up; each use unless
    /// given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RatedBy? By { get; init; }

    /// <summary>1 to 100, rising, the last without an end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PriceTier>? Tiers { get; init; }

    /// <summary>The property that states the cost, of 1 to 128 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>The code of the rate card.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Card { get; init; }

    /// <summary>What it is counted in: the customer's currency unless given; of a rate card always its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }
}

/// <summary>A step of a price.</summary>
public sealed record PriceTier
{
    /// <summary>The last unit of it, above 0 and at most the feature's decimal places; null: no end.</summary>
    public required decimal? UpTo { get; init; }

    /// <summary>Of one unit: a decimal of any precision, at most 60 characters, 0 to 10^9.</summary>
    public required string Amount { get; init; }
}
