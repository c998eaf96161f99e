using System.Globalization;

namespace Tollgate.Core.Usage;

/// <summary>What a use takes from one allowance.</summary>
/// <param name="Feature">The id of the feature whose allowance it is.</param>
/// <param name="Pot">Which: empty the customer's, a namespace's own, or that of a top-up.</param>
/// <param name="Factor">How many of its smallest units one smallest unit of the feature used takes.</param>
/// <param name="Quantity">What is taken, in its smallest unit.</param>
public readonly record struct Draw(int Feature, string Pot, long Factor, long Quantity)
{
    /// <summary>Whether it is taken from a top-up.</summary>
    public bool IsTopUp => Pot.StartsWith(Boost.PotPrefix);

    /// <summary>Several as one text, a line each.</summary>
    public static string Write(IEnumerable<Draw> draws) => string.Join('\n', draws.Select(draw => string.Create(
        CultureInfo.InvariantCulture, $"{draw.Feature} {draw.Factor} {draw.Quantity} {draw.Pot}")));

    /// <summary>Those of a text.</summary>
    public static IReadOnlyList<Draw> Read(string text) => [.. text.Split('\n').Select(line =>
    {
        var parts = line.Split(' ', 4);
        return new Draw(
            int.Parse(parts[0], CultureInfo.InvariantCulture), parts[3],
            long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    })];
}
