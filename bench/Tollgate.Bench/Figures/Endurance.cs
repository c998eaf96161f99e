using System.Globalization;

namespace Tollgate.Bench.Figures;

/// <summary>
/// Ten times the past: the rate must hold and the memory be flat. Takes eight minutes, so only with <c>--long</c>.
/// </summary>
internal sealed class Endurance() : Figure("endurance")
{
    const int Callers = 256;

    /// <inheritdoc/>
    public override bool IsLong => true;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        await using var bed = await stand.Postgres.MakeAsync();
        var gate = await bed.OpenGateAsync();
        await Population.Many.SettleAsync(gate);
        var contender = Population.Many.Contender(bed, gate, Callers);

        await Population.Many.FillAsync(gate, stand.Pace.History);
        var (young, youngMemory) = (await MeasureAsync(contender, stand.Pace), Memory());
        await Population.Many.FillAsync(gate, stand.Pace.History * 9);
        var (old, oldMemory) = (await MeasureAsync(contender, stand.Pace), Memory());

        var (many, few) = (Write(stand.Pace.History * 10), Write(stand.Pace.History));
        yield return new Row(
            $"PostgreSQL, rate after {many} events, against that after {few}",
            new Target(0.7, Percent: true), old / young, Words.Rates(new Comparison(young, old)));
        yield return new Row(
            $"PostgreSQL, memory after {many} events, against that after {few}",
            new Target(1.2, AtLeast: false), oldMemory / youngMemory,
            FormattableString.Invariant($"{oldMemory:0.0} MB against {youngMemory:0.0} MB"));
    }

    static async Task<double> MeasureAsync(Contender contender, Pace pace) =>
        Pace.Median(await pace.RunAsync(contender), round => round.Rate);

    static double Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024);
    }

    static string Write(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
