namespace Tollgate.Core.Time;

/// <summary>
/// What a limit counts in: for ever, a calendar unit, the scope's cycle, or a rolling window. Immutable, compared by
/// value and safe to share between threads; equal values have equal <see cref="Text"/>.
/// </summary>
public sealed record Per
{
    Per(PerKind kind, Duration length, string text) => (Kind, Length, Text) = (kind, length, text);

    /// <summary>One window that never ends; text <c>forever</c>.</summary>
    public static Per Forever { get; } = Named(PerKind.Forever, "forever");

    /// <summary>The minute of the customer's wall clock; text <c>minute</c>.</summary>
    public static Per Minute { get; } = Named(PerKind.Minute, "minute");

    /// <summary>The hour of the customer's wall clock; text <c>hour</c>.</summary>
    public static Per Hour { get; } = Named(PerKind.Hour, "hour");

    /// <summary>The customer's local day; text <c>day</c>.</summary>
    public static Per Day { get; } = Named(PerKind.Day, "day");

    /// <summary>The customer's local week, from Monday; text <c>week</c>.</summary>
    public static Per Week { get; } = Named(PerKind.Week, "week");

    /// <summary>The customer's local month; text <c>month</c>.</summary>
    public static Per Month { get; } = Named(PerKind.Month, "month");

    /// <summary>The cycle of the scope; text <c>cycle</c>.</summary>
    public static Per Cycle { get; } = Named(PerKind.Cycle, "cycle");

    /// <summary>Which of the kinds this is.</summary>
    public PerKind Kind { get; }

    /// <summary>
    /// The length of a rolling window: whole seconds, from one second to 400 days of 24 hours.
    /// <see cref="Duration.Zero"/> for every other kind.
    /// </summary>
    public Duration Length { get; }

    /// <summary>
    /// The canonical text: the name of the kind, or the ISO 8601 duration of a rolling window in its largest units
    /// (days, hours, minutes, seconds), so that <c>PT60M</c> reads <c>PT1H</c> and <c>P1W</c> reads <c>P7D</c>.
    /// </summary>
    public string Text { get; }

    /// <summary>Reads a name or an ISO 8601 duration, in any units it allows; case counts.</summary>
    /// <param name="text">
    /// <c>forever</c>, <c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>cycle</c>, or a duration
    /// of whole weeks (7 days), days (24 hours), hours, minutes and seconds, above zero and at most 400 days.
    /// </param>
    /// <param name="per">What was read; null if the answer is false.</param>
    /// <returns>False for anything else; years, months, signs and fractions are refused.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Per? per)
    {
        per = text switch
        {
            "forever" => Forever,
            "minute" => Minute,
            "hour" => Hour,
            "day" => Day,
            "week" => Week,
            "month" => Month,
            "cycle" => Cycle,
            _ => IsoLength.Read(text) is { } seconds ? Rolling(seconds) : null,
        };
        return per is not null;
    }

    /// <summary>Reads what <see cref="TryParse"/> reads.</summary>
    /// <exception cref="FormatException">It is nothing a limit can count in.</exception>
    public static Per Parse(string text) => TryParse(text, out var per)
        ? per
        : throw new FormatException(
            $"'{text}' is neither forever, minute, hour, day, week, month or cycle, nor an ISO 8601 duration of"
            + " whole days, hours, minutes and seconds up to 400 days.");

    /// <inheritdoc/>
    public bool Equals(Per? other) => other is not null && Kind == other.Kind && Length == other.Length;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Length);

    /// <summary>The canonical <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    static Per Named(PerKind kind, string text) => new(kind, Duration.Zero, text);

    static Per Rolling(int seconds) =>
        new(PerKind.Rolling, Duration.FromSeconds(seconds), IsoLength.Write(seconds));
}
