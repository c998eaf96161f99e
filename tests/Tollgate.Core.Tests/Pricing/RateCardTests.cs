using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

public sealed class RateCardTests
{
    static readonly RateCard Card = new(
        Currency.Parse("USD"), ["provider", "model"],
        [
            Of("0.10", ("provider", "openai")),
            Of("2.50", ("provider", "openai"), ("model", "large")),
            Of("9", ("model", "large")),
        ],
        null);

    [Theory]
    [InlineData("openai", "large", "input_tokens=9", "0.0000225")]
    [InlineData("openai", "small", "input_tokens=9", "0.0000009")]
    [InlineData("other", "large", "input_tokens=1000000", "9")]
    [InlineData("other", "small", "input_tokens=1", null)]
    [InlineData(null, null, "input_tokens=1", null)]
    [InlineData("openai", "large", "", "0")]
    [InlineData("openai", "large", "output_tokens=1000000", "10")]
    [InlineData("openai", "large", "input_tokens=1000000,output_tokens=1000000", "12.5")]
    public void The_rate_that_names_most_counts(string? provider, string? model, string quantities, string? expected)
    {
        var stated = quantities.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(one => one[0], one => Exact.Parse(one[1]));

        var cost = Card.Cost(
            name => name == "provider" ? provider : model,
            name => stated.TryGetValue(name, out var value) ? value : null);

        Assert.Equal(expected, cost?.ToString());
    }

    [Fact]
    public void Where_none_fits_the_default_counts()
    {
        var card = Card with { Default = [new QuantityPrice("input_tokens", Exact.Parse("1"), 1000)] };

        Assert.Equal("0.009", card.Cost(_ => "else", _ => Exact.Of(9))?.ToString());
    }

    static CardRate Of(string input, params (string Name, string Value)[] values) => new(
        values.ToDictionary(one => one.Name, one => one.Value),
        [
            new QuantityPrice("input_tokens", Exact.Parse(input), 1_000_000),
            new QuantityPrice("output_tokens", Exact.Parse("10"), 1_000_000),
        ]);
}
