namespace Tollgate.Storage.Tests;

public sealed class ThresholdOnceTests
{
    [Fact]
    public async Task A_threshold_is_told_once_per_window_whatever_else_is_sold_meanwhile()
    {
        var store = new MemoryStore(TimeProvider.System);
        await using var gate = await Trial.OpenAsync(store);
        await gate.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange { Thresholds = [80] }));
        await gate.ApplyAsync<Put<Feature>>(new PutFeature("other", new FeatureDefinition("O", FeatureType.Metered)));
        await Trial.PutPlanAsync(gate, "p", new PlanLimit(10, "month"));
        await Trial.PutCustomerAsync(gate, "acme", "p");
        var endpoint = (await gate.ApplyAsync<Put<WebhookEndpoint>>(new CreateWebhookEndpoint(
            "https://example.com/", ["usage.threshold"], WebhookSecret.Of(new byte[32])))).Value;

        await gate.UseAsync(new Use("acme", "calls", 8));
        await gate.ApplyAsync<Put<Boost>>(
            new ProvisionBoost("acme", "other", BoostType.AddLimit, BoostEnd.Never, 5, "day"));
        await gate.UseAsync(new Use("acme", "calls", 1));

        Assert.Single(await store.Outbox.ListAsync(endpoint.Id, null, 100, default));
    }

    [Fact]
    public async Task A_zone_that_changes_tells_no_threshold_of_all_time_again()
    {
        var store = new MemoryStore(TimeProvider.System);
        await using var gate = await Trial.OpenAsync(store);
        await gate.ApplyAsync<Put<Settings>>(new PutSettings(new SettingsChange { Thresholds = [80] }));
        await Trial.PutPlanAsync(gate, "p", new PlanLimit(10, "forever"));
        await Trial.PutCustomerAsync(gate, "acme", "p");
        var endpoint = (await gate.ApplyAsync<Put<WebhookEndpoint>>(new CreateWebhookEndpoint(
            "https://example.com/", ["usage.threshold"], WebhookSecret.Of(new byte[32])))).Value;

        await gate.UseAsync(new Use("acme", "calls", 8));
        await gate.ApplyAsync<Put<Profile>>(new PutCustomer("acme", TimeZone: "Pacific/Apia"));
        await gate.UseAsync(new Use("acme", "calls", 1));

        Assert.Single(await store.Outbox.ListAsync(endpoint.Id, null, 100, default));
    }
}
