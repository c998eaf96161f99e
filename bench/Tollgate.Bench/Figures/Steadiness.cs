namespace Tollgate.Bench.Figures;

/// <summary>How far the slowest answers are from the usual ones: 64 callers in a closed loop.</summary>
internal sealed class Steadiness() : Figure("latency")
{
    const int Callers = 64;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        (Population, string)[] populations = [(Population.One, "one customer"), (Population.Many, "10,000 customers")];
        foreach (var (population, whom) in populations)
        {
            await foreach (var (name, bed) in stand.BedsAsync())
                await using (bed) yield return await MeasureAsync(bed, stand.Pace, population, $"{name}, {whom}");
        }
    }

    static async Task<Row> MeasureAsync(Bed bed, Pace pace, Population population, string where)
    {
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        var rounds = await pace.RunAsync(population.Contender(bed, gate, Callers));
        var middle = Pace.Median(rounds, round => round.Latencies.Percentile(50).TotalMilliseconds);
        var slow = Pace.Median(rounds, round => round.Latencies.Percentile(99).TotalMilliseconds);
        return new Row(
            $"{where}, 64 callers, p99 against p50", new Target(5, AtLeast: false), slow / middle,
            $"{Words.Milliseconds(slow)} against {Words.Milliseconds(middle)}");
    }
}
