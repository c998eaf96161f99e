using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tollgate.Client;
using Xunit;

namespace Tollgate.Server.Tests.Commands;

/// <summary>A running server on a database that ends with the test, with a feature to use and a customer for each plan.</summary>
sealed class Site : IAsyncDisposable
{
    const string Secret = "tg_0123456789abcdef";

    readonly WebApplication server;

    Site(WebApplication server)
    {
        this.server = server;
        Client = new TollgateClient(new Uri(server.Urls.First()), Secret);
    }

    public TollgateClient Client { get; }

    /// <summary>The words that name it.</summary>
    public IEnumerable<string> Words => ["--url", server.Urls.First(), "--key", Secret];

    public static async Task<Site> OpenAsync()
    {
        var server = TollgateServer.Build(new ServerSettings
        {
            Database = "memory:",
            Urls = "http://127.0.0.1:0",
            AdminKey = Secret,
            LogLevel = LogLevel.None,
        });
        await server.StartAsync(Cancel);
        return new Site(server);
    }

    /// <summary>Makes features without decimal places, and a customer that may use so much of each for ever.</summary>
    public Task SellAsync(string customer, decimal limit, params string[] features) =>
        SellAsync(Client, customer, limit, features);

    /// <inheritdoc cref="SellAsync(string, decimal, string[])"/>
    public static async Task SellAsync(TollgateClient client, string customer, decimal limit, params string[] features)
    {
        foreach (var feature in features)
            await client.PutFeatureAsync(feature, new FeatureRequest { Name = feature, Type = FeatureType.Metered }, Cancel);
        var included = new PlanFeature { Limits = [new PlanLimit { Quantity = limit, Per = "forever" }] };
        var plan = new PlanRequest
        {
            Name = customer,
            Kind = PlanKind.Base,
            Features = features.ToDictionary(feature => feature, _ => included),
        };
        await client.PutPlanAsync($"for-{customer}", plan, Cancel);
        await client.PutCustomerAsync(customer, new CustomerRequest(), Cancel);
        var subscription = new SubscriptionRequest { Plan = $"for-{customer}" };
        await client.CreateSubscriptionAsync(customer, subscription, cancellation: Cancel);
    }

    /// <summary>What is recorded of a customer, by event id.</summary>
    public async Task<Dictionary<string, decimal>> RecordedAsync(string customer)
    {
        Dictionary<string, decimal> recorded = [];
        await foreach (var one in Client.ListUsageAsync(customer, new UsageQuery { Limit = 500 }, Cancel))
            recorded.Add(one.Id, one.Quantity);
        return recorded;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
