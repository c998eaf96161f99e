using System.Collections.Immutable;

namespace Tollgate.Core.Money;

/// <summary>
/// Amounts that are added up by currency, exactly, however many they are. Immutable, thread-safe.
/// </summary>
public sealed class CurrencySums
{
    const int Places = 6;

    readonly ImmutableSortedDictionary<string, Int128> micros;

    CurrencySums(ImmutableSortedDictionary<string, Int128> micros) => this.micros = micros;

    /// <summary>Nothing in any currency.</summary>
    public static CurrencySums None { get; } =
        new(ImmutableSortedDictionary.Create<string, Int128>(StringComparer.Ordinal));

    /// <summary>Every currency that anything was added of, even where that comes to 0, by its letters.</summary>
    public IEnumerable<(Currency Currency, Exact Amount)> All =>
        micros.Select(sum => (Currency.Parse(sum.Key), Exact.Of(sum.Value, Places)));

    /// <summary>The sum of one currency; 0 where nothing was added of it.</summary>
    public Exact Of(Currency currency) => Exact.Of(micros.GetValueOrDefault(currency.Code), Places);

    /// <summary>These and so many micros more.</summary>
    public CurrencySums With(Currency currency, Int128 more) =>
        new(micros.SetItem(currency.Code, micros.GetValueOrDefault(currency.Code) + more));

    /// <inheritdoc/>
    public static CurrencySums operator +(CurrencySums one, CurrencySums other)
    {
        if (one.micros.IsEmpty) return other;
        return other.micros.Aggregate(one, (sums, more) => sums.With(Currency.Parse(more.Key), more.Value));
    }
}
