using System.Globalization;

namespace Tollgate.Bench.Load;

/// <summary>
/// Customers far from their limits, and the uses they make. Plain: on a plan with one limited feature. In play: each
/// use is by one of three namespaces, which share the customer's allowance within a cap, and draws on a pool as well;
/// a boost raises the limit, and a top-up stands by. Paying: each use costs a tenth of a cent of a wallet.
/// </summary>
internal sealed class Population(int size, bool inPlay = false, bool pays = false)
{
    /// <summary>The feature that is used.</summary>
    public const string Feature = "bench.calls";

    const string Pool = "bench.pool";
    const int Weight = 2;
    const decimal Most = 1_000_000_000_000;
    const string Plan = "bench";
    const int CustomersToARequest = 400;

    static readonly string[] Namespaces = ["site-1", "site-2", "site-3"];

    /// <summary>One customer.</summary>
    public static Population One { get; } = new(1);

    /// <summary>Ten thousand.</summary>
    public static Population Many { get; } = new(10_000);

    /// <summary>How many.</summary>
    public int Size { get; } = size;

    /// <summary>As many, in play.</summary>
    public Population InPlay => new(Size, inPlay: true);

    /// <summary>As many who pay.</summary>
    public Population Paying => new(Size, pays: true);

    /// <summary>
    /// What a use of theirs leaves. In play the feature's counter, the namespace's and the pool's rise.
    /// </summary>
    public Traces Traces { get; } = inPlay ? new Traces(2, 1 + Weight, 2 + Weight) : new Traces(1, 1, 1);

    /// <summary>The key of a customer.</summary>
    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"customer-{number}");

    /// <summary>An id for an event: unique, and in order of time as good ids are.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <summary>Makes the catalogue and the customers.</summary>
    public async Task SettleAsync(Gate gate)
    {
        await SubmitAsync(gate, [.. Catalogue()]);
        foreach (var chunk in Enumerable.Range(0, Size).Chunk(CustomersToARequest))
            await SubmitAsync(gate, [.. chunk.SelectMany(number => Customer(Key(number)))]);
    }

    /// <summary>A use by any of them.</summary>
    public Use Any() => By(Key(Random.Shared.Next(Size)));

    /// <summary>Any namespace of one of them; null where they are plain.</summary>
    public string? AnyNamespace() => inPlay ? Namespaces[Random.Shared.Next(Namespaces.Length)] : null;

    /// <summary>A use as the body of a request.</summary>
    public string AnyBody()
    {
        var use = Any();
        var part = use.Namespace is null ? "" : $"\"namespace\":\"{use.Namespace}\",";
        return $$"""{"customer":"{{use.Customer}}",{{part}}"feature":"{{Feature}}","id":"{{use.Id}}"}""";
    }

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
        for (var i = 0; i < events; i++) uses[i] = By(keys[i % customers]);
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
        () => bed.RecordedAsync(Traces));

    Use By(string key) => new(key, Feature, Namespace: AnyNamespace(), Id: NewId());

    IEnumerable<Command> Catalogue()
    {
        var definition = new FeatureDefinition("Calls", FeatureType.Metered);
        var limit = new PlanLimit(Most, "month", inPlay ? Most / 2 : null);
        SortedDictionary<string, PlanFeature> features = new() { [Feature] = pays ? Priced : Limited(limit) };
        if (inPlay)
        {
            yield return new PutFeature(Pool, new FeatureDefinition("All calls", FeatureType.Metered));
            definition = definition with { Pool = Pool, Weight = Weight };
            features.Add(Pool, Limited(new PlanLimit(Most * Weight, "month")));
        }
        yield return new PutFeature(Feature, definition);
        yield return new PutPlan(
            Plan, new PlanDefinition("Bench", PlanKind.Base, false, CycleLength.Month, 0, true, features));
    }

    IEnumerable<Command> Customer(string key)
    {
        yield return new PutCustomer(key);
        yield return new Subscribe(key, Plan);
        if (pays)
            yield return new GrantCredit(
                key, Currency.Parse("USD"), new Amount(Amount.MostStated), CreditKind.TopUp);
        if (!inPlay) yield break;
        foreach (var name in Namespaces) yield return new PutNamespace(key, name);
        yield return new ProvisionBoost(key, Feature, BoostType.AddLimit, BoostEnd.Never, Most);
        yield return new ProvisionBoost(key, Feature, BoostType.TopUp, BoostEnd.Never, Most);
    }

    static PlanFeature Priced { get; } = new(false, [new PlanLimit(0, "month")], OverageMode.Charge, null, false)
    {
        Price = new UnitPrice(Exact.Parse("0.001")),
    };

    static PlanFeature Limited(PlanLimit limit) => new(false, [limit], OverageMode.Deny, null, false);

    static async Task SubmitAsync(Gate gate, Command[] commands)
    {
        var answer = await gate.SubmitAsync(new Request(commands));
        if (answer.Rejected is { } rejected) throw new IncorrectException(rejected.Detail);
    }
}
