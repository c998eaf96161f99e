using System.Globalization;

namespace Tollgate.Bench.Figures;

/// <summary>
/// Many waiting callers on PostgreSQL, against the textbook pattern: all on one customer, and on ten thousand; plain
/// and in play.
/// </summary>
internal sealed class BusyPostgres() : Figure("postgres")
{
    const int Callers = 256;
    const int Connections = 64;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        var many = string.Create(CultureInfo.InvariantCulture, $"{stand.Pace.Customers:N0} customers");
        (Population, string, Target)[] figures =
        [
            (Population.One, "one customer", new Target(50)),
            (new Population(stand.Pace.Customers), many, new Target(4)),
        ];
        foreach (var (population, whom, target) in figures)
            foreach (var row in await CompareAsync(stand.Postgres, stand.Pace, population, whom, target))
                yield return row;
    }

    static async Task<IReadOnlyList<Row>> CompareAsync(
        PostgresServer server, Pace pace, Population population, string whom, Target target)
    {
        await using PostgresBed plain = await server.MakeAsync(), played = await server.MakeAsync();
        await using var textbook = await TextbookPostgres.CreateAsync(plain, Connections);
        await using var textbookInPlay = await TextbookPostgres.CreateAsync(
            played, Connections, work: PostgresWork.InPlay);
        return await Twice.CompareAsync(
            pace, $"PostgreSQL, {whom}, {Callers} callers", "the textbook pattern", target,
            await PairAsync(plain, population, textbook), await PairAsync(played, population.InPlay, textbookInPlay));
    }

    static async Task<Pair> PairAsync(PostgresBed bed, Population population, TextbookPostgres textbook)
    {
        var gate = await bed.OpenGateAsync();
        await population.SettleAsync(gate);
        return new Pair(textbook.Contender(population, Connections), population.Contender(bed, gate, Callers));
    }
}
