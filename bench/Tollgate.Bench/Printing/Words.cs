using System.Globalization;

namespace Tollgate.Bench.Printing;

/// <summary>Absolute figures as they stand in brackets.</summary>
internal static class Words
{
    /// <summary>Uses per second on both sides.</summary>
    public static string Rates(Comparison comparison) =>
        $"{Rate(comparison.Gate)} against {Rate(comparison.Baseline)} per second";

    /// <summary>Uses per second.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1000:0} k"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1000:0.0} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}"),
    };

    /// <summary>A latency.</summary>
    public static string Time(TimeSpan time) => Milliseconds(time.TotalMilliseconds);

    /// <summary>A latency.</summary>
    public static string Milliseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0.0} ms");
}
