namespace Tollgate.Messaging.Tests;

public sealed class WithdrawalTests
{
    static readonly object Ten = new { amount = "10.00", iban = "SE3550000000054910000003" };

    [Fact]
    public async Task What_one_asks_for_another_approves_and_it_is_paid_out_once()
    {
        await using var platform = await Platform.StartAsync(servers: 2);
        await platform.TopUpAsync("25.00");

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => platform.OkAsync(HttpMethod.Post, "/withdrawals", Ten, key: "w-1")));
        var path = $"/withdrawals/{Assert.Single(asked.Select(one => one.GetProperty("id").GetString()).Distinct())}";

        Assert.Equal("pending", asked[0].GetProperty("status").GetString());
        Assert.Equal(
            ("25.00", "10.00", "15.00"), await WalletAsync(platform));
        await platform.RefusedAsync(409, "same_actor", HttpMethod.Post, $"{path}/approve");
        await platform.OkAsync(HttpMethod.Post, $"{path}/approve", who: "acme/bob");
        var paid = await platform.UntilAsync(path, one => one.GetProperty("status").GetString() == "paid");

        Assert.Equal(
            ("9.00", "1.00", "ann", "bob"),
            (paid.GetProperty("net").GetString(), paid.GetProperty("fee").GetString(),
                paid.GetProperty("requested_by").GetString(), paid.GetProperty("approved_by").GetString()));
        Assert.Equal(("15.00", "0.00", "15.00"), await WalletAsync(platform));
        await platform.RefusedAsync(409, "withdrawal_closed", HttpMethod.Post, $"{path}/cancel");
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task What_is_held_for_a_withdrawal_sends_nothing_until_it_is_cancelled()
    {
        await using var platform = await Platform.StartAsync();
        await platform.ImportAsync("news", 110);
        await platform.TopUpAsync("10.00");
        var asked = await platform.OkAsync(HttpMethod.Post, "/withdrawals", Ten, key: "w-1");
        var campaign = await platform.CampaignAsync("news");

        await platform.RefusedAsync(402, "credit_insufficient", HttpMethod.Post, $"/campaigns/{campaign}/launch");
        await platform.OkAsync(HttpMethod.Post, $"/withdrawals/{asked.GetProperty("id")}/cancel");

        Assert.Equal("0.50", (await platform.LaunchAsync(campaign)).GetProperty("charged").GetString());
        await platform.AssertWholeAsync();
    }

    [Fact]
    public async Task More_than_there_is_too_little_without_a_key_or_by_a_stranger_is_refused()
    {
        await using var platform = await Platform.StartAsync();
        await platform.TopUpAsync("9.00");
        var small = await platform.OkAsync(
            HttpMethod.Post, "/withdrawals", new { amount = "5.00", iban = "SE35" }, key: "w-1");

        await platform.RefusedAsync(409, "credit_insufficient", HttpMethod.Post, "/withdrawals", Ten, key: "w-2");
        await platform.RefusedAsync(
            400, "invalid", HttpMethod.Post, "/withdrawals", new { amount = "4.00", iban = "SE35" }, key: "w-3");
        await platform.RefusedAsync(400, null, HttpMethod.Post, "/withdrawals", Ten);
        await platform.OkAsync(HttpMethod.Put, "/tenant", who: "other/eve");
        await platform.RefusedAsync(
            404, "withdrawal_not_found", HttpMethod.Post, $"/withdrawals/{small.GetProperty("id")}/approve",
            who: "other/eve");
    }

    static async Task<(string?, string?, string?)> WalletAsync(Platform platform)
    {
        var wallet = await platform.GetAsync("/wallet");
        return (wallet.GetProperty("balance").GetString(), wallet.GetProperty("held").GetString(),
            wallet.GetProperty("available").GetString());
    }
}
