using System.Diagnostics;
using System.Globalization;

namespace Tollgate.Testing;

/// <summary>
/// How long the current thread has worked: what else the machine does meanwhile does not count. Where the system does
/// not tell, wall-clock time.
/// </summary>
public static class ThreadTime
{
    const string Told = "/proc/thread-self/schedstat";

    static readonly bool IsTold = File.Exists(Told);

    /// <summary>How long an action takes that stays on its thread.</summary>
    public static TimeSpan Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var began = Now();
        action();
        return Now() - began;
    }

    // The first word is nanoseconds on a processor.
    static TimeSpan Now() => IsTold
        ? TimeSpan.FromTicks(long.Parse(File.ReadAllText(Told).Split(' ')[0], CultureInfo.InvariantCulture) / 100)
        : Stopwatch.GetElapsedTime(0);
}
