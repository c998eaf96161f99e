using System.Diagnostics;
using System.Globalization;
using Tollgate.Postgres;

namespace Tollgate.Storage.Tests.Postgres;

/// <summary>What a customer with many events costs itself and its neighbours.</summary>
public sealed class LargeCustomerTests
{
    const string Large = "large";
    const string Neighbour = "neighbour";
    const int Many = 1_000_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_top_up_that_was_never_drawn_on_does_not_cost_the_sum_of_all_events_at_every_use()
    {
        var (gate, database) = await OpenAsync(new PlanLimit(1_000_000_000, "forever"));
        await using var closed = gate;
        await InsertAsync(gate, database, Large, "now() - n * interval '1 second'", Many);
        await gate.ApplyAsync<Put<Boost>>(
            new ProvisionBoost(Large, Trial.Feature, BoostType.TopUp, BoostEnd.Never, 5), Stop);
        await gate.UseAsync(new Use(Large, Trial.Feature), Stop);

        await AssertAsFastAsync(gate, new Use(Large, Trial.Feature));
    }

    [Fact]
    public async Task A_rolling_limit_per_namespace_does_not_walk_the_events_of_the_others_at_every_use()
    {
        var (gate, database) = await OpenAsync(new PlanLimit(1_000_000_000, "P30D", 1_000_000));
        await using var closed = gate;
        await InsertAsync(gate, database, Large, "now() - n * interval '1 second'", Many);
        await gate.ApplyAsync<Put<Namespace>>(new PutNamespace(Large, "quiet"), Stop);
        await gate.UseAsync(new Use(Large, Trial.Feature, 1, "quiet"), Stop);

        await AssertAsFastAsync(gate, new Use(Large, Trial.Feature, 1, "quiet"));
    }

    [Fact]
    public async Task A_check_of_a_cold_counter_is_not_paid_for_again_at_every_check()
    {
        var (gate, database) = await OpenAsync(new PlanLimit(1_000_000_000, "forever"));
        await using var closed = gate;
        await InsertAsync(gate, database, Large, "now() - n * interval '1 second'", Many);

        var took = await MedianAsync(() => gate.CheckAsync(new Use(Large, Trial.Feature), Stop));
        TestContext.Current.TestOutputHelper!.WriteLine($"check {took}");
        Assert.InRange(took.TotalMilliseconds, 0, 50);
    }

    // 50 counters of 19,000 events each: none is costly alone, together they are a million events.
    [Fact]
    public async Task Many_cold_counters_of_one_batch_do_not_delay_the_neighbours()
    {
        var (gate, database) = await OpenAsync(new PlanLimit(1_000_000_000, "hour"));
        await using var closed = gate;
        await InsertAsync(
            gate, database, Large,
            "date_trunc('hour', now()) - (n % 50 + 1) * interval '1 hour' + n * interval '1 millisecond'", 950_000);
        await gate.UseAsync(new Use(Neighbour, Trial.Feature), Stop);
        var hour = SystemClock.Instance.GetCurrentInstant();
        var late = Enumerable.Range(1, 50)
            .Select(n => (Command)new Use(Large, Trial.Feature, At: hour - Duration.FromHours(n))).ToList();

        var quiet = await WorstAsync(gate, Task.Delay(1_000, Stop));
        var started = Stopwatch.GetTimestamp();
        var sum = gate.SubmitAsync(new Request(late), Stop);
        var worst = await WorstAsync(gate, sum);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"quiet {quiet}, worst {worst}, batch {Stopwatch.GetElapsedTime(started)}");
        Assert.All((await sum).Outcomes, outcome => Assert.True(((Decision)outcome).Allowed));
        Assert.InRange(worst.TotalMilliseconds, 0, Math.Max(100, 4 * quiet.TotalMilliseconds));
    }

    // 19,000 events are not costly, and a hundred top-ups are a tenth of what a customer may have.
    [Fact]
    public async Task A_hundred_top_ups_do_not_delay_the_neighbours()
    {
        var (gate, database) = await OpenAsync(new PlanLimit(1_000_000_000, "forever"));
        await using var closed = gate;
        await InsertAsync(gate, database, Large, "now() - n * interval '1 second'", 19_000);
        for (var i = 0; i < 100; i++)
            await gate.ApplyAsync<Put<Boost>>(
                new ProvisionBoost(Large, Trial.Feature, BoostType.TopUp, BoostEnd.Never, 5), Stop);
        await gate.UseAsync(new Use(Large, Trial.Feature), Stop);
        await gate.UseAsync(new Use(Neighbour, Trial.Feature), Stop);

        var quiet = await WorstAsync(gate, Task.Delay(1_000, Stop));
        var started = Stopwatch.GetTimestamp();
        var use = gate.UseAsync(new Use(Large, Trial.Feature), Stop);
        var worst = await WorstAsync(gate, use);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"quiet {quiet}, worst {worst}, use {Stopwatch.GetElapsedTime(started)}");
        Assert.InRange(worst.TotalMilliseconds, 0, Math.Max(100, 4 * quiet.TotalMilliseconds));
    }

    static async Task<(Gate Gate, string Database)> OpenAsync(PlanLimit limit)
    {
        var database = await (await PostgresRequired.SharedAsync()).CreateDatabaseAsync();
        var gate = await Trial.OpenAsync(new PostgresStore(database));
        await Trial.PutPlanAsync(gate, "plan", limit);
        await Trial.PutCustomerAsync(gate, Large, "plan");
        await Trial.PutCustomerAsync(gate, Neighbour, "plan");
        return (gate, database);
    }

    static async Task InsertAsync(Gate gate, string database, string customer, string at, int count)
    {
        var id = (await Trial.IdAsync(gate, customer)).Value;
        var feature = (await gate.ShowAsync<Account>(new ShowAccount(), Stop)).Catalog.Feature(Trial.Feature)!.Id;
        await Testing.Sql.RunAsync(database, string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO event (customer_id, sequence, line, id, kind, feature_id, pot, namespace, quantity, at,
              recorded_at, flags, included, top_up, overage, hash)
            SELECT {id}, 1000000 + n, 0, 'e' || n, 1, {feature}, '', '', 1, {at}, now(), 0, 1, 0, 0, '\x'
            FROM generate_series(1, {count}) n
            """));
        await Testing.Sql.RunAsync(database, "VACUUM ANALYZE event");
    }

    // The same use by a neighbour is the measure of the machine; in turns, so that what disturbs one disturbs both.
    static async Task AssertAsFastAsync(Gate gate, Use use)
    {
        const int turns = 41;
        List<TimeSpan> ofNeighbour = [], ofLarge = [];
        for (var i = 0; i < turns; i++)
        {
            ofNeighbour.Add(await TimeAsync(() => gate.UseAsync(new Use(Neighbour, Trial.Feature), Stop)));
            ofLarge.Add(await TimeAsync(() => gate.UseAsync(use, Stop)));
        }
        var (neighbour, large) = (ofNeighbour.Order().ElementAt(turns / 2), ofLarge.Order().ElementAt(turns / 2));
        TestContext.Current.TestOutputHelper!.WriteLine($"neighbour {neighbour}, large {large}");
        Assert.InRange(large.TotalMilliseconds, 0, 5 * neighbour.TotalMilliseconds);
    }

    static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(started);
    }

    static async Task<TimeSpan> MedianAsync(Func<Task> ask)
    {
        List<TimeSpan> took = [];
        for (var i = 0; i < 9; i++)
            took.Add(await TimeAsync(ask));
        took.Sort();
        return took[took.Count / 2];
    }

    static async Task<TimeSpan> WorstAsync(Gate gate, Task until)
    {
        var worst = TimeSpan.Zero;
        do
        {
            var started = Stopwatch.GetTimestamp();
            await gate.UseAsync(new Use(Neighbour, Trial.Feature), Stop);
            if (Stopwatch.GetElapsedTime(started) is var took && took > worst) worst = took;
        }
        while (!until.IsCompleted);
        return worst;
    }
}
