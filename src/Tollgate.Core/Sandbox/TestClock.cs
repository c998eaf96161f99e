using System.Globalization;

namespace Tollgate.Core.Sandbox;

/// <summary>
/// The clock of a sandbox: what time it is for everything that is decided, and how far that is ahead of the machine's
/// clock. It runs on from where it was set.
/// </summary>
/// <param name="Now">The time, in whole microseconds.</param>
/// <param name="Ahead">How far ahead, never below zero.</param>
public sealed record TestClock(Instant Now, Duration Ahead)
{
    /// <summary>The key of its setting; the value is <see cref="Ahead"/> in microseconds.</summary>
    public const string Key = "test_clock";

    /// <summary>The furthest that it can be ahead: 36,525 days, about a hundred years.</summary>
    public static Duration Most { get; } = Duration.FromDays(36_525);

    /// <summary>How far the stored settings put the clock ahead; zero where none does.</summary>
    public static Duration AheadBy(IEnumerable<Setting> settings)
    {
        foreach (var setting in settings)
            if (setting.Key == Key) return AheadBy(setting.Value);
        return Duration.Zero;
    }

    /// <summary>How far the value of the setting puts the clock ahead; null, there is none: zero.</summary>
    public static Duration AheadBy(string? value) => value is null
        ? Duration.Zero
        : Duration.FromTicks(long.Parse(value, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond);

    /// <summary>The setting that puts the clock ahead by so much.</summary>
    public static Setting SettingOf(Duration ahead) => new(Key, string.Create(
        CultureInfo.InvariantCulture, $"{ahead.BclCompatibleTicks / TimeSpan.TicksPerMicrosecond}"));
}
