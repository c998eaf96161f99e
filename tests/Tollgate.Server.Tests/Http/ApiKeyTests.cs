using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class ApiKeyTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    [Fact]
    public async Task A_secret_is_shown_once_and_never_listed()
    {
        var created = await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "billing", Scopes = [Scopes.UsageRead] });
        Assert.StartsWith("tg_", created.Key, StringComparison.Ordinal);
        Assert.Equal(46, created.Key!.Length);
        Assert.StartsWith(created.Prefix, created.Key, StringComparison.Ordinal);
        var list = await host.GetAsync("/v1/api-keys");
        Assert.DoesNotContain(created.Key, list.Text, StringComparison.Ordinal);
        var listed = await host.Admin.ListApiKeysAsync().SingleAsync(key => key.Id == created.Id);
        Assert.Equal(
            ("billing", created.Prefix, (DateTimeOffset?)null), (listed.Name, listed.Prefix, listed.RevokedAt));
    }

    [Fact]
    public async Task A_key_is_revoked_for_good()
    {
        var created = await host.Admin.CreateApiKeyAsync(new ApiKeyRequest { Name = "k", Scopes = [Scopes.UsageRead] });
        var revoked = await host.PostAsync($"/v1/api-keys/{created.Id}/revoke");
        Assert.Equal(HttpStatusCode.OK, revoked.Status);
        Assert.Equal("2026-11-15T12:00:00Z", revoked.Json.GetProperty("revoked_at").GetString());
        Assert.Equal(revoked.Text, (await host.PostAsync($"/v1/api-keys/{created.Id}/revoke", "{}")).Text);
    }

    [Fact]
    public async Task Without_a_key_of_the_administrator_the_first_start_makes_one()
    {
        await using var own = new TollgateHost
        {
            Settings = new()
            {
                Database = "memory:",
                Urls = "http://127.0.0.1:0",
                LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            },
        };
        await own.InitializeAsync();
        var first = (FirstKey)own.Services.GetService(typeof(FirstKey))!;
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/api-keys", first.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/v1/api-keys", TollgateHost.AdminKey)).Status);
    }

    [Fact]
    public void With_a_key_of_the_administrator_none_is_made() =>
        Assert.Null(((FirstKey)host.Services.GetService(typeof(FirstKey))!).Secret);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("é")]
    public void A_key_that_cannot_be_sent_is_refused_at_the_start(string key) =>
        Assert.Throws<ArgumentException>(
            () => TollgateServer.Build(new ServerSettings { Database = "memory:", AdminKey = key }));

    [Fact]
    public async Task Settings_keep_their_secrets_to_themselves()
    {
        var settings = new ServerSettings { Database = "postgres://u:password@h/d", AdminKey = "secret-key" };
        Assert.DoesNotContain("secret-key", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("password", settings.ToString(), StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}
