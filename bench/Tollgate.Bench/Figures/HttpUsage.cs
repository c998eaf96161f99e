using System.Globalization;
using Tollgate.Bench.Http;

namespace Tollgate.Bench.Figures;

/// <summary>
/// POST /v1/usage on 256 connections, against an empty endpoint: both of them this program in a process of its own. One
/// customer also in play, on a server of its own.
/// </summary>
internal sealed class HttpUsage() : Figure("http")
{
    const int Connections = 256;
    const string Baseline = "an empty endpoint";

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Row> MeasureAsync(Stand stand)
    {
        if (stand.Postgres is null) yield break;
        var key = $"bench-{Guid.NewGuid():N}";
        foreach (var row in await OneCustomerAsync(stand.Postgres, stand.Pace, key)) yield return row;
        await using var server = await ServerAsync(stand.Postgres, Population.Many, key);
        await using var empty = await EmptyAsync(server, key);
        var found = await stand.Pace.CompareAsync(empty.Contender, server.Contender);
        yield return new Row(
            $"{NameOf("10,000 customers")}, against {Baseline}",
            new Target(0.2, Percent: true), found.Ratio, Words.Rates(found));
    }

    static async Task<IReadOnlyList<Row>> OneCustomerAsync(PostgresServer postgres, Pace pace, string key)
    {
        await using var plain = await ServerAsync(postgres, Population.One, key);
        await using var played = await ServerAsync(postgres, Population.One.InPlay, key);
        await using var empty = await EmptyAsync(plain, key);
        return await Twice.CompareAsync(
            pace, NameOf("one customer"), Baseline, new Target(0.4, Percent: true),
            new Pair(empty.Contender, plain.Contender), played.Contender);
    }

    static string NameOf(string whom) => $"HTTP on PostgreSQL, {whom}, {Connections} connections";

    static async Task<Listener> ServerAsync(PostgresServer postgres, Population population, string key)
    {
        var bed = await postgres.MakeAsync();
        var settling = await bed.OpenGateAsync();
        await population.SettleAsync(settling);
        await bed.CloseGateAsync(settling);
        var port = FreePort.Next();
        var process = await ChildProcess.StartAsync(
            port, ["serve", "--urls", Url(port), "--database", bed.Url], (EmptyEndpoint.KeyVariable, key));
        return new Listener(
            "The server", process, new HttpLoad(port, key, Connections), population, bed,
            () => bed.RecordedAsync(population.Traces));
    }

    // It answers what a server once gave.
    static async Task<Listener> EmptyAsync(Listener server, string key)
    {
        var port = FreePort.Next();
        var answer = Convert.ToBase64String(server.Load.Probe(server.Population));
        var process = await ChildProcess.StartAsync(
            port, ["bench", "empty-endpoint", "--urls", Url(port)],
            (EmptyEndpoint.KeyVariable, key), (EmptyEndpoint.AnswerVariable, answer));
        return new Listener(
            "The empty endpoint", process, new HttpLoad(port, key, Connections), server.Population, null, null);
    }

    static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    // A server under load, with the database that is its own.
    sealed record Listener(
        string Called, ChildProcess Process, HttpLoad Load, Population Population, Bed? Bed,
        Func<Task<long>>? RecordedAsync) : IAsyncDisposable
    {
        public Contender Contender => new(Called, time => Load.RunAsync(Population, time), RecordedAsync);

        public async ValueTask DisposeAsync()
        {
            Load.Dispose();
            Process.Dispose();
            if (Bed is not null) await Bed.DisposeAsync();
        }
    }
}
