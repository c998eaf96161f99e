using System.Globalization;
using System.Numerics;

namespace Tollgate.Core.Money;

/// <summary>
/// An amount of money in micros, 10^-6 of the main unit of a currency that is known from elsewhere: a wallet's, a
/// price's. At most 9 x 10^18 micros in size; sums are checked. Immutable, thread-safe.
/// </summary>
/// <param name="Micros">How many.</param>
public readonly record struct Amount(long Micros) : IComparable<Amount>
{
    /// <summary>Micros of one main unit.</summary>
    public const long PerUnit = 1_000_000;

    /// <summary>The most that a caller may state at once: 10^15 micros, a thousand million units.</summary>
    public const long MostStated = 1_000_000_000_000_000;

    /// <summary>
    /// The most that a wallet holds or owes, 9 x 10^18 micros: nothing that would take it beyond that is done.
    /// </summary>
    public const long Most = 9_000_000_000_000_000_000;

    const int Places = 6;

    /// <summary>Nothing.</summary>
    public static Amount Zero => default;

    /// <summary>So many whole units.</summary>
    /// <exception cref="OverflowException">They are too many.</exception>
    public static Amount Of(long units) => new(checked(units * PerUnit));

    /// <summary>
    /// Reads a decimal with at most six places, <see cref="MostStated"/> in size; false where it is none.
    /// </summary>
    public static bool TryParse(string? text, out Amount amount)
    {
        amount = default;
        if (!Exact.TryParse(text, out var value)) return false;
        var shifted = value.Shifted(Places);
        var micros = shifted.Floor();
        if (Exact.Parse(micros.ToString(CultureInfo.InvariantCulture)) != shifted) return false;
        if (BigInteger.Abs(micros) > MostStated) return false;
        amount = new Amount((long)micros);
        return true;
    }

    /// <summary>The greatest amount that is not above an exact one.</summary>
    /// <exception cref="OverflowException">It is greater than an amount can be.</exception>
    public static Amount Floor(Exact value) => new(checked((long)value.Shifted(Places).Floor()));

    /// <summary>The same, exactly.</summary>
    public Exact ToExact() => Exact.Of(Micros, Places);

    /// <summary>The nearest amount of whole minor units of a currency, half of one up.</summary>
    public Amount Rounded(Currency currency)
    {
        var coin = 1L;
        for (var places = currency.Decimals; places < Places; places++) coin *= 10;
        var rest = ((Micros % coin) + coin) % coin;
        return new Amount(checked(Micros - rest + (rest * 2 >= coin ? coin : 0)));
    }

    /// <summary>
    /// As a decimal: with as many places as it takes, and at least those of the currency's coins: <c>12.50</c>.
    /// </summary>
    public string ToString(Currency currency) => Write(ToExact(), currency);

    /// <summary>A sum of amounts in the same form, however large it is.</summary>
    public static string Write(Exact sum, Currency currency)
    {
        var text = sum.ToString();
        var least = currency.IsOwn ? 0 : currency.Decimals;
        if (least == 0) return text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) (text, point) = (text + ".", text.Length);
        return text.PadRight(point + 1 + least, '0');
    }

    /// <inheritdoc/>
    public override string ToString() => ToExact().ToString();

    /// <inheritdoc/>
    public int CompareTo(Amount other) => Micros.CompareTo(other.Micros);

    /// <inheritdoc/>
    public static Amount operator +(Amount left, Amount right) => new(checked(left.Micros + right.Micros));

    /// <inheritdoc/>
    public static Amount operator -(Amount left, Amount right) => new(checked(left.Micros - right.Micros));

    /// <inheritdoc/>
    public static Amount operator -(Amount amount) => new(checked(-amount.Micros));

    /// <inheritdoc/>
    public static bool operator <(Amount left, Amount right) => left.Micros < right.Micros;

    /// <inheritdoc/>
    public static bool operator >(Amount left, Amount right) => left.Micros > right.Micros;

    /// <inheritdoc/>
    public static bool operator <=(Amount left, Amount right) => left.Micros <= right.Micros;

    /// <inheritdoc/>
    public static bool operator >=(Amount left, Amount right) => left.Micros >= right.Micros;
}
