using System.Globalization;
using Tollgate.Bench.Http;

namespace Tollgate.Bench.Figures;

/// <summary>
/// POST /v1/usage on 256 connections, against an empty endpoint: both of them this program in a process of its own.
/// </summary>
internal sealed class HttpUsage() : Figure("http")
{
    const int Connections = 256;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        yield return await CompareAsync(stand.Postgres, stand.Pace, Population.One, "one customer", 0.4);
        yield return await CompareAsync(stand.Postgres, stand.Pace, Population.Many, "10,000 customers", 0.2);
    }

    static async Task<Row> CompareAsync(
        PostgresServer postgres, Pace pace, Population population, string whom, double target)
    {
        await using var bed = await postgres.MakeAsync();
        var settling = await bed.OpenGateAsync();
        await population.SettleAsync(settling);
        await bed.CloseGateAsync(settling);

        var key = $"bench-{Guid.NewGuid():N}";
        var (port, emptyPort) = (FreePort.Next(), FreePort.Next());
        using var server = await ChildProcess.StartAsync(
            port, ["serve", "--urls", Url(port), "--database", bed.Url], (EmptyEndpoint.KeyVariable, key));
        using var load = new HttpLoad(port, key, Connections);
        using var empty = await ChildProcess.StartAsync(
            emptyPort, ["bench", "empty-endpoint", "--urls", Url(emptyPort)],
            (EmptyEndpoint.KeyVariable, key), (EmptyEndpoint.AnswerVariable, Convert.ToBase64String(load.Probe())));
        using var emptyLoad = new HttpLoad(emptyPort, key, Connections);

        var found = await pace.CompareAsync(
            new Contender("The empty endpoint", time => emptyLoad.RunAsync(population, time), null),
            new Contender("The server", time => load.RunAsync(population, time), bed.RecordedAsync));
        return new Row(
            $"HTTP on PostgreSQL, {whom}, {Connections} connections, against an empty endpoint",
            new Target(target, Percent: true), found.Ratio, Words.Rates(found));
    }

    static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
