using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tollgate.Storage.Tests.Testing;

public sealed class TcpProxyTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_and_the_end_of_a_stream_pass_both_ways()
    {
        await using var rig = await Rig.StartAsync();

        await rig.Client.SendAsync("ping"u8.ToArray(), Cancel);
        rig.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("ping", await ReadToEndAsync(rig.Server));
        await rig.Server.SendAsync("pong"u8.ToArray(), Cancel);
        rig.Server.Shutdown(SocketShutdown.Send);

        Assert.Equal("pong", await ReadToEndAsync(rig.Client));
    }

    [Fact]
    public async Task A_cut_resets_both_sides()
    {
        await using var rig = await Rig.StartAsync();

        rig.Proxy.CutAll();

        await AssertResetAsync(rig.Client);
        await AssertResetAsync(rig.Server);
    }

    [Fact]
    public async Task A_pattern_split_over_reads_is_seen_and_its_end_not_forwarded()
    {
        await using var rig = await Rig.StartAsync();
        var cut = rig.Proxy.CutWhen("COMMIT", CutPoint.BeforeForward);

        await rig.Client.SendAsync("xxCOM"u8.ToArray(), Cancel);
        Assert.Equal("xxCOM", await ReadAsync(rig.Server, 5));
        await rig.Client.SendAsync("MIT"u8.ToArray(), Cancel);

        await cut.WaitAsync(Patience, Cancel);
        await AssertResetAsync(rig.Server);
        await AssertResetAsync(rig.Client);
    }

    [Fact]
    public async Task What_was_sent_before_a_cut_is_armed_does_not_match()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Client.SendAsync("COMMIT"u8.ToArray(), Cancel);
        Assert.Equal("COMMIT", await ReadAsync(rig.Server, 6));

        var cut = rig.Proxy.CutWhen("COMMIT", CutPoint.BeforeForward);
        await rig.Client.SendAsync("other"u8.ToArray(), Cancel);

        Assert.Equal("other", await ReadAsync(rig.Server, 5));
        Assert.False(cut.IsCompleted);
    }

    [Fact]
    public async Task After_forward_the_server_has_the_request_and_the_client_nothing_of_the_answer()
    {
        await using var rig = await Rig.StartAsync();
        var cut = rig.Proxy.CutAfterNextClientFlush();

        await rig.Client.SendAsync("ask"u8.ToArray(), Cancel);
        Assert.Equal("ask", await ReadAsync(rig.Server, 3));
        Assert.False(cut.IsCompleted);
        await rig.Server.SendAsync("answer"u8.ToArray(), Cancel);

        await cut.WaitAsync(Patience, Cancel);
        await AssertResetAsync(rig.Client);
    }

    [Fact]
    public async Task After_forward_a_client_that_gives_up_does_not_keep_the_server_from_answering()
    {
        await using var rig = await Rig.StartAsync();
        var cut = rig.Proxy.CutAfterNextClientFlush();
        await rig.Client.SendAsync("ask"u8.ToArray(), Cancel);
        Assert.Equal("ask", await ReadAsync(rig.Server, 3));

        rig.Client.LingerState = new LingerOption(true, 0);
        rig.Client.Dispose();
        await rig.Server.SendAsync("answer"u8.ToArray(), Cancel);

        await cut.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Latency_delays_bytes_and_does_not_limit_how_many_are_under_way()
    {
        await using var rig = await Rig.StartAsync();
        rig.Proxy.Latency = TimeSpan.FromMilliseconds(100);

        var started = Stopwatch.GetTimestamp();
        var reading = ReadAsync(rig.Server, 50);
        for (var i = 0; i < 50; i++)
        {
            await rig.Client.SendAsync("x"u8.ToArray(), Cancel);
            await Task.Yield();
        }

        await reading;
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 100, 2_500);
    }

    [Fact]
    public async Task A_cut_that_never_happens_is_cancelled_with_the_proxy()
    {
        var rig = await Rig.StartAsync();
        var cut = rig.Proxy.CutAfterNextClientFlush();

        await rig.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut);
    }

    [Fact]
    public async Task A_target_that_does_not_listen_resets_the_client()
    {
        await using var proxy = await TcpProxy.StartAsync(FreePort.Next());
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);

        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, proxy.Port, Cancel);
            await ReadAsync(client, 1);
        });

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    static async Task AssertResetAsync(Socket socket)
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => ReadAsync(socket, 1));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    static async Task<string> ReadAsync(Socket socket, int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var more = await socket.ReceiveAsync(bytes.AsMemory(read), Cancel).AsTask().WaitAsync(Patience, Cancel);
            if (more == 0) throw new EndOfStreamException();
            read += more;
        }

        return Encoding.ASCII.GetString(bytes);
    }

    static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var bytes = new byte[100];
        while (await socket.ReceiveAsync(bytes, Cancel).AsTask().WaitAsync(Patience, Cancel) is > 0 and var length)
        {
            text.Append(Encoding.ASCII.GetString(bytes, 0, length));
        }

        return text.ToString();
    }

    sealed record Rig(TcpProxy Proxy, Socket Client, Socket Server) : IAsyncDisposable
    {
        public static async Task<Rig> StartAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var proxy = await TcpProxy.StartAsync(((IPEndPoint)listener.LocalEndpoint).Port);
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, proxy.Port, Cancel);
            return new Rig(proxy, client, await listener.AcceptSocketAsync(Cancel));
        }

        public async ValueTask DisposeAsync()
        {
            await Proxy.DisposeAsync();
            Client.Dispose();
            Server.Dispose();
        }
    }
}
