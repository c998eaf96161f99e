using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tollgate.Webhooks;

namespace Tollgate.Storage.Tests.Webhooks;

/// <summary>To whom a message is given: by name, address and certificate.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Whom_no_root_vouches_for_gets_nothing_and_the_log_says_why()
    {
        await using var receiver = new TlsReceiver();

        var result = await PostAsync(receiver, "receiver.example", []);

        Assert.Equal((null, false, 0), (result.Status, result.IsDelivered, receiver.Came));
        Assert.Contains("certificate", result.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whom_a_root_vouches_for_under_its_name_gets_it_and_under_no_other()
    {
        await using var receiver = new TlsReceiver();

        var trusted = await PostAsync(receiver, "receiver.example", [receiver.Root]);
        var other = await PostAsync(receiver, "other.example", [receiver.Root]);

        Assert.Equal((204, 1), (trusted.Status, receiver.Came));
        Assert.Null(other.Status);
        Assert.Contains("certificate", other.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    public async Task A_name_that_leads_to_an_address_inside_is_refused(string address)
    {
        await using var inside = new Receiver();
        var connections = new PublicConnections(
            false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

        await Assert.ThrowsAsync<ForbiddenAddressException>(() => connections.ConnectAsync(
            new DnsEndPoint("hooks.example", inside.Url.Port), TestContext.Current.CancellationToken).AsTask());

        Assert.Empty(inside.All);
    }

    [Fact]
    public async Task A_name_of_the_systems_own_that_leads_inside_is_refused()
    {
        await using var inside = new Receiver();

        await Assert.ThrowsAsync<ForbiddenAddressException>(() => new PublicConnections(false).ConnectAsync(
            new DnsEndPoint("localhost", inside.Url.Port), TestContext.Current.CancellationToken).AsTask());
        await using var sandbox = await new PublicConnections(true).ConnectAsync(
            new DnsEndPoint("localhost", inside.Url.Port), TestContext.Current.CancellationToken);

        Assert.True(sandbox.CanWrite);
    }

    static async Task<PostResult> PostAsync(TlsReceiver receiver, string name, X509Certificate2Collection roots)
    {
        var connections = new PublicConnections(
            anywhere: true, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), roots);
        using var postman = new Postman(connections, false, TimeSpan.FromSeconds(15), TimeProvider.System);
        var endpoint = new WebhookEndpoint(
            1, $"https://{name}:{receiver.Port}/", ["*"], WebhookSecret.Of(new byte[24]), null, null,
            Instant.MinValue, null, null, null);
        var entry = new OutboxEntry(new CustomerId(1), 1, 0, 1, "acme", "a.b", "{}", Contract.Rows.Past);
        return await postman.PostAsync(endpoint, entry, TestContext.Current.CancellationToken);
    }
}
