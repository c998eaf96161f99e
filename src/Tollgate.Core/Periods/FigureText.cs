using System.Globalization;

namespace Tollgate.Core.Periods;

/// <summary>The figures of a closed period as one text: a line for each feature and currency.</summary>
public static class FigureText
{
    /// <summary>The stored form.</summary>
    public static string Write(IEnumerable<Tally> figures) => string.Join('\n', figures.Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Key.Feature} {(one.Key.Currency.Length == 0 ? "-" : one.Key.Currency)} {one.Events} {one.Used} "
            + $"{one.Included} {one.TopUp} {one.Overage} {one.Billable} {one.Late} {one.Charged}")));

    /// <summary>Reads the stored form.</summary>
    public static IReadOnlyList<Tally> Read(CustomerId customer, string text) => text.Length == 0
        ? []
        : [.. text.Split('\n').Select(line => Read(customer, line.Split(' ')))];

    static Tally Read(CustomerId customer, string[] parts)
    {
        var sums = Array.ConvertAll(parts[2..], part => long.Parse(part, CultureInfo.InvariantCulture));
        var feature = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return new Tally(
            new TallyKey(customer, feature, parts[1] == "-" ? "" : parts[1]), sums[0], sums[1], sums[2], sums[3],
            sums[4], sums[5], sums[6], sums[7]);
    }
}
