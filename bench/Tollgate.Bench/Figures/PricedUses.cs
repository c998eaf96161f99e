using System.Globalization;

namespace Tollgate.Bench.Figures;

/// <summary>
/// Uses that cost, against the textbook pattern with a wallet row: locked, compared, an entry of the ledger and the new
/// balance. All on one customer, and on ten thousand.
/// </summary>
internal sealed class PricedUses() : Figure("priced")
{
    const int Callers = 256;
    const int Connections = 64;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        var many = string.Create(CultureInfo.InvariantCulture, $"{stand.Pace.Customers:N0} customers");
        (Population, string, Target Postgres, Target Sqlite)[] figures =
        [
            (Population.One, "one customer", new Target(50), new Target(10)),
            (new Population(stand.Pace.Customers), many, new Target(4), new Target(2.5)),
        ];
        foreach (var (population, whom, postgres, sqlite) in figures)
        {
            var what = $"{whom} who {(population.Size == 1 ? "pays" : "pay")}, {Callers} callers";
            if (stand.Postgres is not null)
                yield return await OnPostgresAsync(stand, population.Paying, $"PostgreSQL, {what}", postgres);
            yield return await OnSqliteAsync(stand, population.Paying, $"SQLite, {what}", sqlite);
        }
    }

    static async Task<Row> OnPostgresAsync(Stand stand, Population population, string what, Target target)
    {
        await using var bed = await stand.Postgres!.MakeAsync();
        await using var textbook = await TextbookPostgres.CreateAsync(bed, Connections, work: PostgresWork.Priced);
        return await CompareAsync(
            stand, bed, population, textbook.Contender(population, Connections),
            $"{what}, against the textbook pattern", target);
    }

    static async Task<Row> OnSqliteAsync(Stand stand, Population population, string what, Target target)
    {
        await using var bed = stand.Sqlite.Make();
        await using var textbook = await TextbookSqlite.CreateAsync(bed, SqliteWork.Priced);
        return await CompareAsync(
            stand, bed, population, textbook.Contender(population), $"{what}, against one transaction per use",
            target);
    }

    static async Task<Row> CompareAsync(
        Stand stand, Bed bed, Population population, Contender baseline, string what, Target target)
    {
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        var rates = await stand.Pace.RatesAsync(baseline, population.Contender(bed, gate, Callers));
        var found = new Comparison(rates[0], rates[1]);
        return new Row(what, target, found.Ratio, Words.Rates(found));
    }
}
