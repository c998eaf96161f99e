using Tollgate.Due;

namespace Tollgate.Storage.Tests.Contract;

public abstract partial class GateContract
{
    [Fact]
    public async Task What_time_brings_about_is_told_though_nobody_asks_and_by_many_who_knock_at_once_once()
    {
        var endpoint = await EndpointAsync("reservation.expired", "boost.ended");
        for (var i = 0; i < 7; i++)
        {
            await MakeCustomerAsync(10, $"c{i}");
            await First.UseAsync(new Use($"c{i}", Feature, 4, Id: "r") { HoldFor = Duration.FromMinutes(5) }, Stop);
            var until = await UntilAsync(Duration.FromHours(1));
            await First.ApplyAsync<Put<Boost>>(
                new ProvisionBoost($"c{i}", Feature, BoostType.TopUp, until, 1), Stop);
        }
        Assert.Equal(0, await DueService.KnockAsync(First, Stop));

        await MoveByAsync(Duration.FromMinutes(5));
        await AtOnceAsync(6, (gate, _) => DueService.KnockAsync(gate, Stop));
        Assert.Equal(Everybody("reservation.expired"), await ToldAsync(endpoint));
        await MoveByAsync(Duration.FromHours(1));
        await AtOnceAsync(6, (gate, _) => DueService.KnockAsync(gate, Stop));

        Assert.Equal(
            [.. Everybody("boost.ended"), .. Everybody("reservation.expired")], await ToldAsync(endpoint));
        Assert.Equal(0, await DueService.KnockAsync(First, Stop));
        for (var i = 0; i < 7; i++) await AssertUsedAsync(0, $"c{i}");

        static IEnumerable<(string, string)> Everybody(string type) =>
            Enumerable.Range(0, 7).Select(i => (type, $"c{i}"));
    }

    [Fact]
    public async Task Where_nobody_wants_to_know_nothing_takes_a_number_and_nobody_stays_due()
    {
        await MakeCustomerAsync(10);
        await First.ApplyAsync<Put<Boost>>(
            new ProvisionBoost(Customer, Feature, BoostType.TopUp, await UntilAsync(Duration.FromHours(1)), 1), Stop);
        await MoveByAsync(Duration.FromHours(1));

        Assert.Equal(1, await DueService.KnockAsync(First, Stop));

        Assert.Equal(0, await DueService.KnockAsync(First, Stop));
        await ReopenAsync();
        Assert.Equal(0, await DueService.KnockAsync(First, Stop));
        Assert.Equal(3, (await Trial.HistoryAsync(First, Customer))[^1].Sequence);
    }

    [Fact]
    public async Task What_a_threshold_was_told_of_is_not_told_again_for_a_plan_that_counts_anew()
    {
        var endpoint = await EndpointAsync("usage.threshold");
        await MakeCustomerAsync(100, Customer, "PT24H");
        await First.UseAsync(new Use(Customer, Feature, 85), Stop);
        await Trial.PutPlanAsync(
            First, "more", new PlanLimit(100, "forever"), new PlanLimit(1_000_000, "PT24H"),
            new PlanLimit(1_000, "month"));
        await First.ApplyAsync<Put<Subscription>>(new Subscribe(Customer, "more"), Stop);
        await ReopenAsync();

        await First.UseAsync(new Use(Customer, Feature, 4), Stop);
        Assert.Single(await ToldAsync(endpoint));
        await First.UseAsync(new Use(Customer, Feature, 1), Stop);

        Assert.Equal(2, (await ToldAsync(endpoint)).Count());
        await AssertUsedAsync(90);
    }

    [Fact]
    public async Task A_customers_own_thresholds_are_kept()
    {
        var endpoint = await EndpointAsync("usage.threshold");
        await MakeCustomerAsync(100);
        await First.ApplyAsync<Put<Profile>>(new PutCustomer(Customer)
        {
            Thresholds = FeatureThresholds.Of(new Dictionary<string, Percentages> { [Feature] = [10] }),
        }, Stop);
        await ReopenAsync();

        await First.UseAsync(new Use(Customer, Feature, 10), Stop);

        Assert.Single(await ToldAsync(endpoint));
    }

    async Task<long> EndpointAsync(params string[] events) => (await First.ApplyAsync<Put<WebhookEndpoint>>(
        new CreateWebhookEndpoint("https://example.com/", events, WebhookSecret.Of(new byte[32])), Stop)).Value.Id;

    async Task<BoostEnd> UntilAsync(Duration by) => BoostEnd.At((await ClockAsync()).Now + by);

    async Task<IEnumerable<(string Type, string Customer)>> ToldAsync(long endpoint) =>
        (await First.OutboxAsync(outbox => outbox.ListAsync(endpoint, null, 100, Stop)))
            .Select(one => (one.Entry.Type, one.Entry.Key)).Order();
}
