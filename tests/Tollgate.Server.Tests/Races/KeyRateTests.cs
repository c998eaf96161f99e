using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Tollgate.Server.Tests.Races;

/// <summary>One key's rate on two server processes that share one PostgreSQL.</summary>
public sealed partial class KeyRateTests
{
    const int PerSecond = 20;
    const int Burst = 20;

    static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Two_servers_together_let_a_keys_rate_through_and_say_so()
    {
        await using var fleet = await Fleet.StartAsync("postgres", 2);
        var made = await fleet.Clients[0].CreateApiKeyAsync(new ApiKeyRequest
        {
            Name = "rated",
            Scopes = [Scopes.CustomersRead],
            Rate = new KeyRate { PerMinute = PerSecond * 60, Burst = Burst },
        });
        // A server that has not seen the key lets its first request pass.
        foreach (var address in fleet.Addresses) Assert.Equal(HttpStatusCode.OK, await FirstAsync(address, made));

        var watch = Stopwatch.StartNew();
        var passed = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => AskOnAsync(fleet.Addresses[i % 2], made, watch)));
        var seconds = watch.Elapsed.TotalSeconds;

        // b + r·t, and (n-1)·(b + 2r) + r besides; twice as much of r, since a busy machine exchanges late.
        // Each server for itself would let 2·(b + r·t) through.
        var most = Burst + (PerSecond * seconds) + Burst + (4 * PerSecond) + (2 * PerSecond);
        Assert.True(most < 2 * (Burst + (PerSecond * seconds)), "The test would not notice.");
        Assert.InRange(passed.Sum(), PerSecond * seconds * 0.8, most);
        var listed = await fleet.Clients[1].ListApiKeysAsync().SingleAsync(key => key.Id == made.Id);
        Assert.NotNull(listed.LastUsedAt);
    }

    // Until the time is over; how many passed.
    static async Task<int> AskOnAsync(Uri address, ApiKeyCreated key, Stopwatch watch)
    {
        using var http = new HttpClient { BaseAddress = address };
        var passed = 0;
        while (watch.Elapsed < Length)
            if (await AskAsync(http, key) == HttpStatusCode.OK)
                passed++;
        return passed;
    }

    static async Task<HttpStatusCode> FirstAsync(Uri address, ApiKeyCreated key)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var answer = await SendAsync(http, key);
        return answer.StatusCode;
    }

    static async Task<HttpStatusCode> AskAsync(HttpClient http, ApiKeyCreated key)
    {
        using var answer = await SendAsync(http, key);
        Assert.Equal("\"key\";q=20;w=1", Header(answer, "RateLimit-Policy"));
        var limit = Limit().Match(Header(answer, "RateLimit"));
        Assert.True(limit.Success, Header(answer, "RateLimit"));
        if (answer.StatusCode == HttpStatusCode.OK) return HttpStatusCode.OK;
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("0", limit.Groups[1].Value);
        Assert.Equal(limit.Groups[2].Value, Header(answer, "Retry-After"));
        return answer.StatusCode;
    }

    static async Task<HttpResponseMessage> SendAsync(HttpClient http, ApiKeyCreated key)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/v1/customers?limit=1");
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        return await http.SendAsync(ask);
    }

    static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    [GeneratedRegex("^\"key\";r=([0-9]+);t=([0-9]+)$")]
    private static partial Regex Limit();
}
