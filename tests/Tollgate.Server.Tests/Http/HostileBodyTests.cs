using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class HostileBodyTests(TollgateHost host) : IClassFixture<TollgateHost>
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
