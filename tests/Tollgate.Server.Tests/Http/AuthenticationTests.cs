using System.Net;

namespace Tollgate.Server.Tests.Http;

/// <summary>A key opens what its scopes cover, from the moment it is made until the moment it ends.</summary>
public sealed class AuthenticationTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer tg_nobody-has-this-key")]
    [InlineData("Bearer two words")]
    [InlineData("Bearer a\tb")]
    public async Task Without_a_good_key_the_answer_is_401_and_says_how_to_send_one(string? authorization)
    {
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];
        var answer = await host.SendAsync(
            "POST", "/v1/usage", """{"customer":"a","feature":"f"}""", key: null, headers: headers);
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Message.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"customer":1}""")]
    [InlineData("""{"customer":"a b","feature":"f"}""")]
    public async Task What_is_wrong_with_a_request_is_not_told_to_a_stranger(string body)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/v1/usage", body, key: "tg_stranger")).Status);
        var reader = await host.KeyWithAsync(Scopes.UsageRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/v1/usage", body, key: reader)).Status);
    }

    [Fact]
    public async Task A_large_body_of_a_stranger_is_not_read()
    {
        var body = "{\"events\":[" + new string(' ', 200_000);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await host.PostAsync("/v1/usage/batch", body, key: "tg_stranger")).Status);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var created = await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "k", Scopes = [Scopes.UsageWrite] });
        var client = host.ClientOf(created.Key!);
        var use = new UsageRequest { Customer = customer, Feature = feature };
        Assert.True((await client.UseAsync(use)).Allowed);
        await host.Admin.RevokeApiKeyAsync(created.Id);
        var refused = await Assert.ThrowsAsync<TollgateException>(() => client.UseAsync(use));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_key_opens_nothing_from_the_moment_it_expires()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var ends = own.Clock.GetUtcNow().AddHours(1);
        var created = await own.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "k", Scopes = [Scopes.CustomersRead], ExpiresAt = ends });
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/customers", created.Key)).Status);
        own.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/v1/customers", created.Key)).Status);
    }

    [Fact]
    public async Task A_key_that_would_have_expired_already_is_not_made()
    {
        var body = $$"""{"name":"k","scopes":["admin"],"expires_at":"{{host.Clock.GetUtcNow():O}}"}""";
        var answer = await host.PostAsync("/v1/api-keys", body);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "expires_at out_of_range"), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    public async Task Some_doors_need_no_key(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(path, key: null)).Status);

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        var answer = await host.SendAsync(
            "GET", "/v1/customers", null, key: null, headers: [("Authorization", $"bearer {TollgateHost.AdminKey}")]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
