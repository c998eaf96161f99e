using System.Diagnostics;
using Tollgate.Core.Due;
using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing.Model;

namespace Tollgate.Storage.Tests.Properties;

/// <summary>What holds of a gate on every store, against the sequential model. One small subclass per store.</summary>
public abstract class StoreProperties(ITestOutputHelper output)
{
    const int FixedSeeds = 12;
    static readonly string[] Customers = ["acme", "bolt", "core"];

    /// <summary>How long scenarios are played, in a short run.</summary>
    protected virtual TimeSpan Time => TimeSpan.FromSeconds(10);

    /// <summary>An empty store with a clock of its own.</summary>
    private protected abstract Task<ClockedStore> MakeAsync();

    /// <summary>How many gates may share the store.</summary>
    protected virtual int MostGates => 1;

    /// <summary>Stores by the real clock: each call another door to the same rows.</summary>
    private protected abstract Task<Func<IStore>> MakeStoreAsync();

    [Fact]
    public async Task Every_command_is_answered_as_the_model_answers_it()
    {
        var time = TestMode.IsLong ? Time * 20 : Time;
        var started = Stopwatch.GetTimestamp();
        var anywhere = Random.Shared.Next(1_000_000, 1_000_000_000);
        var runs = 0;
        for (; Stopwatch.GetElapsedTime(started) < time; runs++)
            await CheckAsync(runs < FixedSeeds ? runs : anywhere + runs);
        output.WriteLine($"{runs} scenarios");
        Assert.True(runs > 0);
    }

    [Fact]
    public async Task Clients_at_once_are_answered_as_one_after_the_other()
    {
        var time = TestMode.IsLong ? Time * 20 : Time;
        var started = Stopwatch.GetTimestamp();
        var seed = Random.Shared.Next(1_000_000);
        var (runs, compared) = (0, 0);
        for (; Stopwatch.GetElapsedTime(started) < time; runs++)
            compared += await PlayAtOnceAsync(seed + runs, gates: 1 + (runs % MostGates));
        output.WriteLine($"{runs} runs, {compared} answers");
        Assert.True(compared > 0);
    }

    [Fact]
    public async Task A_base_ahead_that_is_cancelled_gives_its_place_back()
    {
        var now = Instant.FromUtc(2026, 1, 15, 12, 0);
        List<ModelCommand> commands =
        [
            new ModelCommand.PutFeature(now, new ModelFeature("calls", "metered")),
            new ModelCommand.PutPlan(now, new ModelPlan("pro", "base", [ModelPlanFeature.Unlimited("calls")])),
            new ModelCommand.PutCustomer(now, "acme", "UTC", Waived: false),
            new ModelCommand.Subscribe(now, "old", "acme", new ModelOrder("pro")),
            new ModelCommand.Subscribe(
                now, "ahead", "acme", new ModelOrder("pro", StartsAt: now + Duration.FromDays(1))),
            new ModelCommand.Cancel(now, "ahead", "now"),
            new ModelCommand.Use(now + Duration.FromDays(2), [new ModelUse("acme", "calls")]),
        ];
        Assert.Null(await DifferenceAsync(commands));
    }

    [Fact]
    public async Task A_month_by_the_test_clock_goes_as_the_model_says()
    {
        var seed = Random.Shared.Next(1_000_000);
        var story = new MonthStory(seed, TestMode.IsLong ? 200 : 20, TestMode.IsLong ? 65 : 32);
        var began = Instant.FromUtc(2026, 1, 1, 0, 0);
        var made = await MakeAsync();
        await made.SetAsync(began);
        made.Local.Advance(began.ToDateTimeOffset() - made.Local.GetUtcNow());
        await using var gate = new Gate(made.Store, new TollgateOptions(), made.Local, NullLogger<Gate>.Instance);
        await gate.OpenAsync();
        // The machine's clock stands still: all time that passes is that of the test clock.
        var standing = new ManualTime(new DateTimeOffset(3000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new ClockedStore(
            made.Store, standing, now => gate.ApplyAsync<Put<TestClock>>(new SetTestClock(now)));
        var (driver, model, last) = (new EngineDriver(gate, clock), new SequentialModel(), began);
        var (asked, views) = (0, 0);
        foreach (var command in story.Commands())
        {
            var (expected, answered) = (model.Apply(command), await driver.ApplyAsync(command));
            var difference = Compared.Difference(command, expected, answered);
            Assert.True(difference is null, $"Seed {seed}, {command}:\n{difference}");
            last = command.Now;
            if (++asked % 10 != 0) continue;
            var customer = story.Customers[asked / 10 % story.Customers.Count];
            if (model.Customer(customer) is { } known) views += await Views.CompareAsync(gate, model, known, last);
        }
        output.WriteLine($"seed {seed}, until {last}, {asked} commands, {views} views");
        Assert.True(views > 0);
        foreach (var customer in story.Customers)
            Assert.Null(await WholeAsync(gate, model.Customer(customer)!, last));
    }

    async Task<int> PlayAtOnceAsync(int seed, int gates)
    {
        await using var played = await ConcurrentPlay.StartAsync(MakeStoreAsync, seed, gates);
        await played.RunAsync();
        var (compared, faults) = await played.JudgeAsync(Customers);
        Assert.True(faults.Count == 0, $"Seed {seed}, {gates} gates:\n{string.Join('\n', faults.Take(5))}");
        return compared;
    }

    async Task CheckAsync(int seed)
    {
        var commands = Scenarios.Generate(seed, 60 + (seed % 3 * 40)).Commands;
        if (await DifferenceAsync(commands) is not { } difference) return;
        var shrunk = Shrinker.Shrink(commands, less => DifferenceAsync(less).GetAwaiter().GetResult() is not null);
        Assert.Fail($"Seed {seed}:\n{Story.Of(shrunk)}\n\n{await DifferenceAsync(shrunk) ?? difference}");
    }

    async Task<string?> DifferenceAsync(IReadOnlyList<ModelCommand> commands)
    {
        var store = await MakeAsync();
        await using var gate = new Gate(store.Store, new TollgateOptions(), store.Local, NullLogger<Gate>.Instance);
        await gate.OpenAsync();
        var (driver, model) = (new EngineDriver(gate, store), new SequentialModel());
        foreach (var command in commands)
        {
            ModelAnswer expected;
            try
            {
                expected = model.Apply(command);
            }
            catch (ArgumentException)
            {
                return null;
            }
            try
            {
                var answered = await driver.ApplyAsync(command);
                if (Compared.Difference(command, expected, answered) is { } difference) return difference;
            }
            catch (Exception bug)
            {
                return $"{command}:\n{bug}";
            }
        }
        foreach (var customer in Customers)
            if (model.Customer(customer) is { } known && await WholeAsync(gate, known, commands[^1].Now) is { } broken)
                return broken;
        return null;
    }

    static async Task<string?> WholeAsync(Gate gate, ModelCustomer known, Instant now)
    {
        // What time alone ended is written when somebody looks.
        await gate.SubmitAsync(new Request([new SettleDue(known.Id)], false));
        var history = await Trial.HistoryAsync(gate, known.Id);
        var changes = history.Select(change => change.Sequence).Distinct().Count();
        if (changes < known.Written || changes > known.Sequence)
            return $"{known.Id} has {changes} changes, the model {known.Written} to {known.Sequence}.";
        var wrong = await Whole.FaultsAsync(gate, known.Id, history, now);
        wrong.AddRange(await Money.DifferencesAsync(gate, known, changes));
        return wrong.Count == 0 ? null : string.Join('\n', wrong);
    }
}
