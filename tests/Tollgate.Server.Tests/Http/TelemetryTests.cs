using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Tollgate.Server.Tests.Http;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_leave_when_there_is_somewhere_to_send_them()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var arrived = collector.AcceptSocketAsync();
        var host = new TollgateHost
        {
            StandsStill = false,
            Settings = new()
            {
                Database = "memory:",
                Urls = "http://127.0.0.1:0",
                AdminKey = TollgateHost.AdminKey,
                OtlpEndpoint = $"http://{collector.LocalEndpoint}",
                LogLevel = LogLevel.None,
            },
        };
        await host.InitializeAsync();
        await host.Admin.UseAsync(new UsageRequest { Customer = "a", Feature = "f" });
        // What is left is sent when the host stops, and nobody has to wait for the next round.
        var stopped = host.DisposeAsync().AsTask();
        using (await arrived.WaitAsync(TimeSpan.FromSeconds(30)))
        {
        }
        collector.Stop();
        await stopped;
    }

    [Fact]
    public void An_address_that_is_none_is_refused_at_the_start() =>
        Assert.Throws<ArgumentException>(
            () => TollgateServer.Build(new ServerSettings { Database = "memory:", OtlpEndpoint = "nowhere" }));
}
