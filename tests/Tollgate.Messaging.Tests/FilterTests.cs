using Tollgate.Core;
using Tollgate.Core.Customers;

namespace Tollgate.Messaging.Tests;

public sealed class FilterTests
{
    [Fact]
    public async Task Nobody_gets_in_unless_signed_in_and_no_tenant_that_is_not_signed_up()
    {
        await using var platform = await Platform.StartAsync();

        await platform.RefusedAsync(401, null, HttpMethod.Get, "/contacts", who: null);
        await platform.RefusedAsync(401, null, HttpMethod.Get, "/contacts", who: "acme");
        await platform.RefusedAsync(404, "customer_not_found", HttpMethod.Get, "/contacts", who: "new/ann");
        await platform.RefusedAsync(404, "customer_not_found", HttpMethod.Get, "/wallet", who: "new/ann");
        await platform.RefusedAsync(400, "invalid", HttpMethod.Put, "/tenant", who: "a b/ann");
    }

    [Fact]
    public async Task A_suspended_tenant_sends_nothing_and_still_sees_its_wallet()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 1);
        var campaign = await platform.CampaignAsync("news");
        await platform.Gate.ApplyAsync<Put<Profile>>(new SuspendCustomer("acme"));

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/contacts"), (HttpMethod.Post, $"/campaigns/{campaign}/launch"),
            (HttpMethod.Post, "/messages"),
        })
        {
            var problem = await platform.RefusedAsync(
                403, "SUBSCRIPTION_INACTIVE", method, path, method == HttpMethod.Get ? null : new { });
            Assert.Equal("customer_suspended", problem.GetProperty("reason").GetString());
        }
        Assert.Equal("0.00", await platform.BalanceAsync());
        Assert.Empty(platform.Network.All);
    }

    [Fact]
    public async Task A_tenant_that_is_suspended_while_its_campaign_is_sent_gets_back_what_failed()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 10);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        platform.Network.Open = held.Task;
        for (var i = 1; i <= 4; i++) platform.Network.Refused[Platform.Number(i)] = true;
        var campaign = await platform.CampaignAsync("news");
        await platform.LaunchAsync(campaign);
        await platform.Gate.ApplyAsync<Put<Profile>>(new SuspendCustomer("acme"));

        held.SetResult();
        while (await platform.ReturnedAsync() < 4) await Task.Delay(20, TestContext.Current.CancellationToken);

        await platform.Gate.ApplyAsync<Put<Profile>>(new ResumeCustomer("acme"));
        Assert.Equal("sent", (await platform.GetAsync($"/campaigns/{campaign}")).GetProperty("status").GetString());
        Assert.Equal((6, 94), await platform.QuotaAsync());
    }

    [Fact]
    public async Task Three_exports_a_day_are_let_through_and_the_fourth_is_told_when_to_come_again()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 2);

        for (var i = 0; i < 3; i++)
            Assert.Contains(
                $"{Platform.Number(1)},\"N 1\"",
                await (await platform.SendAsync(HttpMethod.Get, "/contacts.csv")).Content.ReadAsStringAsync());
        var refused = await platform.SendAsync(HttpMethod.Get, "/contacts.csv");

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
    }
}
