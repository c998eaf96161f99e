namespace Tollgate.Bench.Figures;

/// <summary>
/// One caller and nothing to batch, against the textbook pattern: near the database, and a millisecond away.
/// </summary>
internal sealed class LoneCaller() : Figure("lone")
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        var (server, pace) = (stand.Postgres, stand.Pace);
        yield return await CompareAsync(server, pace, distant: false, "on loopback", new Target(0.7));
        yield return await CompareAsync(server, pace, distant: true, "1 ms per round trip", new Target(1.3));
    }

    static async Task<Row> CompareAsync(PostgresServer server, Pace pace, bool distant, string where, Target target)
    {
        await using var bed = await server.MakeAsync();
        var address = new NpgsqlConnectionStringBuilder(bed.ConnectionString);
        using var relay = distant ? new Relay(address.Host!, address.Port) : null;
        var port = relay?.Port ?? address.Port;
        var gate = await bed.OpenGateAsync(distant ? bed.StoreThrough(port) : null);
        await Population.One.SettleAsync(gate);
        await using var textbook = await TextbookPostgres.CreateAsync(bed, 1, distant ? bed.Through(port) : null);
        var found = await pace.CompareAsync(
            textbook.Contender(Population.One, 1), Population.One.Contender(bed, gate, 1));
        return new Row(
            $"PostgreSQL, one caller, {where}, against the textbook pattern", target, found.Ratio, Words.Rates(found));
    }
}
