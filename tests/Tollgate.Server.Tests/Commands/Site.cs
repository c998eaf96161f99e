using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Tollgate.Server.Tests.Commands;

/// <summary>A running server, on a database that ends with the test.</summary>
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
        var metered = new FeatureRequest { Name = customer, Type = FeatureType.Metered };
        foreach (var feature in features) await client.PutFeatureAsync(feature, metered, Cancel);
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

    /// <summary>Makes the gauge <c>seats</c>, and a customer that has a namespace and may have so many.</summary>
    public async Task SellSeatsAsync(string customer, decimal limit, string name)
    {
        await Client.PutFeatureAsync("seats", new FeatureRequest { Name = "Seats", Type = FeatureType.Gauge }, Cancel);
        var included = new PlanFeature { Limits = [new PlanLimit { Quantity = limit, Per = "forever" }] };
        var plan = new PlanRequest
        {
            Name = "Seats",
            Kind = PlanKind.Base,
            Features = new Dictionary<string, PlanFeature> { ["seats"] = included },
        };
        await Client.PutPlanAsync("seats", plan, Cancel);
        await Client.PutCustomerAsync(customer, new CustomerRequest(), Cancel);
        await Client.PutNamespaceAsync(customer, name, new NamespaceRequest(), Cancel);
        await Client.CreateSubscriptionAsync(
            customer, new SubscriptionRequest { Plan = "seats" }, cancellation: Cancel);
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
