using System.Text.Json;
using Tollgate.Webhooks;

namespace Tollgate.Storage.Tests.Webhooks;

/// <summary>
/// A gate in memory and a courier, on a clock that stands still; customers are made when they are named.
/// </summary>
sealed class CourierSite : IAsyncDisposable
{
    readonly MemoryStore store;
    readonly Postman postman;
    readonly Courier courier;
    readonly CancellationTokenSource ended = new();

    CourierSite()
    {
        store = new MemoryStore(Clock);
        Gate = new Gate(store, new TollgateOptions(), Clock, NullLogger<Gate>.Instance);
        postman = new Postman(new PublicConnections(anywhere: true), true, TimeSpan.FromSeconds(15), Clock);
        courier = new Courier(Gate, store.Outbox, postman, Clock, NullLogger.Instance);
    }

    public ManualTime Clock { get; } = new(new DateTimeOffset(2026, 11, 15, 12, 0, 0, TimeSpan.Zero));

    public Gate Gate { get; }

    public static async Task<CourierSite> OpenAsync()
    {
        var site = new CourierSite();
        await site.Gate.OpenAsync();
        await site.Gate.ApplyAsync<Put<Feature>>(
            new PutFeature("calls", new FeatureDefinition("Calls", FeatureType.Metered)));
        return site;
    }

    public async Task<WebhookEndpoint> EndpointAsync(Uri url) => (await Gate.ApplyAsync<Put<WebhookEndpoint>>(
        new CreateWebhookEndpoint(url.ToString(), ["*"], WebhookSecret.Of(Guid.NewGuid().ToByteArray().Concat(
            Guid.NewGuid().ToByteArray()).ToArray()), Sandbox: true))).Value;

    public async Task BoostAsync(string customer)
    {
        await Gate.ApplyAsync<Put<Profile>>(new PutCustomer(customer));
        await Gate.ApplyAsync<Put<Boost>>(
            new ProvisionBoost(customer, "calls", BoostType.TopUp, BoostEnd.Never, 1));
    }

    /// <summary>Knocks until so many messages have come.</summary>
    public async Task UntilAsync(Receiver receiver, int count)
    {
        var came = receiver.WhenAsync(count);
        while (!came.IsCompleted)
        {
            await courier.KnockAsync(ended.Token, ended.Token);
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }
        await came;
    }

    /// <summary>A customer's delivery, once it was tried.</summary>
    public async Task<Delivery> AttemptedAsync(WebhookEndpoint endpoint, string customer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var delivery = (await LogAsync(endpoint)).Single(one => one.Entry.Key == customer);
            if (delivery.Attempts > 0) return delivery;
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    /// <summary>Delivers what is due.</summary>
    public async Task KnockAsync()
    {
        await courier.KnockAsync(ended.Token, ended.Token);
        await courier.WhenIdleAsync();
    }

    public Task ForgetAsync() => courier.ForgetAsync(default);

    public async Task<IReadOnlyList<Delivery>> LogAsync(WebhookEndpoint endpoint) =>
        await store.Outbox.ListAsync(endpoint.Id, null, 100, default);

    /// <summary>The boosts of a customer that were told, in order.</summary>
    public static IEnumerable<string> Boosts(Receiver receiver, string customer) => receiver.All
        .Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("data"))
        .Where(data => data.GetProperty("customer").GetString() == customer)
        .Select(data => data.GetProperty("id").GetString()!);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await courier.WhenIdleAsync();
        ended.Dispose();
        courier.Dispose();
        postman.Dispose();
        await Gate.DisposeAsync();
    }
}
