namespace Tollgate.Messaging.Tests;

public sealed class MessageTests
{
    static readonly object Hello = new { to = "+46709999999", text = "Hello" };

    [Fact]
    public async Task What_is_included_goes_first_then_each_costs_what_its_tier_does()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 1_099);
        await platform.TopUpAsync("50.10");

        var launched = await platform.LaunchAsync(await platform.CampaignAsync("news"));
        Assert.Equal("49.95", launched.GetProperty("charged").GetString());
        Assert.Equal("0.15", await platform.BalanceAsync());
        // The thousandth that is paid for, and the first of the next tier.
        await platform.OkAsync(HttpMethod.Post, "/messages", Hello);
        Assert.Equal("0.10", await platform.BalanceAsync());
        await platform.OkAsync(HttpMethod.Post, "/messages", Hello);
        await platform.OkAsync(HttpMethod.Post, "/messages", Hello);
        Assert.Equal("0.02", await platform.BalanceAsync());
        var refused = await platform.RefusedAsync(402, "credit_insufficient", HttpMethod.Post, "/messages", Hello);

        Assert.Equal("credit_insufficient", refused.GetProperty("reason").GetString());
        Assert.Equal("0.02", await platform.BalanceAsync());
        var ledger = (await platform.GetAsync("/wallet/ledger")).GetProperty("data");
        Assert.Equal("-0.04", ledger[0].GetProperty("amount").GetString());
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task The_same_key_many_times_at_once_is_one_message_and_one_use()
    {
        await using var platform = await Platform.StartAsync(servers: 2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => platform.OkAsync(HttpMethod.Post, "/messages", Hello, key: "order-7")));

        var id = Assert.Single(answers.Select(one => one.GetProperty("id").GetInt64()).Distinct());
        await platform.UntilAsync($"/messages/{id}", one => one.GetProperty("state").GetString() == "sent");
        Assert.Single(platform.Network.All);
        Assert.Equal((1, 99), await platform.QuotaAsync());
        await platform.RefusedAsync(
            409, "idempotency_key_reused", HttpMethod.Post, "/messages", new { to = "+46709999999", text = "Other" },
            key: "order-7");
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task Of_many_at_once_as_many_are_sent_as_there_is_quota_and_money_for()
    {
        await using var platform = await Platform.StartAsync(servers: 2);
        await platform.ImportAsync("news", 95);
        await platform.LaunchAsync(await platform.CampaignAsync("news"));
        await platform.TopUpAsync("0.20");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            _ => platform.SendAsync(HttpMethod.Post, "/messages", Hello)));

        Assert.Equal(9, answers.Count(one => (int)one.StatusCode == 202));
        Assert.Equal(21, answers.Count(one => (int)one.StatusCode == 402));
        Assert.Equal("0.00", await platform.BalanceAsync());
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task A_message_that_is_not_taken_is_given_back()
    {
        await using var platform = await Platform.StartAsync();
        platform.Network.Refused["+46709999999"] = true;

        var made = await platform.OkAsync(HttpMethod.Post, "/messages", Hello);
        await platform.UntilAsync(
            $"/messages/{made.GetProperty("id")}", one => one.GetProperty("state").GetString() == "returned");

        Assert.Equal((0, 100), await platform.QuotaAsync());
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task Nobody_is_written_to_who_unsubscribed_and_no_number_that_is_none()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 1);
        await platform.OkAsync(HttpMethod.Post, $"/contacts/{Platform.Number(1)}/unsubscribe");

        await platform.RefusedAsync(
            409, "unsubscribed", HttpMethod.Post, "/messages", new { to = Platform.Number(1), text = "Hello" });
        var bad = await platform.RefusedAsync(
            400, null, HttpMethod.Post, "/messages", new { to = "12", text = "" }, key: "no key");

        Assert.Equal(
            ["Idempotency-Key", "text", "to"],
            bad.GetProperty("errors").EnumerateObject().Select(one => one.Name).Order());
        Assert.Equal((0, 100), await platform.QuotaAsync());
    }
}
