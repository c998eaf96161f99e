using System.Globalization;
using System.Text;

namespace Tollgate.Core.Time;

/// <summary>The ISO 8601 durations a rolling window can have, in seconds. Pure and thread-safe.</summary>
static class IsoLength
{
    const int MostSeconds = 400 * Day;
    const int MostCharacters = 40;
    const int Week = 7 * Day;
    const int Day = 24 * Hour;
    const int Hour = 60 * Minute;
    const int Minute = 60;

    /// <summary>The seconds, 1 to 400 days of them; null if it is no such duration.</summary>
    public static int? Read(ReadOnlySpan<char> text)
    {
        if (text.Length > MostCharacters || !text.StartsWith('P')) return null;
        var rest = text[1..];
        var clock = rest.IndexOf('T');
        var date = clock < 0 ? rest : rest[..clock];
        if (Sum(date, "WD", [Week, Day]) is not { } days) return null;
        if (clock < 0) return InRange(days);

        var time = rest[(clock + 1)..];
        if (time.IsEmpty || Sum(time, "HMS", [Hour, Minute, 1]) is not { } seconds) return null;
        return InRange(days + seconds);
    }

    /// <summary>The canonical text: the largest units that fit, none that is zero.</summary>
    public static string Write(int seconds)
    {
        var text = new StringBuilder("P");
        Append(text, seconds / Day, 'D');
        if (seconds % Day == 0) return text.ToString();

        text.Append('T');
        Append(text, seconds % Day / Hour, 'H');
        Append(text, seconds % Hour / Minute, 'M');
        Append(text, seconds % Minute, 'S');
        return text.ToString();
    }

    static int? InRange(long seconds) => seconds is > 0 and <= MostSeconds ? (int)seconds : null;

    /// <summary>Adds up numbers that each carry a unit, every unit at most once and in the order given.</summary>
    static long? Sum(ReadOnlySpan<char> text, ReadOnlySpan<char> units, ReadOnlySpan<int> lengths)
    {
        var total = 0L;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits < 1) return null;
            if (!int.TryParse(text[..digits], CultureInfo.InvariantCulture, out var number)) return null;
            var unit = units.IndexOf(text[digits]);
            if (unit < 0) return null;

            total += (long)number * lengths[unit];
            text = text[(digits + 1)..];
            units = units[(unit + 1)..];
            lengths = lengths[(unit + 1)..];
        }
        return total;
    }

    static void Append(StringBuilder text, int number, char unit)
    {
        if (number > 0) text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
    }
}
