using System.Globalization;

namespace Tollgate.Bench.Load;

/// <summary>Customers on a plan with one limited feature, far from its limit, and the uses they make.</summary>
internal sealed class Population(int size)
{
    /// <summary>The feature that is used.</summary>
    public const string Feature = "bench.calls";

    const string Plan = "bench";
    const int CustomersToARequest = 400;

    /// <summary>One customer.</summary>
    public static Population One { get; } = new(1);

    /// <summary>Ten thousand.</summary>
    public static Population Many { get; } = new(10_000);

    /// <summary>How many.</summary>
    public int Size { get; } = size;

    /// <summary>The key of a customer.</summary>
    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"customer-{number}");

    /// <summary>An id for an event: unique, and in order of time as good ids are.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <summary>Makes the catalogue and the customers.</summary>
    public async Task SettleAsync(Gate gate)
    {
        var limit = new PlanFeature(false, [new PlanLimit(1_000_000_000_000, "month")], OverageMode.Deny, null, false);
        await gate.SubmitAsync(new Request([
            new PutFeature(Feature, new FeatureDefinition("Calls", FeatureType.Metered)),
            new PutPlan(Plan, new PlanDefinition(
                "Bench", PlanKind.Base, false, CycleLength.Month, 0, true, new() { [Feature] = limit })),
        ]));
        foreach (var chunk in Enumerable.Range(0, Size).Chunk(CustomersToARequest))
        {
            Command[] commands = [.. chunk.Select(Key).SelectMany(key => Both(key))];
            var answer = await gate.SubmitAsync(new Request(commands));
            if (answer.Rejected is { } rejected) throw new IncorrectException(rejected.Detail);
        }

        static Command[] Both(string key) => [new PutCustomer(key), new Subscribe(key, Plan)];
    }

    /// <summary>A use by any of them.</summary>
    public Use Any() => new(Key(Random.Shared.Next(Size)), Feature, Id: NewId());

    /// <summary>Has any of them use the feature once.</summary>
    public async Task<int> UseAsync(Gate gate)
    {
        var decision = await gate.UseAsync(Any());
        return decision.Allowed ? 1 : throw new IncorrectException($"A use was refused: {decision.Reason}.");
    }

    /// <summary>Has so many of them make so many uses in one request.</summary>
    public async Task<int> IngestAsync(Gate gate, int events, int customers)
    {
        var keys = Enumerable.Range(0, customers).Select(_ => Key(Random.Shared.Next(Size))).ToArray();
        var uses = new Command[events];
        for (var i = 0; i < events; i++) uses[i] = new Use(keys[i % customers], Feature, Id: NewId());
        var answer = await gate.SubmitAsync(new Request(uses) { Path = "events" });
        var allowed = answer.Outcomes.Count(outcome => outcome is Decision { Allowed: true });
        return allowed == events ? events : throw new IncorrectException("An event was refused.");
    }

    /// <summary>Gives a database a past.</summary>
    public async Task FillAsync(Gate gate, int events)
    {
        const int perRequest = 1_000;
        var left = events / perRequest;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await IngestAsync(gate, perRequest, Math.Min(Size, 100));
        }));
    }

    /// <summary>The gate under closed loop of single uses.</summary>
    public Contender Contender(Bed bed, Gate gate, int callers) => new(
        "The gate",
        time => ClosedLoop.RunAsync(callers, time, _ => UseAsync(gate)),
        bed.RecordedAsync);
}
