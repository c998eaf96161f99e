namespace Tollgate.Core.Periods;

/// <summary>A period as the audit shows it and events tell it.</summary>
/// <param name="StartsAt">When it started.</param>
/// <param name="EndsAt">When it ended.</param>
/// <param name="FromSequence">The first number of the customer's that is in it.</param>
/// <param name="ToSequence">The last.</param>
/// <param name="Features">What was recorded, by feature.</param>
public sealed record PeriodView(
    string StartsAt, string EndsAt, long FromSequence, long ToSequence, IReadOnlyList<PeriodFigures> Features)
{
    /// <summary>The view of a period.</summary>
    public static PeriodView Of(ClosedPeriod row, Catalog.Catalog catalog) => new(
        CoreJson.Time(row.StartsAt), CoreJson.Time(row.EndsAt), row.After + 1, row.Id - 1,
        [.. row.Figures.GroupBy(one => one.Key.Feature).Select(
            figures => PeriodFigures.Of(catalog.Feature(figures.Key)!, [.. figures]))]);
}

/// <summary>What was recorded of a feature in a period, in the feature's units.</summary>
/// <param name="Feature">Its code.</param>
/// <param name="Events">Uses.</param>
/// <param name="Used">All that was used, less what was reversed; of a gauge, by how much it rose.</param>
/// <param name="Included">What fitted the limits.</param>
/// <param name="TopUp">What top-ups gave.</param>
/// <param name="Overage">The rest.</param>
/// <param name="Billable">Of the overage, what is to be billed.</param>
/// <param name="Late">Of all used, what is dated before the period: corrections of those before it.</param>
/// <param name="Charges">What was taken for it less what was given back, by currency, as decimals.</param>
public sealed record PeriodFigures(
    string Feature, long Events, decimal Used, decimal Included, decimal TopUp, decimal Overage, decimal Billable,
    decimal Late, IReadOnlyDictionary<string, string> Charges)
{
    /// <summary>Those of one feature, of each currency.</summary>
    public static PeriodFigures Of(Feature feature, IReadOnlyList<Tally> figures)
    {
        var sum = figures.Aggregate((one, other) => one.Plus(other));
        SortedDictionary<string, string> charges = new(StringComparer.Ordinal);
        foreach (var one in figures.Where(one => one.Key.Currency.Length > 0))
            charges[one.Key.Currency] = new Amount(one.Charged).ToString(Currency.Parse(one.Key.Currency));
        return new PeriodFigures(
            feature.Code, sum.Events, Units(sum.Used), Units(sum.Included), Units(sum.TopUp), Units(sum.Overage),
            Units(sum.Billable), Units(sum.Late), charges);

        decimal Units(long quantity) => Quantities.Unscale(quantity, feature.Scale);
    }
}
