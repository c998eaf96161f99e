using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tollgate.Core.Time;

/// <summary>The kinds of window a limit can count in, in the order in which figures name them.</summary>
public enum PerKind
{
    /// <summary>All time.</summary>
    Forever,
    /// <summary>A minute of the customer's clock.</summary>
    Minute,
    /// <summary>An hour of the customer's clock.</summary>
    Hour,
    /// <summary>A day of the customer's calendar.</summary>
    Day,
    /// <summary>A week of the customer's calendar, from Monday.</summary>
    Week,
    /// <summary>A month of the customer's calendar.</summary>
    Month,
    /// <summary>The cycle of the scope; see <see cref="Time.Cycle"/>.</summary>
    Cycle,
    /// <summary>The last so many seconds, to the event.</summary>
    Rolling,
}

/// <summary>
/// What a limit counts in. Equal by <see cref="Text"/>, which is one for equal lengths: <c>PT60M</c> is <c>PT1H</c>.
/// Immutable and thread-safe.
/// </summary>
public sealed partial record Per
{
    const long MostSeconds = 400L * NodaConstants.SecondsPerDay;

    static readonly Dictionary<string, Per> Named =
        new Per[] { new("forever", PerKind.Forever), new("minute", PerKind.Minute), new("hour", PerKind.Hour), new("day", PerKind.Day),
            new("week", PerKind.Week), new("month", PerKind.Month), new("cycle", PerKind.Cycle) }
        .ToDictionary(per => per.Text, StringComparer.Ordinal);

    Per(string text, PerKind kind, Duration length = default) => (Text, Kind, Length) = (text, kind, length);

    /// <summary>All time.</summary>
    public static Per Forever => Named["forever"];

    /// <summary>What kind of window it is.</summary>
    public PerKind Kind { get; }

    /// <summary>The length of a rolling window, one second to 400 days; zero for every other kind.</summary>
    public Duration Length { get; }

    /// <summary>The canonical text: a name, or an ISO 8601 duration.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads a name, or an ISO 8601 duration of weeks, days (of 24 hours), hours, minutes and seconds: whole numbers, above
    /// zero and at most 400 days together.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Per? per)
    {
        per = null;
        if (text is null || Named.TryGetValue(text, out per)) return per is not null;
        if (text.Length > 40 || text[^1..] is "P" or "T" || Iso().Match(text) is not { Success: true } parts) return false;

        var seconds = Of(1, 7 * NodaConstants.SecondsPerDay) + Of(2, NodaConstants.SecondsPerDay)
            + Of(3, NodaConstants.SecondsPerHour) + Of(4, NodaConstants.SecondsPerMinute) + Of(5, 1);
        if (seconds is < 1 or > MostSeconds) return false;
        per = new Per(Canonical(seconds), PerKind.Rolling, Duration.FromSeconds(seconds));
        return true;

        long Of(int group, long unit) =>
            parts.Groups[group] is { Success: true, ValueSpan: var digits } ? long.Parse(digits, CultureInfo.InvariantCulture) * unit : 0;
    }

    /// <summary>Reads what is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Per Parse(string text) =>
        TryParse(text, out var per) ? per : throw new FormatException($"{text} is not a window.");

    /// <inheritdoc/>
    public bool Equals(Per? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    static string Canonical(long seconds)
    {
        var (days, rest) = Math.DivRem(seconds, NodaConstants.SecondsPerDay);
        var text = new StringBuilder("P");
        if (days > 0) text.Append(CultureInfo.InvariantCulture, $"{days}D");
        if (rest > 0) text.Append('T');
        if (rest / 3600 is > 0 and var hours) text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (rest / 60 % 60 is > 0 and var minutes) text.Append(CultureInfo.InvariantCulture, $"{minutes}M");
        if (rest % 60 is > 0 and var left) text.Append(CultureInfo.InvariantCulture, $"{left}S");
        return text.ToString();
    }

    [GeneratedRegex(@"^P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?\z")]
    private static partial Regex Iso();
}
