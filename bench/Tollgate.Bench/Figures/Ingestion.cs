namespace Tollgate.Bench.Figures;

/// <summary>Requests of 1,000 events, in process, against the raw insert of the same rows.</summary>
internal sealed class Ingestion() : Figure("ingestion")
{
    const int Events = 1_000;
    const int CustomersToARequest = 10;
    const int Callers = 4;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        var population = new Population(1_000);
        await using var bed = await stand.Postgres.MakeAsync();
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        await using var raw = await RawInsert.CreateAsync(bed);
        var ingesting = new Contender(
            "The gate",
            time => ClosedLoop.RunAsync(Callers, time, _ => population.IngestAsync(gate, Events, CustomersToARequest)),
            bed.RecordedAsync);
        var found = await stand.Pace.CompareAsync(raw.Contender(population, Events, CustomersToARequest), ingesting);
        yield return new Row(
            "PostgreSQL, 1,000 events to a request, against the raw insert",
            new Target(0.6, Percent: true), found.Ratio, Words.Rates(found));
    }
}
