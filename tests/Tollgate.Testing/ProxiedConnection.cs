using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Tollgate.Testing;

/// <summary>
/// One connection through a <see cref="TcpProxy"/>. Each direction has a reader, which stamps what it reads with the
/// moment it is due, and a writer, which waits for that moment: latency adds no limit to throughput.
/// </summary>
sealed class ProxiedConnection(TcpProxy proxy, Socket client, Socket server, PostgresExchange? exchange)
{
    const int ReadSize = 64 * 1024;
    const int ChunksInFlight = 4_096;
    const int TailSize = 256;

    readonly Channel<Chunk> _toServer = NewLine();
    readonly Channel<Chunk> _toClient = NewLine();
    byte[] _tail = [];
    PendingCut? _tailOf;
    volatile PendingCut? _awaitingAnswer;
    int _closed;

    /// <summary>Passes bytes on until the connection ends, from either side or by a cut. Never throws.</summary>
    public async Task RunAsync(IPEndPoint target)
    {
        await GuardAsync(() => server.ConnectAsync(target), isServerSide: true);
        if (Volatile.Read(ref _closed) == 1) return;

        await Task.WhenAll(
            GuardAsync(ReadClientAsync, isServerSide: false),
            GuardAsync(() => WriteAsync(_toServer, server, BeforeSendToServer), isServerSide: true),
            GuardAsync(ReadServerAsync, isServerSide: true),
            GuardAsync(() => WriteAsync(_toClient, client, _ => true), isServerSide: false));
        Reset();
    }

    /// <summary>Ends both sides with RST.</summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1) return;
        TcpProxy.Reset(client);
        TcpProxy.Reset(server);
        _toServer.Writer.TryComplete();
        _toClient.Writer.TryComplete();
        _awaitingAnswer?.Complete();
    }

    async Task ReadClientAsync()
    {
        var buffer = new byte[ReadSize];
        while (await client.ReceiveAsync(buffer) is > 0 and var length)
        {
            await _toServer.Writer.WriteAsync(Stamp(buffer, length));
        }

        _toServer.Writer.TryComplete();
    }

    async Task ReadServerAsync()
    {
        var buffer = new byte[ReadSize];
        while (await server.ReceiveAsync(buffer) is > 0 and var length)
        {
            exchange?.FromServer(buffer.AsSpan(0, length));
            if (_awaitingAnswer is null)
            {
                await _toClient.Writer.WriteAsync(Stamp(buffer, length));
            }
            else if (exchange?.AllAnswered ?? true)
            {
                Reset();
                return;
            }
        }

        if (_awaitingAnswer is not null) Reset();
        _toClient.Writer.TryComplete();
    }

    async Task WriteAsync(Channel<Chunk> line, Socket to, Func<ReadOnlyMemory<byte>, bool> mayGo)
    {
        await foreach (var chunk in line.Reader.ReadAllAsync())
        {
            await proxy.Delays.UntilAsync(chunk.Due);
            if (!mayGo(chunk.Bytes)) return;
            ReadOnlyMemory<byte> rest = chunk.Bytes;
            while (!rest.IsEmpty) rest = rest[await to.SendAsync(rest)..];
        }

        if (_awaitingAnswer is null) to.Shutdown(SocketShutdown.Send);
    }

    bool BeforeSendToServer(ReadOnlyMemory<byte> bytes)
    {
        exchange?.FromClient(bytes.Span);
        if (_awaitingAnswer is not null || proxy.Armed is not { } cut) return true;
        if (!Sees(cut, bytes) || !proxy.TryClaim(cut)) return true;

        _awaitingAnswer = cut;
        if (cut.Point == CutPoint.AfterForward) return true;
        Reset();
        return false;
    }

    // What was sent before the cut was armed must not match, so each cut starts with an empty tail.
    bool Sees(PendingCut cut, ReadOnlyMemory<byte> bytes)
    {
        if (_tailOf != cut) _tail = [];
        _tailOf = cut;
        byte[] window = [.. _tail, .. bytes.Span];
        _tail = window[^Math.Min(TailSize, window.Length)..];
        return cut.Matches(window);
    }

    // A client that leaves while its request is awaited must not keep the server from answering.
    async Task GuardAsync(Func<Task> pump, bool isServerSide)
    {
        try
        {
            await pump();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            if (isServerSide || _awaitingAnswer is null) Reset();
        }
    }

    Chunk Stamp(byte[] buffer, int length) =>
        new(buffer.AsSpan(0, length).ToArray(), Stopwatch.GetTimestamp() + proxy.LatencyInTimestampUnits);

    static Channel<Chunk> NewLine() =>
        Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksInFlight) { SingleReader = true });

    readonly record struct Chunk(byte[] Bytes, long Due);
}
