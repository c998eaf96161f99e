using Tollgate.Core.Catalog;
using Tollgate.Core.Money;
using Tollgate.Core.Pricing;
using Xunit;

namespace Tollgate.Core.Tests.Pricing;

public sealed class PutRateCardTests
{
    static readonly RateCard Card = new(
        Currency.Parse("USD"), ["provider", "model"],
        [Rate(("provider", "a"), ("model", "b")), Rate(("provider", "a"))], null);

    public static TheoryData<string, RateCard, string> Cards => new()
    {
        { "Good", Card, "" },
        { "No names", Card with { Match = [], Rates = [] }, "match:out_of_range" },
        { "Nine names", Card with { Match = [.. "abcdefghi".Select(one => $"{one}")], Rates = [] },
            "match:out_of_range" },
        { "A name twice", Card with { Match = ["provider", "model", "model"] }, "match[2]:duplicate" },
        { "Another property", Card with { Rates = [Rate(("region", "eu"))] },
            "rates[0].match.region:unknown_property" },
        { "The same values", Card with { Rates = [Rate(("model", "b")), Rate(("model", "a")), Rate(("model", "b"))] },
            "rates[2].match:duplicate" },
        { "No prices", Card with { Rates = [Rate(("model", "b")) with { Prices = [] }] },
            "rates[0].unit_prices:out_of_range" },
        { "33 prices", Card with { Default = [.. Enumerable.Range(0, 33).Select(i => Price($"p{i}"))] },
            "default.unit_prices:out_of_range" },
        { "A price twice", Card with { Default = [Price("p"), Price("p")] }, "default.unit_prices:duplicate" },
        { "By the dozen", Card with { Default = [Price("p") with { Per = 12 }] },
            "default.unit_prices.p.per:out_of_range" },
        { "Below 0", Card with { Default = [Price("p") with { Amount = Exact.Of(-1) }] },
            "default.unit_prices.p.amount:out_of_range" },
        { "2,001 rates",
            Card with { Rates = [.. Enumerable.Range(0, 2001).Select(i => Rate(("model", $"{i}")))] },
            "rates:too_many" },
    };

    [Theory]
    [MemberData(nameof(Cards), DisableDiscoveryEnumeration = true)]
    public void A_bad_card_is_named(string name, RateCard card, string expected)
    {
        var errors = new FieldErrors();
        new PutRateCard("llm", card).Validate(errors);
        Assert.Equal((name, expected), (name, string.Join(' ', errors.All.Select(one => $"{one.Field}:{one.Code}"))));
    }

    [Fact]
    public void A_changed_card_is_the_next_version_and_the_one_that_counts()
    {
        var desk = new Desk();
        Assert.Equal((1, true), Put(desk, Card));
        Assert.Equal((1, false), Put(desk, Card with { Rates = [.. Card.Rates] }));
        Assert.Equal((2, true), Put(desk, Card with { Rates = [.. Card.Rates.Reverse()] }));
        var (amount, same) = (Price("tokens") with { Amount = Exact.Parse("2.50") },
            Price("tokens") with { Amount = Exact.Parse("2.5") });
        Assert.Equal((3, true), Put(desk, Card with { Default = [amount] }));
        Assert.Equal((3, false), Put(desk, Card with { Default = [same] }));

        var catalog = ((Shown<Account>)desk.Do(new ShowAccount())).Value.Catalog;
        Assert.Equal("2.5", catalog.RateCard("llm")!.Default!.Single().Amount.ToString());
        Assert.Equal((3, 1), (catalog.RateCardVersions, catalog.RateCards.Count()));
        Assert.Null(catalog.RateCard("other"));
    }

    [Fact]
    public void The_currency_of_a_card_is_fixed()
    {
        var desk = new Desk();
        Put(desk, Card);
        var answer = desk.Do(new PutRateCard("llm", Card with { Currency = Currency.Parse("EUR") }));
        Assert.Equal(Rejection.RateCardCurrencyFixed, Assert.IsType<Rejected>(answer).Code);
    }

    static (int, bool) Put(Desk desk, RateCard card)
    {
        var put = (Put<RateCardVersion>)desk.Do(new PutRateCard("llm", card));
        return (put.Value.Version, put.Changed);
    }

    static CardRate Rate(params (string Name, string Value)[] values) =>
        new(values.ToDictionary(one => one.Name, one => one.Value), [Price("tokens")]);

    static QuantityPrice Price(string name) => new(name, Exact.Parse("0.05"), 1_000_000);
}
