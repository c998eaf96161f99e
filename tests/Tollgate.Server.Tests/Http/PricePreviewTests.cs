using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>What a quantity would be charged, and where its price turns, over HTTP.</summary>
public sealed class PricePreviewTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string Volume = """
        {"model":"volume","by":"cycle","tiers":[{"up_to":5,"amount":"3"},{"up_to":10,"amount":"2"},
        {"up_to":null,"amount":"1"}]}
        """;

    [Fact]
    public async Task The_cliff_of_a_volume_price_is_shown_and_nothing_is_recorded()
    {
        var (customer, feature) = await host.PayingAsync(Volume);
        await host.PayAsync(customer, feature, 4);
        var body = $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":3}""";

        var answer = await host.PostAsync("/v1/prices/preview", body);

        Assert.Equal(
            $$$$"""
            {"customer":"{{{{customer}}}}","namespace":null,"feature":"{{{{feature}}}}","quantity":3,"included":0,
            "top_up":0,"overage":3,"price":{"model":"volume","by":"cycle","tiers":[{"up_to":5,"amount":"3"},
            {"up_to":10,"amount":"2"},{"up_to":null,"amount":"1"}]},"charge":{"amount":"2.00","currency":"USD"},
            "unit_price":"2","cycle":{"starts_at":"2026-11-15T12:00:00Z","units":"4","cost":"12"},
            "next_tier":{"quantity":7,"charge":{"amount":"0.00","currency":"USD"},"unit_price":"1"},
            "fewer_for_more":{"quantity":1,"charge":{"amount":"3.00","currency":"USD"}},
            "more_for_less":{"quantity":7,"charge":{"amount":"0.00","currency":"USD"}}}
            """.ReplaceLineEndings(""),
            answer.Text);
        Assert.Equal("988.00", (await host.Admin.ListWalletsAsync(customer).SingleAsync()).Balance);
        Assert.Equal("2.00", (await host.PayAsync(customer, feature, 3)).Charge!.Amount);
    }

    [Fact]
    public async Task The_client_asks_for_a_part_of_a_customer_with_properties()
    {
        var (customer, feature) = await host.PayingAsync("""{"model":"property","name":"cost"}""");
        await host.Admin.PutNamespaceAsync(customer, "site", new NamespaceRequest());
        var preview = await host.Admin.PreviewPriceAsync(new PricePreviewRequest
        {
            Customer = customer,
            Feature = feature,
            Quantity = 2,
            Namespace = "site",
            Properties = new() { ["cost"] = System.Text.Json.JsonSerializer.SerializeToElement("0.75") },
        });

        Assert.Equal(("site", "0.75", null, null), (
            preview.Namespace, preview.Charge!.Amount, preview.UnitPrice, preview.NextTier));
    }

    [Theory]
    [InlineData("""{"customer":"a b","feature":"c d","quantity":0}""",
        "customer invalid_id; feature invalid_id; quantity out_of_range")]
    [InlineData("""{"customer":"a","feature":"f","quantity":-1}""", "quantity out_of_range")]
    [InlineData("""{"customer":"a","feature":"f"}""", "quantity required")]
    public async Task Every_bad_field_is_named(string body, string errors)
    {
        var answer = await host.PostAsync("/v1/prices/preview", body);
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Theory]
    [InlineData("nobody", "f", "customer_not_found")]
    [InlineData("", "none", "feature_not_found")]
    public async Task What_is_not_there_is_not_found(string customer, string feature, string code)
    {
        if (customer.Length == 0) customer = (await host.PayingAsync()).Customer;
        var answer = await host.PostAsync(
            "/v1/prices/preview", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":1}""");
        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Code));
    }
}
