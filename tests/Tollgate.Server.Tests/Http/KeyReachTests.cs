using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tollgate.Server.Tests.Http;

/// <summary>How far a key reaches: scopes on every route, keys of one customer, read tokens, rates.</summary>
public sealed class KeyReachTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    static readonly string[] Every =
    [
        Scopes.CatalogRead, Scopes.CatalogWrite, Scopes.CustomersRead, Scopes.CustomersWrite, Scopes.UsageRead,
        Scopes.UsageWrite, Scopes.WalletsRead, Scopes.WalletsWrite, Scopes.WalletsWithdraw, Scopes.WithdrawalsApprove,
    ];

    [Fact]
    public async Task Every_route_refuses_a_key_that_has_every_scope_but_the_right_one()
    {
        foreach (var scope in Every.Append(Scopes.Admin))
        {
            var key = await host.KeyWithAsync([.. Every.Where(one => one != scope)]);
            foreach (var route in Routes().Where(route => route.Operation.Scope == scope))
            {
                var answer = await host.SendAsync(route.Method, Filled(route, "acme"), Body(route, "acme"), key: key);
                Assert.True(answer is { Status: HttpStatusCode.Forbidden, Code: "insufficient_scope" }, $"{route}");
            }
        }
    }

    [Fact]
    public async Task Every_route_refuses_a_key_of_another_customer()
    {
        var (mine, other) = (await host.CustomerWithAsync(), await host.CustomerWithAsync());
        var key = await BoundAsync(mine.Customer, Scopes.Admin);
        // The clock is nobody's where there is no sandbox: 404, whoever asks.
        var keyed = Routes().Where(
            route => route.Operation.Scope is not null && route.Path != "/v1/test-clock");
        foreach (var route in keyed)
        {
            var path = Filled(route, other.Customer);
            var type = route.Operation.Name == "recordCloudEvents"
                ? "application/cloudevents+json" : "application/json";
            var answer = await host.SendAsync(route.Method, path, Body(route, other.Customer), type, key);
            Assert.True(answer is { Status: HttpStatusCode.Forbidden, Code: "insufficient_scope" },
                $"{route.Method} {path}: {answer.Text}");
        }
    }

    [Fact]
    public async Task A_key_of_one_customer_opens_that_customer()
    {
        var (customer, feature, plan) = await host.CustomerWithAsync();
        var client = host.ClientOf(await BoundAsync(customer, Scopes.Admin));
        Assert.Equal(customer, (await client.GetCustomerAsync(customer)).Id);
        await client.PutCustomerAsync(customer, new CustomerRequest { Name = "Mine" });
        await client.PutNamespaceAsync(customer, "ns", new NamespaceRequest());
        await client.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = plan });
        Assert.True((await client.UseAsync(new UsageRequest { Customer = customer, Feature = feature })).Allowed);
        Assert.Single((await client.GetEntitlementsAsync(customer)).Data);
    }

    [Fact]
    public async Task One_event_of_another_customer_spoils_a_batch_and_nothing_is_recorded()
    {
        var (customer, feature, _) = await host.CustomerWithAsync();
        var (other, _, _) = await host.CustomerWithAsync();
        var key = await BoundAsync(customer, Scopes.UsageWrite, Scopes.UsageRead);
        var body = $$"""{"events":[{"customer":"{{customer}}","feature":"{{feature}}"},"""
            + $$"""{"customer":"{{other}}","feature":"{{feature}}"}]}""";
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/v1/usage/batch", body, key: key)).Status);
        var used = (await host.ClientOf(key).GetEntitlementsAsync(customer)).Data.Single().Limits[0].Used;
        Assert.Equal(0, used);
    }

    [Fact]
    public async Task A_rotated_key_holds_for_its_overlap()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var old = await own.Admin.CreateApiKeyAsync(new ApiKeyRequest { Name = "k", Scopes = [Scopes.CustomersRead] });
        var made = await own.Admin.RotateApiKeyAsync(old.Id, new RotateKeyRequest { OverlapSeconds = 60 });
        Assert.Equal(own.Clock.GetUtcNow().AddSeconds(60), await EndOfAsync(own, old.Id));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/customers", old.Key)).Status);
        own.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/v1/customers", old.Key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/customers", made.Key)).Status);
        var ended = await Assert.ThrowsAsync<TollgateException>(() => own.Admin.RotateApiKeyAsync(old.Id));
        Assert.Equal("api_key_ended", ended.Code);
    }

    [Fact]
    public async Task A_read_token_reads_one_customer_and_ends()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var (customer, feature, _) = await own.CustomerWithAsync();
        var (other, _, _) = await own.CustomerWithAsync();
        var token = await own.Admin.CreateTokenAsync(customer, new TokenRequest { TtlSeconds = 60 });
        var client = own.ClientOf(token.Value);
        Assert.Equal(customer, (await client.GetCustomerAsync(customer)).Id);
        Assert.Single((await client.GetEntitlementsAsync(customer)).Data);
        string[] closed = [$"/v1/customers/{other}", "/v1/customers", "/v1/features", "/v1/api-keys", "/v1/settings"];
        foreach (var path in closed)
            Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync(path, token.Value)).Status);
        var use = await Assert.ThrowsAsync<TollgateException>(
            () => client.UseAsync(new UsageRequest { Customer = customer, Feature = feature }));
        Assert.Equal(HttpStatusCode.Forbidden, use.Status);
        own.Clock.Advance(TimeSpan.FromSeconds(60));
        var late = await own.GetAsync($"/v1/customers/{customer}", token.Value);
        Assert.Equal(HttpStatusCode.Unauthorized, late.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.PostAsync("/v1/customers/nobody/tokens", "{}")).Status);
    }

    [Fact]
    public async Task A_key_makes_no_token_that_may_do_more_than_itself()
    {
        var (customer, _, _) = await host.CustomerWithAsync();
        var writer = await host.KeyWithAsync(Scopes.CustomersWrite);
        var path = $"/v1/customers/{customer}/tokens";
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(path, "{}", key: writer)).Status);
        var bound = await BoundAsync(customer, Scopes.CustomersWrite, Scopes.CustomersRead, Scopes.UsageRead);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path, "{}", key: bound)).Status);
        var token = (await host.ClientOf(bound).CreateTokenAsync(customer)).Value;
        var wallets = $"/v1/customers/{customer}/wallets";
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync(wallets, token)).Status);
        var richer = token.Replace("tgr_", "tgw_", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync(wallets, richer)).Status);
        var bad = await host.PostAsync(path, """{"ttl_seconds":86401}""");
        Assert.Equal("ttl_seconds out_of_range", Assert.Single(bad.Errors));
    }

    [Fact]
    public async Task A_key_with_a_rate_is_slowed_down_and_told_so()
    {
        await using var own = new TollgateHost();
        await own.InitializeAsync();
        var key = (await own.Admin.CreateApiKeyAsync(new ApiKeyRequest
        {
            Name = "slow",
            Scopes = [Scopes.CustomersRead],
            Rate = new KeyRate { PerMinute = 60, Burst = 2 },
        })).Key;
        await own.Admin.ListApiKeysAsync().CountAsync();
        Assert.Equal("\"key\";r=1;t=1", Header(await own.GetAsync("/v1/customers", key), "RateLimit"));
        var second = await own.GetAsync("/v1/customers", key);
        Assert.Equal(("\"key\";r=0;t=2", "\"key\";q=2;w=2"),
            (Header(second, "RateLimit"), Header(second, "RateLimit-Policy")));
        var third = await own.GetAsync("/v1/customers", key);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited", "1"),
            (third.Status, third.Code, Header(third, "Retry-After")));
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/customers", key)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await own.GetAsync("/v1/customers", key)).Status);
    }

    [Fact]
    public async Task A_bad_customer_or_rate_of_a_key_is_named()
    {
        var body = """{"name":"k","scopes":["admin"],"customer":"a b","rate":{"per_minute":0,"burst":1000001}}""";
        string[] named = [.. (await host.PostAsync("/v1/api-keys", body)).Errors.Select(one => one.Split(' ')[0])];
        Assert.Equal(["customer", "rate.burst", "rate.per_minute"], named);
    }

    static string Header(RawAnswer answer, string name) => answer.Message.Headers.GetValues(name).Single();

    static async Task<DateTimeOffset?> EndOfAsync(TollgateHost host, string id) =>
        (await host.Admin.ListApiKeysAsync().SingleAsync(key => key.Id == id)).ExpiresAt;

    async Task<string> BoundAsync(string customer, params string[] scopes) =>
        (await host.Admin.CreateApiKeyAsync(
            new ApiKeyRequest { Name = "bound", Scopes = scopes, Customer = customer })).Key!;

    IEnumerable<Route> Routes() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>();

    // Ids that carry their customer name it; a key's id carries none.
    static string Filled(Route route, string customer)
    {
        var id = route.Path.Split('/')[2] switch
        {
            "customers" => customer,
            "subscriptions" => $"sub_{customer}_1",
            "boosts" => $"bst_{customer}_1",
            "withdrawals" => $"wdr_{customer}_1",
            "usage-reports" => $"usr_{customer}_1",
            "payment-sessions" => $"pay_{customer}_1",
            "scheduled-changes" => $"change_{customer}_1",
            "webhook-endpoints" => "whe_1",
            "api-keys" => "key_1",
            _ => "x",
        };
        return route.Path.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{namespace}", "ns", StringComparison.Ordinal).Replace("{code}", "x", StringComparison.Ordinal)
            .Replace("{name}", "x", StringComparison.Ordinal)
            .Replace("{currency}", "USD", StringComparison.Ordinal)
            .Replace("{feature}", "f", StringComparison.Ordinal);
    }

    static string? Body(Route route, string customer)
    {
        var use = $$"""{"customer":"{{customer}}","feature":"f"}""";
        return route.Operation.Name switch
        {
            "check" or "recordUsage" => use,
            "checkBatch" => $$"""{"checks":[{{use}}]}""",
            "recordUsageBatch" => $$"""{"events":[{{use}}]}""",
            "movePlan" => """{"at":"now"}""",
            "changeSubscription" => """{"plan":"p","at":"now"}""",
            "previewSubscription" => """{"plan":"p"}""",
            "putDiscount" => """{"percent":"10"}""",
            "putRenewal" => """{"by":"wallet"}""",
            "setTestClock" => """{"now":"2099-01-01T00:00:00Z"}""",
            "createWebhookEndpoint" => """{"url":"https://example.com/"}""",
            "recordCloudEvents" => $$"""
                {"specversion":"1.0","id":"1","source":"s","type":"f","subject":"{{customer}}"}
                """,
            "reserve" => $$"""{"customer":"{{customer}}","feature":"f","quantity":1}""",
            "settleReservation" => $$"""{"customer":"{{customer}}","quantity":1}""",
            "failInvoice" => """{"plan":true}""",
            "releaseReservation" or "reverseUsage" or "checkAccess" => $$"""{"customer":"{{customer}}"}""",
            "setGauge" => $$"""{"customer":"{{customer}}","value":1}""",
            "putFeature" => """{"name":"F","type":"metered"}""",
            "putPlan" => """{"name":"P","kind":"base","features":{}}""",
            "putRateCard" => """{"currency":"USD","match":["m"],"rates":[]}""",
            "createSubscription" => """{"plan":"p"}""",
            "createBoost" => """{"feature":"f","type":"enable","until":null}""",
            "putBudget" => """{"currency":"USD","amount":"1","per":"day","at_limit":"warn"}""",
            "grantCredit" => """{"amount":"1","kind":"grant"}""",
            "adjustWallet" => """{"amount":"1","reason":"r"}""",
            "returnPayment" => """{"payment":"p","refunded":"1"}""",
            "receiveMoney" => """{"amount":"1","reference":"r"}""",
            "requestWithdrawal" => """{"amount":"1","method":"bank","destination":{"iban":"x"},"actor":"ann"}""",
            "failWithdrawal" => """{"reason":"r"}""",
            "openPaymentSession" => $$"""
                {"customer":"{{customer}}","purpose":{"plan":"p"},"return_url":"https://x.test/"}
                """,
            "resolvePaymentSession" => """{"action":"accept"}""",
            "previewPrice" => $$"""{"customer":"{{customer}}","feature":"f","quantity":1}""",
            "reconcile" => $$"""
                {"customer":"{{customer}}","currency":"USD","from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z",
                "totals":[{"match":{},"amount":"1"}]}
                """,
            "createApiKey" => """{"name":"k","scopes":["admin"]}""",
            _ => route.Operation.Takes is null ? null : "{}",
        };
    }
}
