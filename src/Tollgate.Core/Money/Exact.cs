using System.Globalization;
using System.Numerics;

namespace Tollgate.Core.Money;

/// <summary>
/// A decimal of any precision: an integer and the power of ten that divides it. Sums, differences and products are
/// exact, and a division is only done where it comes out even in decimals. Immutable, thread-safe.
/// </summary>
public readonly struct Exact : IEquatable<Exact>, IComparable<Exact>
{
    /// <summary>The most characters of one that is written by a caller.</summary>
    public const int MostCharacters = 60;

    readonly BigInteger unscaled;
    readonly int scale;

    Exact(BigInteger unscaled, int scale)
    {
        // One number, one form: equal numbers are equal, and hash alike.
        while (scale > 0 && BigInteger.DivRem(unscaled, 10, out var rest) is var tenth && rest.IsZero)
            (unscaled, scale) = (tenth, scale - 1);
        (this.unscaled, this.scale) = (unscaled, scale);
    }

    /// <summary>Nothing.</summary>
    public static Exact Zero => default;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => unscaled.Sign;

    /// <summary><paramref name="units"/> of 10^-<paramref name="scale"/>.</summary>
    public static Exact Of(Int128 units, int scale = 0) => new(units, scale);

    /// <summary>The same number as a decimal that is known to the runtime.</summary>
    public static Exact Of(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Reads a decimal: digits, with or without a sign before and a point among them, at most
    /// <see cref="MostCharacters"/> of them all. No exponent, no spaces, no separators.
    /// </summary>
    public static bool TryParse(string? text, out Exact value)
    {
        value = default;
        if (text is null || text.Length > MostCharacters) return false;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var places = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.Length == 0 || point == 0 || (point > 0 && places == 0)) return false;
        BigInteger sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i == point) continue;
            if (!char.IsAsciiDigit(digits[i])) return false;
            sum = (sum * 10) + (digits[i] - '0');
        }
        value = new Exact(text[0] == '-' ? -sum : sum, places);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote, of any length.</summary>
    /// <exception cref="FormatException">It is no decimal.</exception>
    public static Exact Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        return new Exact(
            BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            point < 0 ? 0 : text.Length - point - 1);
    }

    /// <summary>
    /// A divisor's quotient, if it has an end: where the divisor is made of twos and fives.
    /// </summary>
    public static bool DividesEvenly(long divisor)
    {
        if (divisor < 1) return false;
        while (divisor % 2 == 0) divisor /= 2;
        while (divisor % 5 == 0) divisor /= 5;
        return divisor == 1;
    }

    /// <summary>This divided by <paramref name="divisor"/>, for which <see cref="DividesEvenly"/> holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quotient has no end.</exception>
    public Exact DividedBy(long divisor)
    {
        if (!DividesEvenly(divisor)) throw new ArgumentOutOfRangeException(nameof(divisor));
        var (value, places) = (unscaled, scale);
        while (!(value % divisor).IsZero) (value, places) = (value * 10, places + 1);
        return new Exact(value / divisor, places);
    }

    /// <summary>This divided by <paramref name="divisor"/>, above 0, cut to so many decimal places.</summary>
    public Exact DividedDown(long divisor, int places)
    {
        var shifted = Shifted(places);
        var value = shifted.unscaled / BigInteger.Pow(10, shifted.scale);
        return new Exact(BigInteger.Divide(value, divisor), places);
    }

    /// <summary>This times 10^<paramref name="power"/>.</summary>
    public Exact Shifted(int power) => power <= scale
        ? new Exact(unscaled, scale - power)
        : new Exact(unscaled * BigInteger.Pow(10, power - scale), 0);

    /// <summary>The greatest whole number that is not above this.</summary>
    public BigInteger Floor()
    {
        if (scale == 0) return unscaled;
        var whole = BigInteger.DivRem(unscaled, BigInteger.Pow(10, scale), out var rest);
        return rest.Sign < 0 ? whole - 1 : whole;
    }

    /// <inheritdoc/>
    public static Exact operator +(Exact left, Exact right)
    {
        var places = Math.Max(left.scale, right.scale);
        return new Exact(left.At(places) + right.At(places), places);
    }

    /// <inheritdoc/>
    public static Exact operator -(Exact value) => new(-value.unscaled, value.scale);

    /// <inheritdoc/>
    public static Exact operator -(Exact left, Exact right) => left + -right;

    /// <inheritdoc/>
    public static Exact operator *(Exact left, Exact right) =>
        new(left.unscaled * right.unscaled, left.scale + right.scale);

    /// <inheritdoc/>
    public static bool operator ==(Exact left, Exact right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(Exact left, Exact right) => !left.Equals(right);

    /// <inheritdoc/>
    public static bool operator <(Exact left, Exact right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(Exact left, Exact right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(Exact left, Exact right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(Exact left, Exact right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Exact other)
    {
        var places = Math.Max(scale, other.scale);
        return At(places).CompareTo(other.At(places));
    }

    /// <inheritdoc/>
    public bool Equals(Exact other) => scale == other.scale && unscaled == other.unscaled;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(unscaled, scale);

    /// <summary>All its digits, without an exponent: <c>-0.00045</c>.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = digits.Insert(digits.Length - scale, ".");
        }
        return Sign < 0 ? "-" + digits : digits;
    }

    BigInteger At(int places) => unscaled * BigInteger.Pow(10, places - scale);
}
