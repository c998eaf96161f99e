namespace Tollgate.Bench.Figures;

/// <summary>
/// Many waiting callers on SQLite, against one transaction per use: all on one customer, and on ten thousand.
/// </summary>
internal sealed class BusySqlite() : Figure("sqlite")
{
    const int Callers = 256;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        yield return await CompareAsync(stand, Population.One, "one customer", new Target(10));
        yield return await CompareAsync(stand, Population.Many, "10,000 customers", new Target(2.5));
    }

    static async Task<Row> CompareAsync(Stand stand, Population population, string whom, Target target)
    {
        await using var bed = stand.Sqlite.Make();
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        await using var textbook = await TextbookSqlite.CreateAsync(bed);
        var found = await stand.Pace.CompareAsync(
            textbook.Contender(population), population.Contender(bed, gate, Callers));
        return new Row(
            $"SQLite, {whom}, {Callers} callers, against one transaction per use",
            target, found.Ratio, Words.Rates(found));
    }
}
