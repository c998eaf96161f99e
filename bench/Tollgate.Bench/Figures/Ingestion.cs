namespace Tollgate.Bench.Figures;

/// <summary>
/// Requests of 1,000 events, in process, against the raw insert of the same rows; plain and in play.
/// </summary>
internal sealed class Ingestion() : Figure("ingestion")
{
    const int Events = 1_000;
    const int CustomersToARequest = 10;
    const int Callers = 4;

    static readonly Population Population = new(1_000);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        await using PostgresBed plain = await stand.Postgres.MakeAsync(), played = await stand.Postgres.MakeAsync();
        var (gate, playedGate) = (await plain.OpenGateAsync(), await played.OpenGateAsync());
        await using var raw = await RawInsert.CreateAsync(plain);
        await using var rawInPlay = await RawInsert.CreateAsync(played);
        var rows = await Twice.CompareAsync(
            stand.Pace, "PostgreSQL, 1,000 events to a request", "the raw insert", new Target(0.6, Percent: true),
            await PairAsync(plain, gate, Population, raw),
            await PairAsync(played, playedGate, Population.InPlay, rawInPlay));
        foreach (var row in rows) yield return row;
    }

    static async Task<Pair> PairAsync(PostgresBed bed, Gate gate, Population population, RawInsert raw)
    {
        await population.SettleAsync(gate);
        return new Pair(raw.Contender(population, Events, CustomersToARequest), new Contender(
            "The gate",
            time => ClosedLoop.RunAsync(Callers, time, _ => population.IngestAsync(gate, Events, CustomersToARequest)),
            () => bed.RecordedAsync(population.Traces)));
    }
}
