using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class BreakerTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Theory]
    [InlineData("POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":"x","properties":{"x":{"y":1}}}""",
        "quantity invalid_type")]
    [InlineData("POST", "/v1/usage", """{"customer":"a","feature":"f","quantity":"x","properties":{"x":[1]}}""",
        "quantity invalid_type")]
    [InlineData("POST", "/v1/usage/batch", """{"events":[{"customer":"a","properties":{"x":[]}}]}""",
        "events[0].feature required")]
    [InlineData("PUT", "/v1/customers/c", """{"colour":"red","metadata":{"x":{}}}""", "colour unknown_field")]
    public async Task A_bad_field_beside_attached_objects_is_named(
        string method, string path, string body, string expected)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([expected], answer.Errors);
    }

    [Theory]
    [InlineData("POST", "/v1/usage", """{"customer":"a","feature":"f","actor":"\ud800"}""")]
    [InlineData("POST", "/v1/usage/e/reverse", """{"customer":"a","reason":"\udc00x"}""")]
    [InlineData("POST", "/v1/catalog?dry_run=true", """{"features":{"f":{"name":"\ud800","type":"switch"}}}""")]
    public async Task Half_a_surrogate_pair_is_bad_input_with_an_idempotency_key_too(
        string method, string path, string body)
    {
        var answer = await host.SendAsync(method, path, body, headers: [("Idempotency-Key", "k")]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }
}

public sealed class BreakerErasureTests : IAsyncLifetime
{
    readonly TollgateHost host = new()
    {
        Settings = new ServerSettings
        {
            Database = "memory:",
            Urls = "http://127.0.0.1:0",
            AdminKey = TollgateHost.AdminKey,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            Sandbox = true,
        },
    };

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_was_told_of_boosts_and_subscriptions_of_an_erased_person_is_erased_too()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var endpoint = (await host.PostAsync(
            "/v1/webhook-endpoints", """{"url":"http://127.0.0.1:9/","events":["*"]}""")).Json.GetProperty("id");
        Assert.Equal(HttpStatusCode.Created, (await host.PostAsync(
            $"/v1/customers/{customer}/boosts",
            $$$"""{"feature":"{{{feature}}}","type":"top_up","quantity":1,"until":null,"metadata":{"who":"Ann"}}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await host.PostAsync(
            $"/v1/customers/{customer}/subscriptions",
            $$$"""{"plan":"{{{plan}}}","metadata":{"who":"Ann"}}""")).Status);

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync($"/v1/customers/{customer}/erase", "{}")).Status);

        var log = (await host.GetAsync($"/v1/webhook-endpoints/{endpoint.GetString()}/deliveries")).Text;
        Assert.DoesNotContain("Ann", log, StringComparison.Ordinal);
    }
}
