namespace Tollgate.Messaging.Tests;

public sealed class OutboxTests
{
    const string To = "+46709999999";

    static readonly object Hello = new { to = To, text = "Hello" };

    [Fact]
    public async Task What_was_given_back_before_a_crash_is_not_given_back_again()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 102);
        await platform.TopUpAsync("1.00");
        for (var i = 99; i <= 102; i++) platform.Network.Refused[Platform.Number(i)] = true;
        var campaign = await platform.CampaignAsync("news");
        await platform.LaunchAsync(campaign);
        await platform.UntilSentAsync(campaign);
        var before = (await platform.QuotaAsync(), await platform.BalanceAsync());
        Assert.Equal(((98, 2), "1.00"), before);

        // The gate gave it back, and the server was gone before it could write that down.
        await platform.RunAsync(
            "UPDATE messaging.message SET state = 'failed', due_at = now() WHERE state = 'returned'");
        await platform.UntilSentAsync(campaign);

        Assert.Equal(before, (await platform.QuotaAsync(), await platform.BalanceAsync()));
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task What_a_server_that_is_gone_had_taken_another_sends_under_the_same_id()
    {
        await using var platform = await Platform.StartAsync();
        platform.Network.Unknown[To] = true;
        var made = await platform.OkAsync(HttpMethod.Post, "/messages", Hello);
        var path = $"/messages/{made.GetProperty("id")}";
        await UntilTriedAsync(platform, 1);
        Assert.Equal("queued", (await platform.GetAsync(path)).GetProperty("state").GetString());

        platform.Network.Unknown.Clear();
        await LaterAsync(platform);
        await platform.UntilAsync(path, one => one.GetProperty("state").GetString() == "sent");

        Assert.Equal(2, platform.Network.All.Count);
        Assert.Single(platform.Network.All.Select(one => one.Id).Distinct());
        Assert.Equal((1, 99), await platform.QuotaAsync());
    }

    [Fact]
    public async Task What_nobody_could_tell_of_five_times_is_given_back()
    {
        await using var platform = await Platform.StartAsync();
        platform.Network.Unknown[To] = true;
        var made = await platform.OkAsync(HttpMethod.Post, "/messages", Hello);

        for (var tried = 1; tried < 5; tried++)
        {
            await UntilTriedAsync(platform, tried);
            Assert.Equal((1, 99), await platform.QuotaAsync());
            await LaterAsync(platform);
        }
        await platform.UntilAsync(
            $"/messages/{made.GetProperty("id")}", one => one.GetProperty("state").GetString() == "returned");

        Assert.Equal(5, platform.Network.All.Count);
        Assert.Equal((0, 100), await platform.QuotaAsync());
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task A_direct_message_does_not_wait_for_the_campaign_of_another()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 3_000);
        await platform.TopUpAsync("150.00");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        platform.Network.Open = held.Task;
        var campaign = await platform.CampaignAsync("news");
        await platform.LaunchAsync(campaign);
        await platform.OkAsync(HttpMethod.Put, "/tenant", who: "other/eve");
        await platform.OkAsync(HttpMethod.Post, "/messages", Hello, who: "other/eve");

        held.SetResult();
        await platform.UntilSentAsync(campaign);

        var place = platform.Network.All.TakeWhile(one => one.To != To).Count();
        Assert.InRange(place, 0, 1_000);
    }

    static async Task UntilTriedAsync(Platform platform, int times)
    {
        while (platform.Network.All.Count < times) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    // The minute is over after which another may take it.
    static Task LaterAsync(Platform platform) => platform.RunAsync("UPDATE messaging.message SET due_at = now()");
}
