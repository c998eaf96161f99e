using System.Text.Json;

namespace Tollgate.Server.Tests.Races;

/// <summary>Webhooks of one server on SQLite, and of two on one PostgreSQL.</summary>
public sealed class WebhookRaceTests
{
    const int Customers = 12;
    const int Boosts = 8;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_event_is_told_once_and_in_the_order_of_its_customer(string kind)
    {
        await using var receiver = new Receiver();
        await using var fleet = await Fleet.StartAsync(kind, count: 2);
        await StartAsync(fleet, receiver);

        await fleet.AtOnceAsync(Customers, (client, i) => BoostAsync(client, $"customer{i}"));
        await receiver.WhenAsync(Customers * Boosts);
        await WhenDeliveredAsync(fleet, Customers * Boosts);

        Assert.Equal(Customers * Boosts, receiver.All.Count);
        Assert.Equal(Customers * Boosts, receiver.All.Select(one => one.Headers["webhook-id"]).Distinct().Count());
        for (var i = 0; i < Customers; i++)
            Assert.Equal(
                Enumerable.Range(2, Boosts).Select(n => $"bst_customer{i}_{n}"), Told(receiver, $"customer{i}"));
    }

    [Fact]
    public async Task What_a_killed_server_was_delivering_another_delivers_and_in_order()
    {
        var hangs = true;
        await using var receiver = new Receiver(async one =>
        {
            if (hangs) await Task.Delay(Timeout.Infinite, one.Gone);
            return new ReceiverAnswer(204);
        });
        await using var fleet = await Fleet.StartAsync("postgres", count: 1);
        await StartAsync(fleet, receiver);
        await BoostAsync(fleet.Clients[0], "acme");
        await receiver.WhenAsync(1);
        await fleet.AddOneAsync();

        hangs = false;
        fleet.Servers[0].Kill9();
        for (var count = Boosts + 1; Told(receiver, "acme").Distinct().Count() < Boosts; count++)
            await receiver.WhenAsync(count);

        // Only the first, which nobody had answered, came again.
        var told = Told(receiver, "acme").ToList();
        var first = told.TakeWhile(id => id == told[0]).Count();
        Assert.True(first > 1);
        Assert.Equal(Enumerable.Range(2, Boosts).Select(n => $"bst_acme_{n}"), told.Skip(first - 1));
        Assert.Equal(Boosts, receiver.All.Select(one => one.Headers["webhook-id"]).Distinct().Count());
    }

    static async Task StartAsync(Fleet fleet, Receiver receiver)
    {
        await fleet.Clients[0].PutFeatureAsync(
            "calls", new FeatureRequest { Name = "Calls", Type = FeatureType.Metered });
        await fleet.Clients[0].CreateWebhookEndpointAsync(
            new WebhookEndpointRequest { Url = receiver.Url.ToString(), Events = ["boost.*"] });
    }

    static async Task<int> BoostAsync(TollgateClient client, string customer)
    {
        await client.PutCustomerAsync(customer, new CustomerRequest());
        for (var i = 0; i < Boosts; i++)
            await client.CreateBoostAsync(
                customer,
                new BoostRequest { Feature = "calls", Type = BoostType.TopUp, Quantity = 1, Until = null });
        return Boosts;
    }

    // What is told is written down after it was answered.
    static async Task WhenDeliveredAsync(Fleet fleet, int count)
    {
        var client = fleet.Clients[0];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var endpoint = (await client.ListWebhookEndpointsAsync(patience.Token).ToListAsync(patience.Token)).Single();
        while (true)
        {
            var log = await client.ListDeliveriesAsync(endpoint.Id, patience.Token).ToListAsync(patience.Token);
            if (log.Count(one => one.Status == "delivered") == count) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    static IEnumerable<string> Told(Receiver receiver, string customer) => receiver.All
        .Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("data"))
        .Where(data => data.GetProperty("customer").GetString() == customer)
        .Select(data => data.GetProperty("id").GetString()!);
}
