namespace Tollgate.Core.Pricing;

/// <summary>
/// Prices of several quantities of one event, chosen by its properties: what a model's input, output and cached tokens
/// cost. Immutable, thread-safe.
/// </summary>
/// <param name="Currency">What its prices are counted in.</param>
/// <param name="Match">The properties that choose a rate, 1 to 8.</param>
/// <param name="Rates">Each for other values of them; a value that is left out matches any.</param>
/// <param name="Default">What costs where none matches; null: nothing has a price there.</param>
public sealed record RateCard(
    Currency Currency, IReadOnlyList<string> Match, IReadOnlyList<CardRate> Rates,
    IReadOnlyList<QuantityPrice>? Default)
{
    // Built when it is first asked, of the rates it is asked of: a changed copy has others.
    CardIndex? index;

    /// <summary>
    /// What an event costs, or null: there is no price for it. The rate that names the most of its properties is the
    /// one that counts, the first of several. Quantities that the event leaves out are none.
    /// </summary>
    /// <param name="text">The text of a property, or null.</param>
    /// <param name="quantity">The number of a property, at least 0, or null.</param>
    public Exact? Cost(Func<string, string?> text, Func<string, Exact?> quantity)
    {
        if ((Index.Find(text)?.Prices ?? Default) is not { } prices) return null;
        var cost = Exact.Zero;
        foreach (var price in prices)
            if (quantity(price.Property) is { } units) cost += price.Cost(units);
        return cost;
    }

    /// <summary>Equal to itself alone: what is compared of cards is their stored text.</summary>
    public bool Equals(RateCard? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    CardIndex Index =>
        index is { } built && built.IsOf(Match, Rates) ? built : index = new CardIndex(Match, Rates);
}

/// <summary>What costs for some values of the properties that a card goes by.</summary>
/// <param name="Values">The value of each property that is named; the others may have any.</param>
/// <param name="Prices">One for each quantity.</param>
public sealed record CardRate(IReadOnlyDictionary<string, string> Values, IReadOnlyList<QuantityPrice> Prices);

/// <summary>What a quantity costs that an event states in a property.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Amount">The cost of <paramref name="Per"/> of them, at least 0.</param>
/// <param name="Per">At least 1, and such that <see cref="Exact.DividesEvenly"/> holds.</param>
public sealed record QuantityPrice(string Property, Exact Amount, long Per)
{
    /// <summary>The cost of so many.</summary>
    public Exact Cost(Exact units) => (Amount * units).DividedBy(Per);
}
