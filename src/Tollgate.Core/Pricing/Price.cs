using System.Text.Json.Serialization;

namespace Tollgate.Core.Pricing;

/// <summary>What a unit of a feature costs. Immutable; equality is by value.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "model")]
[JsonDerivedType(typeof(UnitPrice), "unit")]
[JsonDerivedType(typeof(PackagePrice), "package")]
[JsonDerivedType(typeof(TieredPrice), "tiered")]
[JsonDerivedType(typeof(PropertyPrice), "property")]
[JsonDerivedType(typeof(RateCardPrice), "rate_card")]
public abstract record Price
{
    /// <summary>What it is counted in; null: the customer's currency.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Whose total it rates.</summary>
    public RatedBy By { get; init; }
}

/// <summary>Whose total a price with steps rates.</summary>
public enum RatedBy
{
    /// <summary>Each event by itself.</summary>
    Event,
    /// <summary>All events of one request together.</summary>
    Request,
    /// <summary>All units charged so far in the scope's cycle.</summary>
    Cycle,
}

/// <summary>Each unit costs the same.</summary>
/// <param name="Amount">Of one unit, at least 0.</param>
public sealed record UnitPrice(Exact Amount) : Price;

/// <summary>Units are sold by the package.</summary>
/// <param name="Size">Units of a package, at least 1.</param>
/// <param name="Amount">Of one package, at least 0.</param>
/// <param name="Prorated">
/// Whether a part of a package costs a part of it; else a package that is begun costs all of it. Needs a
/// <paramref name="Size"/> for which <see cref="Exact.DividesEvenly"/> holds.
/// </param>
public sealed record PackagePrice(long Size, Exact Amount, bool Prorated) : Price;

/// <summary>What a unit costs falls, or rises, with the number of them.</summary>
/// <param name="IsVolume">
/// Whether all units cost what the last one does; else each costs what its own step says (graduated).
/// </param>
/// <param name="Tiers">At least one, in rising order, the last without an end.</param>
public sealed record TieredPrice(bool IsVolume, IReadOnlyList<Tier> Tiers) : Price
{
    /// <inheritdoc/>
    public bool Equals(TieredPrice? other) =>
        base.Equals(other) && IsVolume == other.IsVolume && Tiers.SequenceEqual(other.Tiers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), IsVolume, Tiers.Count);
}

/// <summary>A step of a price.</summary>
/// <param name="UpTo">The last unit of it; null: no end.</param>
/// <param name="Amount">Of one unit, at least 0.</param>
public readonly record struct Tier(Exact? UpTo, Exact Amount);

/// <summary>The event says what it cost.</summary>
/// <param name="Name">The property that says so: a decimal, at least 0.</param>
public sealed record PropertyPrice(string Name) : Price;

/// <summary>The event's properties choose its rate, and say how much of each thing it used.</summary>
/// <param name="Card">The code of the rate card.</param>
public sealed record RateCardPrice(string Card) : Price;
