using System.Globalization;

namespace Tollgate.Bench.Figures;

/// <summary>The first seconds on a fresh database, against the rate on the same database after a past.</summary>
internal sealed class FreshStart() : Figure("fresh")
{
    const int Callers = 256;

    static readonly TimeSpan FirstSeconds = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        await foreach (var (_, bed) in stand.BedsAsync())
            await using (bed) await WarmUpAsync(bed, stand.Pace);
        await foreach (var (name, bed) in stand.BedsAsync())
            await using (bed) yield return await MeasureAsync(bed, stand.Pace, name);
    }

    static async Task<Row> MeasureAsync(Bed bed, Pace pace, string where)
    {
        var gate = await bed.OpenGateAsync();
        await Population.Many.SettleAsync(gate);
        var contender = Population.Many.Contender(bed, gate, Callers);
        var fresh = await contender.RunCheckedAsync(FirstSeconds);
        await Population.Many.FillAsync(gate, pace.History);
        var old = await contender.RunCheckedAsync(FirstSeconds);
        var past = pace.History.ToString("N0", CultureInfo.InvariantCulture);
        return new Row(
            $"{where}, first 5 s on a fresh database, against the rate after {past} events",
            new Target(0.7, Percent: true), fresh.Rate / old.Rate, Words.Rates(new Comparison(old.Rate, fresh.Rate)));
    }

    // The database is to be fresh, not this process.
    static async Task WarmUpAsync(Bed bed, Pace pace)
    {
        var gate = await bed.OpenGateAsync();
        await Population.One.SettleAsync(gate);
        await Population.One.Contender(bed, gate, Callers).RunCheckedAsync(pace.WarmUp);
    }
}
