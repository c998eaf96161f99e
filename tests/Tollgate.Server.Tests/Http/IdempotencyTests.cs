using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>The same POST with the same Idempotency-Key takes effect once, and is answered once and for all.</summary>
public sealed class IdempotencyTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task Fifty_at_once_record_one_use_and_get_the_same_bytes()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var (key, body) = (
            TollgateHost.NewId("key"), $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":7}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.PostAsync("/v1/usage", body, key)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(49, answers.Count(answer => answer.IsReplay));
        Assert.Single((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    public static TheoryData<string, string> Creations => new()
    {
        { "/v1/customers/CUSTOMER/suspend", """{"reason":"late"}""" },
        { "/v1/customers/CUSTOMER/subscriptions", """{"plan":"PLAN","metadata":{"a":1}}""" },
        { "/v1/usage/batch",
            """{"events":[{"customer":"CUSTOMER","feature":"FEATURE"},{"customer":"CUSTOMER","feature":"none"}]}""" },
        { "/v1/catalog", """{"features":{"NEW":{"name":"n","type":"switch"}}}""" },
    };

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_replay_has_the_status_and_the_bytes_of_the_first_answer(string path, string body)
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        (path, body) = (Fill(path), Fill(body));
        var key = TollgateHost.NewId("key");
        var first = await host.PostAsync(path, body, key);
        Assert.True(first.Status is HttpStatusCode.OK or HttpStatusCode.Created, first.Text);
        var second = await host.PostAsync(path, body, key);
        Assert.Equal(
            (first.Status, first.Text, false, true), (second.Status, second.Text, first.IsReplay, second.IsReplay));

        string Fill(string text) => text.Replace("CUSTOMER", customer, StringComparison.Ordinal)
            .Replace("FEATURE", feature, StringComparison.Ordinal).Replace("PLAN", plan, StringComparison.Ordinal)
            .Replace("NEW", TollgateHost.NewId("new"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_is_compared_not_its_spelling()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var key = TollgateHost.NewId("key");
        await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":1}""", key);
        var again = await host.PostAsync(
            "/v1/usage", $$"""{ "quantity": 1.0, "feature":"{{feature}}", "customer":"\u0063{{customer[1..]}}" }""",
            key);
        Assert.True(again.IsReplay, again.Text);
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_422()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var key = TollgateHost.NewId("key");
        await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":1}""", key);
        var other = await host.PostAsync(
            "/v1/usage", $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":2}""", key);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Code));
        Assert.Single((await host.Admin.GetUsagePageAsync(customer)).Data);
    }

    [Fact]
    public async Task A_key_counts_for_its_path_alone_however_the_path_is_written()
    {
        var ((one, _, _), (two, _, _)) = (await host.CustomerWithAsync(), await host.CustomerWithAsync());
        var key = TollgateHost.NewId("key");
        await host.PostAsync($"/v1/customers/{one}/suspend", "{}", key);
        Assert.False((await host.PostAsync($"/v1/customers/{two}/suspend", "{}", key)).IsReplay);
        Assert.True((await host.PostAsync($"/v1/Customers/%63{one[1..]}/suspend/", "{}", key)).IsReplay);
    }

    [Fact]
    public async Task A_key_counts_whatever_api_key_it_comes_with()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var (key, path) = (TollgateHost.NewId("key"), $"/v1/customers/{customer}/suspend");
        await host.PostAsync(path, "{}", key);
        Assert.True((await host.PostAsync(path, "{}", key, await host.KeyWithAsync(Scopes.CustomersWrite))).IsReplay);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await host.PostAsync(path, "{}", key, await host.KeyWithAsync(Scopes.CustomersRead))).Status);
    }

    [Fact]
    public async Task A_refusal_leaves_the_key_free()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync(limit: 1);
        var (key, body) = (
            TollgateHost.NewId("key"), $$"""{"customer":"{{customer}}","feature":"{{feature}}","quantity":2}""");
        Assert.False((await host.PostAsync("/v1/usage", body, key)).Json.GetProperty("allowed").GetBoolean());
        await host.Admin.PutPlanAsync(plan, TollgateHost.PlanOf(feature, 10));
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        var second = await host.PostAsync("/v1/usage", body, key);
        Assert.Equal((true, false), (second.Json.GetProperty("allowed").GetBoolean(), second.IsReplay));
    }

    [Fact]
    public async Task An_error_leaves_the_key_free()
    {
        var (key, code) = (TollgateHost.NewId("key"), TollgateHost.NewId());
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/v1/catalog", """{"x":1}""", key)).Status);
        var body = $$$$"""{"features":{"{{{{code}}}}":{"name":"n","type":"switch"}}}""";
        var answer = await host.PostAsync("/v1/catalog", body, key);
        Assert.Equal((HttpStatusCode.OK, false), (answer.Status, answer.IsReplay));
    }

    [Fact]
    public async Task A_key_that_is_replayed_comes_without_its_secret()
    {
        var (key, body) = (TollgateHost.NewId("key"), """{"name":"n","scopes":["usage:read"]}""");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => host.PostAsync("/v1/api-keys", body, key)));
        Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());
        var secret = Assert.Single(answers, answer => !answer.IsReplay).Json.GetProperty("key").GetString();
        Assert.StartsWith("tg_", secret, StringComparison.Ordinal);
        Assert.All(
            answers.Where(answer => answer.IsReplay),
            answer => Assert.Null(answer.Json.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_key_lives_for_a_day()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var (customer, feature, _) = await own.CustomerWithAsync();
        var body = $$"""{"customer":"{{customer}}","feature":"{{feature}}"}""";
        await own.PostAsync("/v1/usage", body, "k");
        own.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True((await own.PostAsync("/v1/usage", body, "k")).IsReplay);
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await own.PostAsync("/v1/usage", body, "k")).IsReplay);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("LONG")]
    [InlineData("é")]
    public async Task A_key_is_1_to_255_printable_characters(string key)
    {
        var answer = await host.PostAsync("/v1/catalog", "{}", key == "LONG" ? new string('k', 256) : key);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "Idempotency-Key invalid_key"), (answer.Status, Assert.Single(answer.Errors)));
    }
}
