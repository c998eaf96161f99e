using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

/// <summary>The rate that an index finds is the one that a walk over all of them finds.</summary>
public sealed class CardIndexTests
{
    static readonly string[] Names = ["a", "b", "c"];
    static readonly string?[] Values = [null, "x", "y", "z"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_finds_what_a_walk_finds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            CardRate[] rates = [.. Enumerable.Range(0, random.Next(12)).Select(i => Rate(Pick(random), i))];
            var card = new RateCard(Currency.Parse("USD"), Names, rates, null);
            for (var use = 0; use < 20; use++)
            {
                var values = Pick(random);
                var walked = rates
                    .Where(rate => rate.Values.All(one => values[Array.IndexOf(Names, one.Key)] == one.Value))
                    .MaxBy(rate => rate.Values.Count);
                var cost = card.Cost(name => values[Array.IndexOf(Names, name)], _ => Exact.Of(1));
                Assert.Equal(walked?.Prices.Single().Amount, cost);
            }
        }
    }

    // Each property is asked for once, however many rates there are.
    [Fact]
    public void It_asks_for_each_property_once()
    {
        CardRate[] rates = [.. Enumerable.Range(0, 2_000).Select(i => Rate([$"{i}", $"{i}", null], i))];
        var card = new RateCard(Currency.Parse("USD"), Names, rates, null);
        var asked = 0;
        var cost = card.Cost(name => { asked++; return name == "c" ? "?" : "1999"; }, _ => Exact.Of(1));
        Assert.Equal((Exact.Of(1999), 3), (cost, asked));
    }

    [Fact]
    public void A_copy_with_other_rates_finds_those()
    {
        var card = new RateCard(Currency.Parse("USD"), Names, [Rate(["x", null, null], 1)], null);
        Assert.Equal(Exact.Of(1), card.Cost(_ => "x", _ => Exact.Of(1)));
        var other = card with { Rates = [Rate(["x", null, null], 2)] };
        Assert.Equal(Exact.Of(2), other.Cost(_ => "x", _ => Exact.Of(1)));
    }

    static string?[] Pick(Random random) => [.. Names.Select(_ => Values[random.Next(Values.Length)])];

    static CardRate Rate(string?[] values, int price) => new(
        Names.Zip(values).Where(one => one.Second is not null).ToDictionary(one => one.First, one => one.Second!),
        [new QuantityPrice("tokens", Exact.Of(price), 1)]);
}
