using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class BoostTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_boost_says_what_it_is()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(scale: 2);
        var made = await host.PostAsync($"/v1/customers/{customer}/boosts", Fill("""
            {"feature":"FEATURE","type":"add_limit","quantity":2.50,"per":"cycle","until":"cycle_end",
             "external_id":"x","metadata":{"k":"v"}}
            """));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        var expected = """
            {"id":"bst_CUSTOMER_3","customer":"CUSTOMER","namespace":null,"feature":"FEATURE","type":"add_limit",
            "quantity":2.5,"per":"cycle","status":"active","starts_at":"2026-11-15T12:00:00Z",
            "ends_at":"2026-12-15T12:00:00Z","external_id":"x","metadata":{"k":"v"}}
            """;
        Assert.Equal(Fill(expected.ReplaceLineEndings("")), made.Text);

        string Fill(string text) => text.Replace("CUSTOMER", customer, StringComparison.Ordinal)
            .Replace("FEATURE", feature, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_top_up_is_used_after_the_limit_and_shown()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 3);
        await host.Admin.CreateBoostAsync(customer, TopUp(feature, 5));

        var use = await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature, Quantity = 4 });
        var view = (await host.Admin.GetEntitlementsAsync(customer)).Data.Single();

        Assert.Equal((3, 1, 0, 4), (use.Included, use.TopUp, use.Overage, use.TopUpRemaining));
        Assert.Equal((4, 3, 0), (view.TopUpRemaining, view.Limits.Single().Used, view.Limits.Single().Remaining));
    }

    [Fact]
    public async Task A_replay_repeats_what_came_from_top_ups()
    {
        var (customer, feature, _) = await host.CustomerWithAsync(limit: 3);
        await host.Admin.CreateBoostAsync(customer, TopUp(feature, 5));
        var request = new UsageRequest { Customer = customer, Feature = feature, Quantity = 4, Id = "e" };

        var first = await host.Admin.UseAsync(request);
        var again = await host.Admin.UseAsync(request);

        Assert.True(again.Replayed);
        Assert.Equal((first.TopUp, first.TopUpRemaining, first.LimitScope), (
            again.TopUp, again.TopUpRemaining, again.LimitScope));
    }

    [Fact]
    public async Task The_view_names_the_boost_that_raised_a_limit()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 3);
        var boost = await host.Admin.CreateBoostAsync(
            customer, new BoostRequest { Feature = feature, Type = BoostType.AddLimit, Quantity = 2, Until = null });

        var sources = (await host.Admin.GetEntitlementsAsync(customer)).Data.Single().Limits.Single().Sources;

        Assert.Equal(
            [(plan, null, 3m), (null, boost.Id, 2m)], sources.Select(one => (one.Plan, one.Boost, one.Quantity)));
    }

    [Fact]
    public async Task Boosts_are_listed_and_cancelled()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var boost = await host.Admin.CreateBoostAsync(customer, TopUp(feature, 5));

        Assert.Equal("canceled", (await host.Admin.CancelBoostAsync(boost.Id)).Status);
        Assert.Equal([(boost.Id, "canceled")], (await host.Admin.ListBoostsAsync(customer).ToListAsync())
            .Select(one => (one.Id, one.Status)));
    }

    [Fact]
    public async Task The_same_external_id_is_the_same_boost_and_other_content_a_conflict()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var path = $"/v1/customers/{customer}/boosts";
        var first = await host.PostAsync(path, Body(1));
        var again = await host.PostAsync(path, Body(1));
        var other = await host.PostAsync(path, Body(2));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, first.Text), (first.Status, again.Status, again.Text));
        Assert.Equal((HttpStatusCode.Conflict, "external_id_conflict"), (other.Status, other.Code));

        string Body(int quantity) =>
            $$"""{"feature":"{{feature}}","type":"top_up","quantity":{{quantity}},"until":null,"external_id":"x"}""";
    }

    [Theory]
    [InlineData("""{"type":"top_up","quantity":1,"until":null}""", "feature required")]
    [InlineData("""{"feature":"FEATURE","type":"top_up","until":null}""", "quantity required")]
    [InlineData("""{"feature":"FEATURE","type":"top_up","quantity":0,"until":null}""", "quantity out_of_range")]
    [InlineData("""{"feature":"FEATURE","type":"top_up","quantity":1}""", "until required")]
    [InlineData("""{"feature":"FEATURE","type":"top_up","quantity":1,"until":"soon"}""", "until invalid_value")]
    [InlineData("""{"feature":"FEATURE","type":"top_up","quantity":1,"per":"day","until":null}""", "per not_allowed")]
    [InlineData(
        """{"feature":"FEATURE","type":"add_limit","quantity":1,"per":"P1M","until":null}""",
        "per invalid_per")]
    [InlineData("""{"feature":"FEATURE","type":"unlimited","quantity":1,"until":null}""", "quantity not_allowed")]
    [InlineData("""{"feature":"FEATURE","type":"enable","until":null}""", "type not_allowed")]
    [InlineData("""{"feature":"nothing","type":"top_up","quantity":1,"until":null}""", "feature unknown_feature")]
    [InlineData(
        """{"feature":"FEATURE","type":"top_up","quantity":1,"namespace":"n","until":null}""",
        "namespace unknown_namespace")]
    public async Task A_bad_field_is_named(string body, string expected)
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var answer = await host.PostAsync(
            $"/v1/customers/{customer}/boosts", body.Replace("FEATURE", feature, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Fact]
    public async Task There_is_no_such_boost()
    {
        var answer = await host.PostAsync("/v1/boosts/bst_nobody_1/cancel");
        Assert.Equal((HttpStatusCode.NotFound, "boost_not_found"), (answer.Status, answer.Code));
    }

    static BoostRequest TopUp(string feature, decimal quantity) =>
        new() { Feature = feature, Type = BoostType.TopUp, Quantity = quantity, Until = null };
}
