using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tollgate.Server.Tests.Http;

namespace Tollgate.Server.Tests.Webhooks;

/// <summary>Messages as the convention's own JavaScript library reads them.</summary>
public sealed class StandardWebhooksTests
{
    [Fact]
    public async Task Its_own_library_verifies_what_is_sent_also_while_a_secret_is_rotated()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Webhooks", "receiver");
        await RequireNodeAsync(folder);
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        await using var receiver = await ServerProcess.StartAsync(new ServerStart
        {
            Command = "node",
            Arguments = [Path.Combine(folder, "receiver.js"), $"{url.Port}"],
            ReadyPage = new Uri(url, "ready"),
        });
        await using var host = Host();
        await host.InitializeAsync();
        using var http = new HttpClient { BaseAddress = url };

        var endpoint = await host.Admin.CreateWebhookEndpointAsync(
            new WebhookEndpointRequest { Url = new Uri(url, "hook").ToString() });
        await http.PutAsync("secret", new StringContent(endpoint.Secret!));
        await host.Admin.PutCustomerAsync("acme", new CustomerRequest());
        await host.Admin.SuspendCustomerAsync("acme", "\u00e9\u4e2d\ud83d\ude80 \"quoted\"");
        Assert.Equal("delivered", await OutcomeAsync(host, endpoint.Id));

        var rotated = await host.Admin.RotateWebhookSecretAsync(endpoint.Id);
        await host.Admin.ResumeCustomerAsync("acme");
        Assert.Equal("delivered", await OutcomeAsync(host, endpoint.Id));
        await http.PutAsync("secret", new StringContent(rotated.Secret!));
        await host.Admin.TestWebhookEndpointAsync(endpoint.Id);
        Assert.Equal("delivered", await OutcomeAsync(host, endpoint.Id));
        await http.PutAsync("secret", new StringContent("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        await host.Admin.TestWebhookEndpointAsync(endpoint.Id);
        Assert.Equal("waiting 400", await OutcomeAsync(host, endpoint.Id));

        var messages = await http.GetFromJsonAsync<List<JsonElement>>("messages");
        Assert.Equal(
            ["customer.suspended", "customer.resumed", "webhook_endpoint.test"],
            messages!.Select(one => one.GetProperty("payload").GetProperty("type").GetString()));
        var data = messages![0].GetProperty("payload").GetProperty("data");
        Assert.Equal(
            ("acme", "\u00e9\u4e2d\ud83d\ude80 \"quoted\""),
            (data.GetProperty("customer").GetString(), data.GetProperty("suspended_reason").GetString()));
    }

    static TollgateHost Host() => new()
    {
        StandsStill = false,
        Settings = new ServerSettings
        {
            Database = "memory:",
            Urls = "http://127.0.0.1:0",
            AdminKey = TollgateHost.AdminKey,
            LogLevel = LogLevel.None,
            Sandbox = true,
        },
    };

    // The outcome of the newest delivery, once it was tried.
    static async Task<string> OutcomeAsync(TollgateHost host, string endpoint)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var last = await host.Admin.ListDeliveriesAsync(endpoint, patience.Token).FirstAsync(patience.Token);
            if (last.Status == "delivered") return last.Status;
            if (last.Attempts > 0) return $"{last.Status} {last.ResponseStatus}";
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    static async Task RequireNodeAsync(string folder)
    {
        if (await NodeProject.IsReadyAsync(folder)) return;
        if (Databases.Required) Assert.Fail(NodeProject.Missing);
        Assert.Skip(NodeProject.Missing);
    }
}
