using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>
/// Clients that play scenarios at once, each its own, on the same few customers, through one or more gates.
/// </summary>
sealed class ConcurrentPlay : IAsyncDisposable
{
    const int Clients = 8;
    const int Commands = 60;

    readonly List<Gate> gates = [];
    readonly List<Recording> recordings = [];
    readonly List<ModelCommand> catalogue;
    readonly int seed;

    ConcurrentPlay(int seed)
    {
        this.seed = seed;
        catalogue = [.. Beginning(seed).Where(IsCatalogue)];
    }

    /// <summary>Opens the gates, and puts the catalogue and the customers.</summary>
    public static async Task<ConcurrentPlay> StartAsync(Func<Task<Func<IStore>>> make, int seed, int gates)
    {
        var play = new ConcurrentPlay(seed);
        var store = await make();
        for (var i = 0; i < gates; i++)
        {
            var gate = new Gate(store(), new TollgateOptions(), TimeProvider.System, NullLogger<Gate>.Instance);
            play.gates.Add(gate);
            await gate.OpenAsync();
        }
        var setup = new Recording("setup", play.gates[0], new Translation());
        play.recordings.Add(setup);
        foreach (var command in Beginning(seed)) await setup.SendAsync(command);
        return play;
    }

    /// <summary>Plays until every client has asked for all of its scenario.</summary>
    public async Task RunAsync()
    {
        var words = recordings[0].Words;
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var recording = new Recording($"c{client}", gates[client % gates.Count], new Translation(words));
            foreach (var command in Scenarios.Generate((seed * Clients) + client, Commands).Commands)
                if (!IsCatalogue(command)) await recording.SendAsync(command);
            return recording;
        })).ToList();
        recordings.AddRange(await Task.WhenAll(clients));
    }

    /// <summary>How many answers were compared, and what is wrong.</summary>
    public async Task<(int Compared, IReadOnlyList<string> Faults)> JudgeAsync(IEnumerable<string> customers)
    {
        var exchanges = recordings.SelectMany(recording => recording.Exchanges).ToList();
        var compared = 0;
        List<string> faults = [];
        foreach (var customer in customers)
        {
            var history = await Trial.HistoryAsync(gates[0], customer);
            faults.AddRange(
                await Whole.FaultsAsync(gates[0], customer, history, SystemClock.Instance.GetCurrentInstant()));
            var replay = new Replay(customer, catalogue, history, exchanges);
            faults.AddRange(replay.Run());
            faults.AddRange(await Money.DifferencesAsync(gates[0], replay.Known, long.MaxValue));
            compared += replay.Answers;
        }
        return (compared, faults);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gate in gates) await gate.DisposeAsync();
    }

    static bool IsCatalogue(ModelCommand command) =>
        command is ModelCommand.PutFeature or ModelCommand.PutPlan or ModelCommand.PutRateCard;

    // A history does not say which uses came in one request: no price goes by that here.
    static IEnumerable<ModelCommand> Beginning(int seed) => Scenarios.Generate(seed, 1).Commands.Select(command =>
        command is ModelCommand.PutPlan { Plan: var plan } put
            ? new ModelCommand.PutPlan(put.Now, plan with
            {
                Features = [.. plan.Features.Select(given => given.Price is { By: "request" } price
                    ? given with { Price = price with { By = "cycle" } }
                    : given)],
            })
            : command);
}
