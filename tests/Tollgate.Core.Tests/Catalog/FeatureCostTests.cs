using Tollgate.Core.Catalog;
using Tollgate.Testing;
using Xunit;

namespace Tollgate.Core.Tests.Catalog;

/// <summary>A document of as many features as it may have is decided within what others can wait.</summary>
public sealed class FeatureCostTests
{
    static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    [Fact]
    public void Five_thousand_features_that_draw_on_a_few_pools()
    {
        Command[] commands = [.. Enumerable.Range(0, 5_000).Select(i => Put(i, "F"))];
        Command[] changes = [.. Enumerable.Range(0, 5_000).Select(i => Put(i, "Changed"))];
        var quickest = TimeSpan.MaxValue;
        // The quickest of a few: the machine may be busy with other things.
        for (var i = 0; i < 3 && quickest > Most; i++)
        {
            var desk = new Desk();
            var took = ThreadTime.Of(() =>
            {
                Assert.All(desk.Do(commands), outcome => Assert.True(outcome is Put<Feature> { Created: true }));
                Assert.All(desk.Do(changes), outcome => Assert.True(outcome is Put<Feature> { Changed: true }));
            });
            quickest = TimeSpan.FromTicks(Math.Min(quickest.Ticks, took.Ticks));
        }
        Assert.InRange(quickest, TimeSpan.Zero, Most);
    }

    // Fifty pools, each in a chain of five, and what draws on the last of each chain.
    static PutFeature Put(int i, string name)
    {
        var pool = i switch { < 50 when i % 5 == 0 => null, < 50 => $"f{i - 1}", _ => $"f{i % 10 * 5 + 4}" };
        return new PutFeature($"f{i}", new FeatureDefinition(
            name, FeatureType.Metered, Pool: pool, Weight: pool is null ? null : 2));
    }
}
