using Tollgate.Stores;

namespace Tollgate.Server.Tests.Keys;

/// <summary>One rate on several servers that exchange each second, each at a moment of its own.</summary>
public sealed class KeyMeterTests
{
    const int Seconds = 30;
    const int StepsPerSecond = 100;

    [Theory]
    [InlineData(1, 600, 10, 1.0)]
    [InlineData(2, 600, 10, 1.0)]
    [InlineData(2, 60, 1, 1.0)]
    [InlineData(4, 6_000, 50, 1.0)]
    [InlineData(4, 600, 10, 0.02)]
    [InlineData(8, 60, 20, 0.3)]
    public async Task In_no_span_more_passes_than_is_promised_and_in_all_of_it_no_less_than_the_rate(
        int servers, int perMinute, int burst, double busy)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var story = new Story(servers, new Core.Keys.KeyRate(perMinute, burst), seed);
            await story.RunAsync(busy);
            var perSecond = perMinute / 60.0;
            var more = ((servers - 1) * (burst + (2 * perSecond))) + perSecond;
            story.AssertNoSpanAbove(burst + more + 1, perSecond);
            if (busy == 1.0) Assert.True(story.Passed.Count >= perSecond * Seconds, $"{story}");
        }
    }

    [Theory]
    [InlineData(2, 60, 1)]
    [InlineData(3, 600, 3)]
    public async Task A_caller_that_keeps_to_the_rate_is_never_refused(int servers, int perMinute, int burst)
    {
        var story = new Story(servers, new Core.Keys.KeyRate(perMinute, burst), seed: 7);
        var steps = 60 * StepsPerSecond / perMinute;
        await story.RunAsync((step, server) => step % steps == 0 && step / steps % servers == server);
        Assert.Equal((Seconds * StepsPerSecond / steps, 0), (story.Passed.Count, story.Refused));
    }

    [Fact]
    public async Task A_server_that_comes_later_learns_what_the_others_spent()
    {
        var rate = new Core.Keys.KeyRate(60, 10);
        var clock = new ManualTime();
        await using var store = new MemoryStore(clock);
        KeyMeter first = new(default), second = new(default);
        for (var i = 0; i < 10; i++) Assert.True(Take(first, rate).Passed);
        Assert.True(Take(second, rate).Passed);
        await ExchangeAsync(first, store);
        await ExchangeAsync(second, store);
        var passage = Take(second, rate);
        Assert.Equal((false, 0L), (passage.Passed, passage.Left));
        Assert.Equal(TimeSpan.FromSeconds(2), passage.Wait);
    }

    [Fact]
    public async Task What_an_outage_kept_from_being_told_does_not_close_the_key_afterwards()
    {
        var rate = new Core.Keys.KeyRate(60, 10);
        var clock = new ManualTime();
        await using var store = new MemoryStore(clock);
        KeyMeter first = new(default), second = new(default);
        for (var at = 0; at < 600; at++)
        {
            Assert.True(Take(first, rate, at).Passed);
            first.Use(Rounds.Noon);
            Assert.NotNull(first.Tell(1, At(at), At(0)));
        }
        second.Use(Rounds.Noon);
        Take(second, rate, 600);
        await ExchangeAsync(first, store, 600);
        await ExchangeAsync(second, store, 600);
        Assert.True(Take(second, rate, 600).Passed);
    }

    [Fact]
    public void A_last_use_is_told_once_and_again_when_there_is_a_later_one()
    {
        var meter = new KeyMeter(default);
        Assert.Null(meter.Tell(1, At(0), At(30)));
        meter.Use(Rounds.Noon);
        var first = meter.Tell(1, At(0), At(30))!.Value;
        Assert.Equal((Rounds.Noon, TimeSpan.Zero), (first.At, first.Spent));
        // It was not told: no answer came.
        Assert.Equal(Rounds.Noon, meter.Tell(1, At(1), At(30))!.Value.At);
        meter.Told(first, null, At(1));
        Assert.Null(meter.Tell(1, At(100), At(30)));
        meter.Use(Rounds.Noon + NodaTime.Duration.FromSeconds(1));
        Assert.Null(meter.Tell(1, At(30), At(30)));
        Assert.NotNull(meter.Tell(1, At(30), At(0)));
        Assert.NotNull(meter.Tell(1, At(31), At(30)));
    }

    static Passage Take(KeyMeter meter, Core.Keys.KeyRate rate, double now = 0)
    {
        meter.Use(Rounds.Noon);
        return meter.Take(rate, At(now));
    }

    static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    static Task ExchangeAsync(KeyMeter meter, MemoryStore store, double now = 0) =>
        Rounds.ExchangeAsync(meter, store.KeyUsage, now);

    /// <summary>Several servers, one key.</summary>
    sealed class Story(int servers, Core.Keys.KeyRate rate, int seed)
    {
        readonly Random random = new(seed);

        public List<double> Passed { get; } = [];

        public int Refused { get; private set; }

        public Task RunAsync(double busy) => RunAsync((_, _) => random.NextDouble() < busy);

        public async Task RunAsync(Func<int, int, bool> asks)
        {
            var clock = new ManualTime();
            await using var store = new MemoryStore(clock);
            KeyMeter[] meters = [.. Enumerable.Range(0, servers).Select(_ => new KeyMeter(default))];
            int[] phases = [.. meters.Select(_ => random.Next(StepsPerSecond))];
            for (var step = 0; step < Seconds * StepsPerSecond; step++)
            {
                var now = (double)step / StepsPerSecond;
                for (var i = 0; i < servers; i++)
                {
                    if (step % StepsPerSecond == phases[i])
                        await Rounds.ExchangeAsync(meters[i], store.KeyUsage, now);
                    if (!asks(step, i)) continue;
                    meters[i].Use(Rounds.Noon);
                    if (meters[i].Take(rate, At(now)).Passed) Passed.Add(now);
                    else Refused++;
                }
                clock.Advance(TimeSpan.FromSeconds(1) / StepsPerSecond);
            }
        }

        public void AssertNoSpanAbove(double atOnce, double perSecond)
        {
            // From the request at which the room is smallest up to each: the largest excess of any span.
            var least = double.MaxValue;
            for (var i = 0; i < Passed.Count; i++)
            {
                least = Math.Min(least, i - (perSecond * Passed[i]));
                var most = i + 1 - (perSecond * Passed[i]) - least;
                Assert.True(most <= atOnce, $"{this}: {most} above the rate, {atOnce} promised");
            }
        }

        public override string ToString() => $"seed {seed}: {Passed.Count} passed, {Refused} refused";
    }
}

/// <summary>A round of the exchange, for one key.</summary>
static class Rounds
{
    public static NodaTime.Instant Noon { get; } = NodaTime.Instant.FromUtc(2026, 11, 15, 12, 0);

    public static async Task ExchangeAsync(KeyMeter meter, IKeyUsage usage, double now)
    {
        var time = TimeSpan.FromSeconds(now);
        if (meter.Tell(1, time, TimeSpan.Zero) is not { } use) return;
        var ahead = await usage.ExchangeAsync([use], CancellationToken.None);
        meter.Told(use, ahead.TryGetValue(1, out var left) ? left : null, time);
    }
}
