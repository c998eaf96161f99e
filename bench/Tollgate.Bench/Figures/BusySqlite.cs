using System.Globalization;

namespace Tollgate.Bench.Figures;

/// <summary>
/// Many waiting callers on SQLite, against one transaction per use: all on one customer, and on ten thousand; plain
/// and in play.
/// </summary>
internal sealed class BusySqlite() : Figure("sqlite")
{
    const int Callers = 256;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        var many = string.Create(CultureInfo.InvariantCulture, $"{stand.Pace.Customers:N0} customers");
        (Population, string, Target)[] figures =
        [
            (Population.One, "one customer", new Target(10)),
            (new Population(stand.Pace.Customers), many, new Target(2.5)),
        ];
        foreach (var (population, whom, target) in figures)
            foreach (var row in await CompareAsync(stand, population, whom, target)) yield return row;
    }

    static async Task<IReadOnlyList<Row>> CompareAsync(
        Stand stand, Population population, string whom, Target target)
    {
        await using SqliteBed plain = stand.Sqlite.Make(), played = stand.Sqlite.Make();
        await using var textbook = await TextbookSqlite.CreateAsync(plain, SqliteWork.Plain);
        await using var textbookInPlay = await TextbookSqlite.CreateAsync(played, SqliteWork.InPlay);
        return await Twice.CompareAsync(
            stand.Pace, $"SQLite, {whom}, {Callers} callers", "one transaction per use", target,
            await PairAsync(plain, population, textbook), await PairAsync(played, population.InPlay, textbookInPlay));
    }

    static async Task<Pair> PairAsync(SqliteBed bed, Population population, TextbookSqlite textbook)
    {
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        return new Pair(textbook.Contender(population), population.Contender(bed, gate, Callers));
    }
}
