using System.Net;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

public sealed class UsageSummaryTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Uses_are_summed_up_by_whatever_is_asked_for()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 10, per: "forever", scale: 1);
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest { TimeZone = "Asia/Tokyo" });
        await host.Admin.CreateBoostAsync(
            customer, new BoostRequest { Feature = feature, Type = BoostType.TopUp, Quantity = 1, Until = null });
        // In Tokyo the first is of the 14th, the others of the 15th.
        await UseAsync(customer, feature, "2026-11-14T14:59:59Z", 1.5m, "ann", """{"model":"a"}""");
        await UseAsync(customer, feature, "2026-11-14T15:00:00Z", 8m, "bob", """{"model":"a"}""");
        await UseAsync(customer, feature, "2026-11-15T12:00:00Z", 1m, "ann", """{"model":"b"}""");
        await UseAsync(customer, feature, "2026-11-15T12:00:00Z", 0.5m, null, "{}");

        Assert.Equal("{null null null null null 11 10 1 0 4}", await SumAsync(customer, ""));
        Assert.Equal(
            "{2026-11-14 null null null null 1.5 1.5 0 0 1}{2026-11-15 null null null null 9.5 8.5 1 0 3}",
            await SumAsync(customer, "day"));
        Assert.Equal(
            "{null null null null null 0.5 0 0.5 0 1}{null null null ann null 2.5 2 0.5 0 2}"
            + "{null null null bob null 8 8 0 0 1}",
            await SumAsync(customer, "actor"));
        Assert.Equal(
            $"{{null {feature} null null null 0.5 0 0.5 0 1}}{{null {feature} null null a 9.5 9.5 0 0 2}}"
            + $"{{null {feature} null null b 1 0.5 0.5 0 1}}",
            await SumAsync(customer, "feature,properties.model"));
        Assert.Equal(await SumAsync(customer, "properties.model"), await SumAsync(customer, "model"));
        Assert.Equal(
            "{null null null null null 8 8 0 0 1}",
            await SumAsync(customer, "", "&from=2026-11-14T15:00:00Z&to=2026-11-15T12:00:00Z"));
    }

    [Fact]
    public async Task A_summary_says_what_it_sums_up()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        await UseAsync(customer, feature, "2026-11-15T12:00:00Z", 2, "ann", """{"day":"x"}""");

        var summary = await host.Admin.SummarizeUsageAsync(
            customer, new UsageSummaryQuery { By = ["day", "properties.day"] });

        Assert.Equal((customer, host.Clock.GetUtcNow().AddMicroseconds(1)), (summary.Customer, summary.To));
        Assert.Equal(TimeSpan.FromDays(30), summary.To - summary.From);
        Assert.Equal(["day", "properties.day"], summary.By);
        var group = Assert.Single(summary.Data);
        Assert.Equal(("2026-11-15", "x", 2m, 1L), (group.Day, group.Property, group.Quantity, group.Events));
    }

    [Theory]
    [InlineData("by=day,day", "by duplicate")]
    [InlineData("by=model,size", "by too_many")]
    [InlineData("by=feature,", "by invalid_value")]
    [InlineData("by=properties.", "by invalid_value")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "from out_of_range")]
    [InlineData("from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z", "from out_of_range")]
    [InlineData("group=day", "group unknown_field")]
    public async Task Every_bad_parameter_is_named(string query, string errors)
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var answer = await host.GetAsync($"/v1/customers/{customer}/usage/summary?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, errors), (answer.Status, string.Join("; ", answer.Errors)));
    }

    [Fact]
    public async Task More_than_ten_thousand_groups_are_refused()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(100_000);
        for (var batch = 0; batch < 2; batch++)
        {
            var uses = Enumerable.Range(0, 5_001).Select(i => new UsageRequest
            {
                Customer = customer,
                Feature = feature,
                Actor = $"actor {batch} {i}",
            });
            await host.Admin.UseBatchAsync(new UsageBatchRequest { Events = [.. uses] });
        }
        var answer = await host.GetAsync($"/v1/customers/{customer}/usage/summary?by=actor");
        Assert.Equal((HttpStatusCode.BadRequest, "too_many_groups"), (answer.Status, answer.Code));
        Assert.Equal(10_002, (await host.Admin.SummarizeUsageAsync(customer)).Data.Single().Events);
    }

    async Task UseAsync(
        string customer, string feature, string at, decimal quantity, string? actor, string properties)
    {
        var answer = await host.PostAsync(
            "/v1/usage",
            $$"""
            {"customer":"{{customer}}","feature":"{{feature}}","at":"{{at}}","properties":{{properties}},
            "quantity":{{quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)}},
            "actor":{{(actor is null ? "null" : $"\"{actor}\"")}}}
            """);
        Assert.True(answer.Json.GetProperty("allowed").GetBoolean(), answer.Text);
    }

    async Task<string> SumAsync(string customer, string by, string more = "&to=2026-11-15T12:00:01Z")
    {
        var answer = await host.GetAsync($"/v1/customers/{customer}/usage/summary?by={by}{more}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return string.Concat(answer.Json.GetProperty("data").EnumerateArray().Select(group =>
            $"{{{string.Join(' ', group.EnumerateObject().SkipLast(1).Select(member => Text(member.Value)))}}}"));

        static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "null" : $"{value}";
    }
}
