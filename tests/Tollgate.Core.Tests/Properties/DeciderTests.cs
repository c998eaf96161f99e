using System.Diagnostics;
using Tollgate.Core.Tests.Comparison;
using Tollgate.Testing;
using Tollgate.Testing.Model;
using Xunit;

namespace Tollgate.Core.Tests.Properties;

public sealed class DeciderTests(ITestOutputHelper output)
{
    const int FixedSeeds = 400;
    static readonly TimeSpan Time = TimeSpan.FromSeconds(TestMode.IsLong ? 400 : 20);

    [Fact]
    public void Every_command_is_answered_as_the_model_answers_it()
    {
        var started = Stopwatch.GetTimestamp();
        var first = Environment.GetEnvironmentVariable("TOLLGATE_TEST_SEED") is { } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        var anywhere = Random.Shared.Next(1_000_000, 1_000_000_000);
        var runs = 0;
        Parallel.For(0, int.MaxValue, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (run, loop) =>
        {
            if (Stopwatch.GetElapsedTime(started) > Time) loop.Stop();
            if (loop.IsStopped) return;
            var seed = run < FixedSeeds ? first + run : anywhere + run;
            Check(seed, length: 60 + (seed % 4 * 40));
            Interlocked.Increment(ref runs);
        });
        output.WriteLine($"{runs} scenarios");
        Assert.True(runs > 100, $"Only {runs} scenarios in {Time}.");
    }

    static void Check(int seed, int length)
    {
        var commands = Scenarios.Generate(seed, length).Commands;
        if (DeciderPlay.Difference(commands) is null) return;
        var shrunk = Shrinker.Shrink(commands, less => DeciderPlay.Difference(less) is not null);
        Assert.Fail($"Seed {seed}, length {length}:\n{Story.Of(shrunk)}\n\n{DeciderPlay.Difference(shrunk)}");
    }
}
