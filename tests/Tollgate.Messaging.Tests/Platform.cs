using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace Tollgate.Messaging.Tests;

/// <summary>The application on a port and a database of its own, spoken to over HTTP as a tenant's user.</summary>
sealed class Platform : IAsyncDisposable
{
    readonly List<(WebApplication App, HttpClient Client)> servers = [];
    int next;

    public Network Network { get; } = new();

    public required string Postgres { get; init; }

    public Gate Gate => servers[0].App.Services.GetRequiredService<Gate>();

    /// <summary>One that <c>acme</c> is signed up at; skips, or fails under CI, where there is no PostgreSQL.</summary>
    public static async Task<Platform> StartAsync(int servers = 1)
    {
        if (await Databases.SharedAsync() is not { } postgres)
        {
            if (Databases.Required) Assert.Fail(Databases.Missing);
            Assert.Skip(Databases.Missing);
            return null;
        }
        var platform = new Platform { Postgres = await postgres.CreateDatabaseAsync() };
        for (var i = 0; i < servers; i++) await platform.AddServerAsync();
        await platform.OkAsync(HttpMethod.Put, "/tenant");
        return platform;
    }

    public async Task AddServerAsync()
    {
        var app = MessagingApp.Build(
            ["--urls=http://127.0.0.1:0", $"--Postgres={Postgres}", "--Logging:LogLevel:Default=Error"],
            services => services.AddSingleton<ISender>(Network));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        servers.Add((app, new HttpClient { BaseAddress = new Uri(address.Single()) }));
    }

    /// <summary>Asks one server after the other.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? who = "acme/ann", string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (who is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return servers[Interlocked.Increment(ref next) % servers.Count].Client.SendAsync(request);
    }

    public Task<JsonElement> GetAsync(string path, string who = "acme/ann") => OkAsync(HttpMethod.Get, path, who: who);

    public async Task<JsonElement> OkAsync(
        HttpMethod method, string path, object? body = null, string? who = "acme/ann", string? key = null)
    {
        using var answer = await SendAsync(method, path, body, who, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text.Length == 0 ? "null" : text).RootElement;
    }

    /// <summary>Asserts how a request is refused; the problem.</summary>
    public async Task<JsonElement> RefusedAsync(
        int status, string? code, HttpMethod method, string path, object? body = null, string? who = "acme/ann",
        string? key = null)
    {
        using var answer = await SendAsync(method, path, body, who, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        if (status == (int)HttpStatusCode.Unauthorized) return default;
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (code is not null) Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    /// <summary>Contacts +46700000001, +46700000002, ... on a list.</summary>
    public Task<JsonElement> ImportAsync(string list, int count, int first = 1) => OkAsync(
        HttpMethod.Post, "/contacts/import", new
        {
            contacts = Enumerable.Range(first, count).Select(i => new { number = Number(i), name = $"N {i}", list }),
        });

    public static string Number(int i) => string.Create(CultureInfo.InvariantCulture, $"+4670{i:0000000}");

    public async Task<long> CampaignAsync(string list, string text = "Hello {name}, stop: {unsubscribe}")
    {
        var made = await OkAsync(HttpMethod.Post, "/campaigns", new { name = "A campaign", list, text });
        Assert.Equal("draft", made.GetProperty("status").GetString());
        return made.GetProperty("id").GetInt64();
    }

    public Task<JsonElement> LaunchAsync(long campaign) => OkAsync(HttpMethod.Post, $"/campaigns/{campaign}/launch");

    public Task TopUpAsync(string amount, string payment = "pay-1") =>
        OkAsync(HttpMethod.Post, "/wallet/top-ups", new { amount, payment });

    public async Task<string> BalanceAsync() => (await GetAsync("/wallet")).GetProperty("balance").GetString()!;

    public async Task<(long Used, long Left)> QuotaAsync()
    {
        var messages = (await GetAsync("/tenant")).GetProperty("messages");
        return (messages.GetProperty("used").GetInt64(), messages.GetProperty("included_left").GetInt64());
    }

    /// <summary>Waits, up to a minute, until something is answered as wanted.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var answer = await GetAsync(path);
            if (wanted(answer)) return answer;
            await Task.Delay(20, patience.Token);
        }
    }

    public Task<JsonElement> UntilSentAsync(long campaign) =>
        UntilAsync($"/campaigns/{campaign}", one => one.GetProperty("status").GetString() == "sent");

    /// <summary>Messages that were given back, by the database: a suspended tenant cannot ask.</summary>
    public async Task<long> ReturnedAsync() =>
        (long)(await RunAsync("SELECT count(*) FROM messaging.message WHERE state = 'returned'"))!;

    /// <summary>A statement on the database: time that passes, or a server that crashed half-way.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using var data = NpgsqlDataSource.Create(Postgres);
        await using var command = data.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Nothing that the gate counted or charged differs from what it recorded.</summary>
    public async Task AssertWholeAsync()
    {
        var verified = await Gate.VerifyAsync("acme");
        Assert.Null(verified!.Divergence);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (app, client) in servers)
        {
            client.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
