using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class RateCardTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string Card = """
        {"currency":"USD","match":["provider","model"],"rates":[{"match":{"model":"large","provider":"openai"},
        "unit_prices":{"input_tokens":{"amount":"2.5","per":1000000},"output_tokens":{"amount":"10","per":1000000}}},
        {"match":{"provider":"openai"},"unit_prices":{"input_tokens":{"amount":"0.1","per":1000}}}],"default":"refuse"}
        """;

    [Fact]
    public async Task A_card_is_answered_as_it_was_stated_and_a_changed_one_is_the_next_version()
    {
        var code = TollgateHost.NewId("card");
        var made = await host.PutAsync($"/v1/rate-cards/{code}", Card);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal($$"""{"code":"{{code}}","version":1,""" + Card.ReplaceLineEndings("")[1..], made.Text);
        Assert.Equal(made.Text, (await host.GetAsync($"/v1/rate-cards/{code}")).Text);

        var same = await host.PutAsync(
            $"/v1/rate-cards/{code}", Card.Replace("\"2.5\"", "\"2.500\"", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, made.Text), (same.Status, same.Text));
        var other = await host.PutAsync(
            $"/v1/rate-cards/{code}",
            Card.Replace("\"refuse\"", """{"unit_prices":{"x":{"amount":"1","per":1}}}""", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, 2), (other.Status, other.Json.GetProperty("version").GetInt32()));
        var read = await host.Admin.GetRateCardAsync(code);
        Assert.Equal("1", read.Default.UnitPrices!["x"].Amount);
    }

    [Fact]
    public async Task Cards_are_listed_by_code_and_an_unknown_one_is_not_found()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var request = new RateCardRequest
        {
            Currency = "EUR",
            Match = ["model"],
            Rates = [],
            Default = CardDefault.Refuse,
        };
        foreach (var code in new[] { "c", "a", "b" }) await own.Admin.PutRateCardAsync(code, request);
        await own.Admin.PutRateCardAsync("b", request with { Match = ["other"] });

        var cards = await own.Admin.ListRateCardsAsync().ToListAsync();
        Assert.Equal([("a", 1), ("b", 2), ("c", 1)], cards.Select(card => (card.Code, card.Version)));
        Assert.Equal(2, (await own.GetAsync("/v1/rate-cards?limit=2")).Json.GetProperty("data").GetArrayLength());
        var missing = await own.GetAsync("/v1/rate-cards/d");
        Assert.Equal((HttpStatusCode.NotFound, "rate_card_not_found"), (missing.Status, missing.Code));
    }

    [Theory]
    [InlineData("""{"currency":"usd","match":[],"rates":[]}""", "currency invalid_currency, match out_of_range")]
    [InlineData("""{"currency":"USD","match":["m"],"rates":[{"match":{"n":"x"},"unit_prices":{}}]}""",
        "rates[0].match.n unknown_property, rates[0].unit_prices out_of_range")]
    [InlineData("""{"currency":"USD","match":["m"],"rates":[],"default":"allow"}""", "default invalid_value")]
    [InlineData("""{"currency":"USD","match":["m"],"rates":[],"default":{}}""", "default.unit_prices required")]
    [InlineData("""
        {"currency":"USD","match":["m"],"rates":[],"default":{"unit_prices":{"t":{"amount":"x","per":3}}}}
        """,
        "default.unit_prices.t.amount invalid_value, default.unit_prices.t.per out_of_range")]
    [InlineData("""{"currency":"USD","match":["m"],"rates":[{"match":{"m":5},"unit_prices":{"t":{"amount":"1"}}}]}""",
        "rates[0].match.m invalid_type, rates[0].unit_prices.t.per required")]
    public async Task Bad_fields_are_named_all_at_once(string card, string expected)
    {
        var answer = await host.PutAsync("/v1/rate-cards/bad", card);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, string.Join(", ", answer.Errors)));
    }

    [Fact]
    public async Task The_currency_of_a_card_is_fixed_and_a_plan_keeps_to_it()
    {
        var (code, feature, plan) = (TollgateHost.NewId("card"), TollgateHost.NewId("f"), TollgateHost.NewId("plan"));
        await host.PutAsync($"/v1/rate-cards/{code}", Card);
        var answer = await host.PutAsync(
            $"/v1/rate-cards/{code}", Card.Replace("USD", "EUR", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Conflict, "rate_card_currency_fixed"), (answer.Status, answer.Code));

        await host.Admin.PutFeatureAsync(feature, new FeatureRequest { Name = "n", Type = FeatureType.Metered });
        var price = new Price { Model = PriceModel.RateCard, Card = code };
        var put = await host.Admin.PutPlanAsync(plan, Plan(price));
        Assert.Equal(price, put.Features[feature].Price);
        var other = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.PutPlanAsync(plan, Plan(price with { Currency = "EUR" })));
        Assert.Equal($"features.{feature}.price.currency", other.Errors.Single().Field);

        PlanRequest Plan(Price given) => TollgateHost.PlanOf(feature, 5) with
        {
            Features = new Dictionary<string, PlanFeature>
            {
                [feature] = new()
                {
                    Limits = [new PlanLimit { Quantity = 5, Per = "day" }],
                    Overage = OverageMode.Charge,
                    Price = given,
                },
            },
        };
    }
}
