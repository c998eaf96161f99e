using System.Net;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

/// <summary>What is told of use and of time, over HTTP, with the test clock of a sandbox.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    readonly TollgateHost host = TollgateHost.InSandbox();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Thresholds_are_put_and_read_and_the_customers_count_before_the_features()
    {
        var endpoint = await EndpointAsync("http://127.0.0.1:9/", "usage.*");
        var (customer, feature, _) = await host.CustomerWithAsync(100);
        var plain = new FeatureRequest { Name = "f", Type = FeatureType.Metered, Thresholds = [50, 75] };
        Assert.Equal([50, 75], (await host.Admin.PutFeatureAsync(feature, plain)).Thresholds!);
        Assert.Equal([50, 75], (await host.Admin.GetFeatureAsync(feature)).Thresholds!);
        Assert.Empty((await host.Admin.GetCustomerAsync(customer)).Thresholds);

        await UseAsync(50);
        var put = await host.Admin.PutCustomerAsync(
            customer, new CustomerRequest { Thresholds = new() { [feature] = [60] } });
        Assert.Equal([60], put.Thresholds[feature]);
        Assert.Equal([60], (await host.Admin.GetCustomerAsync(customer)).Thresholds[feature]);
        await UseAsync(10);
        await host.Admin.PutCustomerAsync(customer, new CustomerRequest { Thresholds = new() { [feature] = [] } });
        await UseAsync(40);

        Assert.Equal([50, 60], (await ToldAsync(endpoint)).Select(data => data.GetProperty("threshold").GetInt32()));

        Task<Decision> UseAsync(decimal quantity) => host.Admin.UseAsync(
            new UsageRequest { Customer = customer, Feature = feature, Quantity = quantity });
    }

    [Theory]
    [InlineData("features/f", """{"name":"f","type":"metered","thresholds":[90,80]}""", "thresholds out_of_range")]
    [InlineData("features/f", """{"name":"f","type":"switch","thresholds":[80]}""", "thresholds not_allowed")]
    [InlineData("features/f", """{"name":"f","type":"metered","thresholds":[80.5]}""", "thresholds[0] invalid_value")]
    [InlineData("customers/c", """{"thresholds":{"gone":[80]}}""", "thresholds.gone unknown_feature")]
    [InlineData("customers/c", """{"thresholds":{"gone":[99999]}}""", "thresholds.gone out_of_range")]
    [InlineData("customers/c", """{"thresholds":{"gone":null}}""", "thresholds.gone invalid_type")]
    public async Task Bad_thresholds_are_named(string path, string body, string expected)
    {
        var answer = await host.PutAsync($"/v1/{path}", body);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Fact]
    public async Task The_end_of_an_idle_customers_trial_is_delivered_though_nobody_asks_anything_of_it()
    {
        await using var receiver = new Receiver();
        await EndpointAsync(receiver.Url.ToString(), "subscription.trial_will_end", "subscription.trial_ended");
        var (customer, feature, plan) = await host.CustomerWithAsync();
        await host.Admin.CreateSubscriptionAsync(customer, new SubscriptionRequest
        {
            Plan = plan,
            TrialEndsAt = host.Clock.GetUtcNow().AddDays(14),
        });

        await host.Admin.SetTestClockAsync(
            new TestClockRequest { Now = host.Clock.GetUtcNow().AddDays(12) });
        await DeliveredAsync(receiver, 1);
        await host.Admin.SetTestClockAsync(
            new TestClockRequest { Now = host.Clock.GetUtcNow().AddDays(20) });
        await DeliveredAsync(receiver, 2);

        Assert.Equal(
            ["subscription.trial_will_end 2026-11-26T12:00:00Z", "subscription.trial_ended 2026-11-29T12:00:00Z"],
            receiver.All.Select(one => JsonDocument.Parse(one.Body).RootElement).Select(
                body => $"{body.GetProperty("type")} {body.GetProperty("data").GetProperty("at")}"));
    }

    [Fact]
    public async Task A_reservation_that_expired_is_in_the_log_with_what_it_held()
    {
        var endpoint = await EndpointAsync("http://127.0.0.1:9/", "reservation.*");
        var (customer, feature, _) = await host.CustomerWithAsync();
        await host.Admin.ReserveAsync(new ReservationRequest
        {
            Customer = customer,
            Feature = feature,
            Quantity = 4,
            Id = "job",
            TtlSeconds = 60,
        });
        await host.Admin.SetTestClockAsync(
            new TestClockRequest { Now = host.Clock.GetUtcNow().AddMinutes(1) });
        await host.Admin.UseAsync(new UsageRequest { Customer = customer, Feature = feature });

        var told = Assert.Single(await ToldAsync(endpoint));
        Assert.Equal(
            $$"""
            {"customer":"{{customer}}","id":"job","feature":"{{feature}}","quantity":4,
            "reserved_at":"2026-11-15T12:00:00Z","expires_at":"2026-11-15T12:01:00Z"}
            """.ReplaceLineEndings(""),
            told.GetRawText());
    }

    async Task<string> EndpointAsync(string url, params string[] events) =>
        (await host.Admin.CreateWebhookEndpointAsync(new WebhookEndpointRequest { Url = url, Events = events })).Id;

    // What was told to an endpoint, in order: as it stands in the outbox, whether or not it could be delivered.
    async Task<List<JsonElement>> ToldAsync(string endpoint)
    {
        var gate = (Gate)host.Services.GetService(typeof(Gate))!;
        Assert.True(Core.Webhooks.WebhookEndpointId.TryParse(endpoint, out var id));
        var log = await gate.OutboxAsync(outbox => outbox.ListAsync(id, null, 100, default));
        return [.. log.OrderBy(one => one.Entry.Sequence).ThenBy(one => one.Entry.Ordinal)
            .Select(one => JsonDocument.Parse(one.Entry.Payload).RootElement.GetProperty("data"))];
    }

    // The workers go by the host's clock, which stands still: so it is moved on, second by second.
    async Task DeliveredAsync(Receiver receiver, int count)
    {
        var came = receiver.WhenAsync(count);
        while (!came.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(10)));
        }
        await came;
    }
}
