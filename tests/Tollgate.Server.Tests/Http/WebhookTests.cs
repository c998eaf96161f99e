using System.Net;

namespace Tollgate.Server.Tests.Http;

public sealed class WebhookTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_endpoint_says_what_it_is_and_its_secret_once()
    {
        var made = await host.PostAsync(
            "/v1/webhook-endpoints", """{"url":"http://127.0.0.1:9/","events":["*"]}""", "key-1");
        var again = await host.PostAsync(
            "/v1/webhook-endpoints", """{"url":"http://127.0.0.1:9/","events":["*"]}""", "key-1");
        var id = made.Json.GetProperty("id").GetString()!;
        var secret = made.Json.GetProperty("secret").GetString()!;
        var one = await host.GetAsync($"/v1/webhook-endpoints/{id}");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", secret);
        Assert.True(again.IsReplay);
        Assert.Equal(made.Text.Replace($"\"{secret}\"", "null", StringComparison.Ordinal), again.Text);
        Assert.Equal(
            $$"""
            {"id":"{{id}}","url":"http://127.0.0.1:9/","events":["*"],"status":"enabled",
            "disabled_at":null,"disabled_reason":null,"created_at":"2026-11-15T12:00:00Z"}
            """.ReplaceLineEndings(""),
            one.Text);
    }

    [Fact]
    public async Task Endpoints_are_listed_disabled_enabled_and_deleted()
    {
        var (first, second) = (await MakeAsync(), await MakeAsync("boost.*"));

        Assert.Equal("disabled", (await host.Admin.DisableWebhookEndpointAsync(first.Id)).Status);
        Assert.Equal("disabled", (await host.Admin.GetWebhookEndpointAsync(first.Id)).Status);
        Assert.Equal("enabled", (await host.Admin.EnableWebhookEndpointAsync(first.Id)).Status);
        await host.Admin.DeleteWebhookEndpointAsync(first.Id);

        var left = Assert.Single(await host.Admin.ListWebhookEndpointsAsync().ToListAsync());
        Assert.Equal((second.Id, "boost.*"), (left.Id, left.Events.Single()));
        var gone = await Assert.ThrowsAsync<TollgateException>(() => host.Admin.GetWebhookEndpointAsync(first.Id));
        Assert.Equal(ProblemCodes.WebhookEndpointNotFound, gone.Code);
    }

    [Fact]
    public async Task A_rotation_shows_another_secret()
    {
        var endpoint = await MakeAsync();
        var rotated = await host.Admin.RotateWebhookSecretAsync(endpoint.Id);

        Assert.NotEqual(endpoint.Secret, rotated.Secret);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), rotated.PreviousSecretUntil);
    }

    [Fact]
    public async Task What_happened_is_in_the_log_and_can_be_sent_again()
    {
        var endpoint = await MakeAsync();
        await host.Admin.PutCustomerAsync("acme", new CustomerRequest());
        await host.Admin.SuspendCustomerAsync("acme", "trouble");
        var tested = await host.Admin.TestWebhookEndpointAsync(endpoint.Id);

        var log = await host.Admin.ListDeliveriesAsync(endpoint.Id).ToListAsync();
        var again = await host.Admin.RetryDeliveryAsync(endpoint.Id, log[0].Id);

        Assert.Equal(
            [("customer.suspended", "acme", "dlv_acme_2_0"), ("webhook_endpoint.test", null, tested.Id)],
            log.Select(one => (one.Type, one.Customer, one.Id)).OrderBy(one => one.Type));
        Assert.Equal((log[0].Id, log[0].Message, "waiting"), (again.Id, again.Message, again.Status));
    }

    [Fact]
    public async Task The_log_is_read_page_by_page()
    {
        var endpoint = await MakeAsync();
        for (var i = 0; i < 5; i++) await host.Admin.TestWebhookEndpointAsync(endpoint.Id);
        var path = $"/v1/webhook-endpoints/{endpoint.Id}/deliveries?limit=2";

        List<string> ids = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await host.GetAsync(path + cursor)).Json;
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids.OrderByDescending(id => int.Parse(id.Split('_')[2])), ids);
        var bad = await host.GetAsync($"{path}&cursor=ZDEsMiwz");
        Assert.Equal((HttpStatusCode.BadRequest, "cursor invalid_cursor"), (bad.Status, Assert.Single(bad.Errors)));
    }

    [Theory]
    [InlineData("""{"events":["*"]}""", "url required")]
    [InlineData("""{"url":"nowhere"}""", "url invalid_url")]
    [InlineData("""{"url":"https://u:p@example.com"}""", "url invalid_url")]
    [InlineData("""{"url":"https://example.com","events":[]}""", "events out_of_range")]
    [InlineData("""{"url":"https://example.com","events":["*","Boost"]}""", "events[1] invalid_pattern")]
    public async Task A_bad_field_is_named(string body, string expected)
    {
        var answer = await host.PostAsync("/v1/webhook-endpoints", body);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    public async Task Outside_the_sandbox_a_url_is_https_and_public(string url)
    {
        await using var strict = new TollgateHost();
        await strict.InitializeAsync();
        var answer = await strict.PostAsync("/v1/webhook-endpoints", $$"""{"url":"{{url}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "url invalid_url"), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData("GET", "/v1/webhook-endpoints/whe_999", "webhook_endpoint_not_found")]
    [InlineData("GET", "/v1/webhook-endpoints/x", "webhook_endpoint_not_found")]
    [InlineData("DELETE", "/v1/webhook-endpoints/whe_999", "webhook_endpoint_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/whe_999/rotate", "webhook_endpoint_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/whe_999/test", "webhook_endpoint_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/whe_999/enable", "webhook_endpoint_not_found")]
    [InlineData("GET", "/v1/webhook-endpoints/whe_999/deliveries", "webhook_endpoint_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/whe_999/deliveries/dlv_a_1_0/retry", "webhook_endpoint_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/ID/deliveries/dlv_a_1_0/retry", "delivery_not_found")]
    [InlineData("POST", "/v1/webhook-endpoints/ID/deliveries/x/retry", "delivery_not_found")]
    public async Task There_is_no_such_thing(string method, string path, string code)
    {
        var id = (await MakeAsync()).Id;
        var answer = await host.SendAsync(method, path.Replace("ID", id, StringComparison.Ordinal), body: null);
        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_disabled_endpoint_is_not_tested()
    {
        var endpoint = await MakeAsync();
        await host.Admin.DisableWebhookEndpointAsync(endpoint.Id);
        var problem = await Assert.ThrowsAsync<TollgateException>(
            () => host.Admin.TestWebhookEndpointAsync(endpoint.Id));
        Assert.Equal(ProblemCodes.WebhookEndpointDisabled, problem.Code);
    }

    Task<WebhookEndpointSecret> MakeAsync(params string[] events) =>
        host.Admin.CreateWebhookEndpointAsync(new WebhookEndpointRequest
        {
            Url = "http://127.0.0.1:9/",
            Events = events.Length == 0 ? null : events,
        });
}
