namespace Tollgate.Bench.Figures;

/// <summary>
/// Many waiting callers on PostgreSQL, against the textbook pattern: all on one customer, and on ten thousand.
/// </summary>
internal sealed class BusyPostgres() : Figure("postgres")
{
    const int Callers = 256;
    const int Connections = 64;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        yield return await CompareAsync(stand.Postgres, stand.Pace, Population.One, "one customer", new Target(50));
        yield return await CompareAsync(stand.Postgres, stand.Pace, Population.Many, "10,000 customers", new Target(4));
    }

    static async Task<Row> CompareAsync(
        PostgresServer server, Pace pace, Population population, string whom, Target target)
    {
        await using var bed = await server.MakeAsync();
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        await using var textbook = await TextbookPostgres.CreateAsync(bed, Connections);
        var found = await pace.CompareAsync(
            textbook.Contender(population, Connections), population.Contender(bed, gate, Callers));
        return new Row(
            $"PostgreSQL, {whom}, {Callers} callers, against the textbook pattern",
            target, found.Ratio, Words.Rates(found));
    }
}
