using System.Globalization;

namespace Tollgate.Core.Catalog;

/// <summary>Quantities on the wire are decimals; inside they are integers of the feature's smallest unit.</summary>
public static class Quantities
{
    static readonly long[] Powers =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>The most of a feature that one use or limit may state, in its smallest unit: 10^15.</summary>
    public const long Most = 1_000_000_000_000_000;

    /// <summary>
    /// <paramref name="value"/> in units of 10^-<paramref name="scale"/>; false where it has more decimal places
    /// or is beyond <see cref="Most"/> in size.
    /// </summary>
    public static bool TryScale(decimal value, int scale, out long units)
    {
        units = 0;
        if (value is > Most or < -Most) return false;
        var scaled = value * Powers[scale];
        if (scaled is > Most or < -Most || scaled != decimal.Truncate(scaled)) return false;
        units = (long)scaled;
        return true;
    }

    /// <summary>How many smallest units one unit of a scale has.</summary>
    internal static long Power(int scale) => Powers[scale];

    /// <summary>
    /// Notes a quantity of <paramref name="feature"/> that <see cref="TryScale"/> does not take, with the reason; null
    /// passes.
    /// </summary>
    public static void Check(FieldErrors errors, string field, decimal? value, Feature feature)
    {
        if (value is not { } stated || TryScale(stated, feature.Scale, out _)) return;
        if (Math.Abs(stated) > Unscale(Most, feature.Scale))
            errors.Add(field, "out_of_range", $"{feature.Code} is counted up to {Unscale(Most, feature.Scale)}.");
        else errors.Add(field, "too_precise", $"{feature.Code} is counted with {feature.Scale} decimal places.");
    }

    /// <summary>The refusal of such a quantity.</summary>
    public static Rejected Misfit(string field, decimal value, Feature feature)
    {
        var errors = new FieldErrors();
        Check(errors, field, value, feature);
        return new Rejected(Rejection.Invalid, errors.All[0].Detail, errors.All);
    }

    /// <summary>The decimal that <paramref name="units"/> stands for, without trailing zeros.</summary>
    public static decimal Unscale(long units, int scale)
    {
        if (scale == 0) return units;
        var value = (decimal)units / Powers[scale];
        return decimal.Parse(value.ToString("0.#########", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
