using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tollgate.Client;

/// <summary>Times as the wire carries them: RFC 3339, answered in UTC, exact to the microsecond.</summary>
public static class WireTime
{
    /// <summary>Longest text <see cref="Write"/> makes, in characters.</summary>
    public const int MaxLength = 27;

    const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    // The parser takes far more than RFC 3339, so the shape is checked first; the parser then checks the ranges.
    const string Seconds = "0000-00-00T00:00:00";

    /// <summary><c>2026-11-01T00:00:00Z</c>, with as many digits of the fraction as it needs, at most six.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a date, a time with seconds and an offset (<c>Z</c> or <c>+05:30</c>); the answer is UTC, cut to
    /// microseconds. False for anything else, also for a time without an offset: it names no instant.
    /// </summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length is < 20 or > 40 || !Matches(text.AsSpan(0, Seconds.Length), Seconds))
            return false;
        var fraction = FractionOf(text);
        var offset = text[(Seconds.Length + fraction.Length)..];
        if (fraction is "." || !(offset is "Z" || Matches(offset, "+00:00") || Matches(offset, "-00:00")))
            return false;
        // The parser rounds a long fraction, so it is given the digits that count and no more.
        var exact = string.Concat(text.AsSpan(0, Seconds.Length), fraction[..Math.Min(fraction.Length, 7)], offset);
        return DateTimeOffset.TryParse(
            exact, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    internal static bool TryWrite(DateTimeOffset time, Span<char> text, out int length) =>
        time.UtcDateTime.TryFormat(text, out length, Format, CultureInfo.InvariantCulture);

    // With its point; empty for whole seconds.
    static ReadOnlySpan<char> FractionOf(string text)
    {
        var rest = text.AsSpan(Seconds.Length);
        if (rest[0] != '.')
            return [];
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        return digits < 0 ? rest : rest[..(1 + digits)];
    }

    static bool Matches(ReadOnlySpan<char> text, string shape)
    {
        if (text.Length != shape.Length)
            return false;
        for (var i = 0; i < shape.Length; i++)
            if (shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
                return false;
        return true;
    }
}
