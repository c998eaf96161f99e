using System.Numerics;
using NodaTime;

namespace Tollgate.Testing.Model;

/// <summary>A step of a price: what one unit costs up to a number of them; null: no end.</summary>
public readonly record struct ModelTier(decimal? UpTo, decimal Amount);

/// <summary>
/// What a feature costs. <paramref name="Kind"/> is <c>unit</c>, <c>package</c>, <c>prorated</c>, <c>graduated</c>,
/// <c>volume</c>, <c>property</c> or <c>rate_card</c>; <paramref name="By"/> is whose total it rates:
/// <c>event</c>, <c>request</c> or
/// <c>cycle</c>. With no <paramref name="Currency"/> it is counted in the customer's.
/// </summary>
public sealed record ModelPrice(string Kind, decimal Amount = 0, string By = "event", string? Currency = null)
{
    /// <summary>Units of a package.</summary>
    public int Size { get; init; } = 1;

    /// <summary>The steps of a price that has some, the last without an end.</summary>
    public IReadOnlyList<ModelTier> Tiers { get; init; } = [];

    /// <summary>The property in which an event states its cost, or the card that says what it costs.</summary>
    public string? Property { get; init; }

    /// <summary>What a number of units costs.</summary>
    public decimal Rate(decimal units) => Kind switch
    {
        "unit" => Amount * units,
        "package" => Math.Ceiling(units / Size) * Amount,
        "prorated" => units * Amount / Size,
        "volume" => AtTotal(units) * units,
        "graduated" => Graduated(units),
        _ => throw new ArgumentException($"{Kind} rates no units."),
    };

    /// <summary>What each unit costs where all of them come to a total: of volume.</summary>
    public decimal AtTotal(decimal total) => Tiers.First(tier => tier.UpTo is not { } end || total <= end).Amount;

    /// <summary>
    /// The most that any part of some units costs that come after others: what fewer cost may be more, up to where a
    /// step ends.
    /// </summary>
    public decimal Most(decimal units, Func<decimal, decimal> costOf, decimal before) => Tiers
        .Where(tier => tier.UpTo > before && tier.UpTo < before + units)
        .Select(tier => costOf(tier.UpTo!.Value - before)).Append(costOf(units)).Max();

    /// <summary>
    /// The most that any part of some units costs in a cycle, whatever part of others is charged before it: with none
    /// of them, with all, where they end with a step, and where these then do.
    /// </summary>
    /// <param name="units">Those asked about.</param>
    /// <param name="before">Those charged so far.</param>
    /// <param name="charged">What they were charged.</param>
    /// <param name="others">Those that may come first.</param>
    public decimal MostAfter(decimal units, decimal before, decimal charged, decimal others)
    {
        List<(decimal Total, decimal Charged)> starts = [(before, charged)];
        if (others > 0)
        {
            var end = before + others;
            starts.AddRange([(before, Rate(before)), (end, Rate(end))]);
            var steps = Kind == "package"
                ? Enumerable.Range(1, (int)((end + units) / Size) + 1).Select(step => (decimal)step * Size).ToList()
                : Tiers.Where(tier => tier.UpTo is not null).Select(tier => tier.UpTo!.Value).ToList();
            // Right after a step of volume all of them cost what the next one says.
            starts.AddRange(steps.Select(step => (step, Kind == "volume"
                ? Math.Min(Rate(step), AtTotal(step + 0.000000000001m) * step)
                : Rate(step))).Where(one => Between(one.step)));
            starts.AddRange(steps.Select(step => step - units).Where(Between).Select(total => (total, Rate(total))));

            bool Between(decimal total) => total > before && total < end;
        }

        return starts.Max(start => Math.Max(0, Tiers
            .Where(tier => tier.UpTo > start.Total && tier.UpTo < start.Total + units)
            .Select(tier => Rate(tier.UpTo!.Value)).Append(Rate(start.Total + units)).Max() - start.Charged));
    }

    /// <summary>Everything it says, on one line.</summary>
    public string Describe() => string.Join(
        '|',
        [
            Kind, $"{Amount}", By, Currency, $"{Size}", Property,
            .. Tiers.Select(tier => $"{ModelText.Of(tier.UpTo)}:{tier.Amount}"),
        ]);

    /// <summary>A part of a cost, cut to 18 places: that of a quantity which is not charged as a whole.</summary>
    internal static decimal Part(decimal cost, decimal part, decimal whole)
    {
        var above = new BigInteger(cost * 1_000_000_000m * 1_000_000_000m) * Whole(part);
        return (decimal)(above / Whole(whole)) / 1_000_000_000m / 1_000_000_000m;

        static BigInteger Whole(decimal value) => new(value * 1_000_000_000m);
    }

    decimal Graduated(decimal units)
    {
        var (sum, from) = (0m, 0m);
        foreach (var tier in Tiers)
        {
            var to = Math.Min(units, tier.UpTo ?? units);
            sum += Math.Max(0, to - from) * tier.Amount;
            from = Math.Max(from, to);
        }

        return sum;
    }
}

/// <summary>
/// Money that a use cost: what was taken, what it costs exactly, for how many units of whatever has the price, and who
/// paid. Of a reversal all is below zero. Where a cycle's total rated it, <paramref name="Cycle"/> says how that stands
/// with it.
/// </summary>
public sealed record ModelCharge(
    string Feature, ModelPrice Price, string Currency, decimal Amount, decimal Cost, decimal Units,
    IReadOnlyList<ModelPart> Paid, ModelRated? Cycle);

/// <summary>
/// What was charged in a cycle: units, and what they cost by a price.
/// </summary>
public sealed record ModelRated(ModelCycle Key, decimal Units, decimal Cost, ModelPrice Price);

/// <summary>A cycle of a scope by its name, and what is charged in it.</summary>
public sealed record ModelCycle(string Feature, string Currency, string? Scope, Instant Name);

/// <summary>An amount in its currency.</summary>
public readonly record struct ModelAmount(decimal Amount, string Currency)
{
    /// <summary>On one line, equal for equal amounts.</summary>
    public string Describe() => $"{ModelText.Of(Amount)} {Currency}";
}
