namespace Tollgate.Server.Tests.Races;

/// <summary>
/// Many at once, over real connections, on four servers that share one PostgreSQL and on one with SQLite.
/// </summary>
public sealed class RaceTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Of_two_hundred_uses_at_once_a_limit_of_ten_allows_ten(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 10);

        var decisions = await fleet.AtOnceAsync(200, (client, _) => client.UseAsync(Calls()));

        Assert.Equal(10, decisions.Count(decision => decision.Allowed));
        Assert.All(
            decisions.Where(decision => !decision.Allowed),
            decision => Assert.Equal(Reasons.LimitExceeded, decision.Reason));
        Assert.Equal(
            Enumerable.Range(1, 10).Select(n => (decimal?)n),
            decisions.Where(one => one.Allowed).Select(one => one.Used).Order());
        Assert.Equal(10, await fleet.UsedAsync());
        Assert.Equal(10, (await fleet.EventsAsync()).Count);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Of_two_hundred_uses_at_once_one_gets_the_last_unit(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 10);
        Assert.True((await fleet.Clients[0].UseAsync(Calls(9))).Allowed);

        var decisions = await fleet.AtOnceAsync(200, (client, _) => client.UseAsync(Calls()));

        Assert.Single(decisions, decision => decision.Allowed);
        Assert.Equal(10, await fleet.UsedAsync());
    }

    [Theory]
    [InlineData("sqlite", false)]
    [InlineData("sqlite", true)]
    [InlineData("postgres", false)]
    [InlineData("postgres", true)]
    public async Task Of_twenty_base_plans_at_once_one_is_active(string kind, bool withOneBefore)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 10);
        for (var i = 0; i < 20; i++) await fleet.PutPlanAsync($"plan{i}", 10);
        if (!withOneBefore) await fleet.Clients[0].PutCustomerAsync("nova", new CustomerRequest());
        var customer = withOneBefore ? "acme" : "nova";

        await fleet.AtOnceAsync(
            20, (client, i) => client.CreateSubscriptionAsync(customer, new SubscriptionRequest { Plan = $"plan{i}" }));

        List<Subscription> all = [];
        await foreach (var one in fleet.Clients[0].ListSubscriptionsAsync(customer)) all.Add(one);
        Assert.Equal(withOneBefore ? 21 : 20, all.Count);
        Assert.Single(all, subscription => subscription.Status == "active");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task One_event_id_fifty_times_at_once_is_recorded_once(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 100);

        var decisions = await fleet.AtOnceAsync(50, (client, _) => client.UseAsync(Calls() with { Id = "once" }));

        Assert.Single(decisions, decision => decision is { Allowed: true, Replayed: false });
        Assert.Equal(49, decisions.Count(decision => decision is { Allowed: true, Replayed: true }));
        Assert.Single(decisions.Select(decision => decision.Sequence).Distinct());
        Assert.Equal(1, await fleet.UsedAsync());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task One_idempotency_key_fifty_times_at_once_has_one_effect(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 100);
        await fleet.Clients[0].PutCustomerAsync("nova", new CustomerRequest());

        var answers = await fleet.AtOnceAsync(
            50, (client, _) =>
                client.CreateSubscriptionAsync("nova", new SubscriptionRequest { Plan = "pro" }, "key-1"));

        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        var count = 0;
        await foreach (var _ in fleet.Clients[0].ListSubscriptionsAsync("nova")) count++;
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Of_twenty_uses_of_75_on_500_six_fit(string kind)
    {
        await using var fleet = await Fleet.StartAsync(kind);
        await fleet.SellAsync(limit: 500);

        var decisions = await fleet.AtOnceAsync(20, (client, _) => client.UseAsync(Calls(75)));

        Assert.Equal(6, decisions.Count(decision => decision.Allowed));
        Assert.Equal(450, await fleet.UsedAsync());
    }

    static UsageRequest Calls(decimal quantity = 1) =>
        new() { Customer = "acme", Feature = "calls", Quantity = quantity };
}
