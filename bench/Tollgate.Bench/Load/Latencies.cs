using System.Diagnostics;

namespace Tollgate.Bench.Load;

/// <summary>
/// A histogram of durations, 1 µs to about 4 minutes, in steps of at most 3 %. Any thread may record; it is read once
/// they have finished.
/// </summary>
internal sealed class Latencies
{
    const int StepBits = 5;
    const int Steps = 1 << StepBits;
    const int Powers = 24;

    readonly long[] counts = new long[(Powers + 1) * Steps];

    /// <summary>How many were recorded.</summary>
    public long Count => counts.Sum();

    /// <summary>Records the time since a <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void RecordSince(long started)
    {
        var microseconds = (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        Interlocked.Increment(ref counts[IndexOf(microseconds)]);
    }

    /// <summary>The duration that so many of a hundred do not exceed; zero where nothing was recorded.</summary>
    public TimeSpan Percentile(int percent)
    {
        var rank = (Count * percent + 99) / 100;
        for (var (index, seen) = (0, 0L); index < counts.Length; index++)
        {
            seen += counts[index];
            if (seen >= rank && seen > 0) return TimeSpan.FromMicroseconds(ValueOf(index));
        }
        return TimeSpan.Zero;
    }

    /// <summary>Adds what another has.</summary>
    public void Add(Latencies other)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
    }

    // 0 to 31 one by one; above that, 32 steps to each power of two.
    static int IndexOf(long value)
    {
        if (value < Steps) return (int)Math.Max(0, value);
        var power = 63 - long.LeadingZeroCount(value) - StepBits;
        if (power >= Powers) return (Powers + 1) * Steps - 1;
        return (int)((power + 1) * Steps + (value >> (int)power) - Steps);
    }

    static long ValueOf(int index)
    {
        if (index < Steps) return index;
        var power = index / Steps - 1;
        return (long)(index % Steps + Steps) << power;
    }
}
