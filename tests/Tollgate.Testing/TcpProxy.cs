using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tollgate.Testing;

/// <summary>
/// Stands on 127.0.0.1 in front of a TCP server and injects faults: latency, and connections that break at a chosen
/// point of a request. New connections are taken all the time, also after a cut. Thread safe.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    readonly Socket _listener = NewSocket();
    readonly IPEndPoint _target;
    readonly ProxyProtocol _protocol;
    readonly Lock _gate = new();
    readonly Dictionary<ProxiedConnection, Task> _connections = [];
    Task _accepting = Task.CompletedTask;
    PendingCut? _armed;
    long _latencyTicks;
    bool _disposed;

    TcpProxy(int targetPort, ProxyProtocol protocol)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _protocol = protocol;
    }

    /// <summary>The port to connect to instead of the target's.</summary>
    public int Port { get; private set; }

    /// <summary>
    /// What each direction adds to the way of each byte, from 0 (the default), to about 0.1 ms; a round trip takes
    /// twice that longer. Bytes in flight keep the latency they were read with.
    /// </summary>
    public TimeSpan Latency
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _latencyTicks));
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            Volatile.Write(ref _latencyTicks, value.Ticks);
        }
    }

    internal DelayLine Delays { get; } = new();

    internal PendingCut? Armed => Volatile.Read(ref _armed);

    internal long LatencyInTimestampUnits =>
        (long)((Int128)Volatile.Read(ref _latencyTicks) * Stopwatch.Frequency / TimeSpan.TicksPerSecond);

    /// <summary>Starts a proxy in front of a port of 127.0.0.1. The target need not listen yet.</summary>
    public static Task<TcpProxy> StartAsync(int targetPort, ProxyProtocol protocol = ProxyProtocol.Opaque)
    {
        var proxy = new TcpProxy(targetPort, protocol);
        proxy._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        proxy._listener.Listen(512);
        proxy.Port = ((IPEndPoint)proxy._listener.LocalEndPoint!).Port;
        proxy._accepting = proxy.AcceptAsync();
        return Task.FromResult(proxy);
    }

    /// <summary>Drops every connection now, with RST on both sides.</summary>
    public void CutAll()
    {
        ProxiedConnection[] connections;
        lock (_gate) connections = [.. _connections.Keys];
        foreach (var connection in connections) connection.Reset();
    }

    /// <summary>
    /// Cuts, once, the connection whose client first sends bytes that match. The match sees what that client sent since
    /// this call: the newest bytes behind up to 256 earlier ones, so that a pattern may be split over reads.
    /// </summary>
    /// <returns>Completes when the connection is cut; is cancelled when the proxy is disposed before.</returns>
    /// <exception cref="InvalidOperationException">Another cut is armed.</exception>
    public Task CutWhen(Func<ReadOnlyMemory<byte>, bool> clientBytes, CutPoint point)
    {
        var cut = new PendingCut(clientBytes, point);
        if (Interlocked.CompareExchange(ref _armed, cut, null) is not null)
            throw new InvalidOperationException("another cut of this proxy is armed");
        return cut.Done;
    }

    /// <summary>
    /// Cuts, once, the connection whose client first sends a text (ASCII). A statement that was prepared earlier does
    /// not appear on the wire again: for those use <see cref="CutAfterNextClientFlush"/>.
    /// </summary>
    public Task CutWhen(string clientText, CutPoint point)
    {
        var bytes = Encoding.ASCII.GetBytes(clientText);
        return CutWhen(seen => seen.Span.IndexOf(bytes) >= 0, point);
    }

    /// <summary>Cuts, once, the connection whose client is the next to send anything.</summary>
    public Task CutAfterNextClientFlush(CutPoint point = CutPoint.AfterForward) => CutWhen(_ => true, point);

    /// <summary>Stops listening and drops every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] connections;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            connections = [.. _connections.Values];
        }

        _listener.Dispose();
        CutAll();
        await Task.WhenAll([_accepting, .. connections]);
        Delays.Dispose();
        Interlocked.Exchange(ref _armed, null)?.Cancel();
    }

    internal static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }

        socket.Close();
    }

    /// <summary>Whether this connection is the one to be cut.</summary>
    internal bool TryClaim(PendingCut cut) => Interlocked.CompareExchange(ref _armed, null, cut) == cut;

    async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptAsync();
                client.NoDelay = true;
                Serve(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                lock (_gate)
                {
                    if (_disposed) return;
                }
            }
        }
    }

    void Serve(Socket client)
    {
        var exchange = _protocol == ProxyProtocol.Postgres ? new PostgresExchange() : null;
        var connection = new ProxiedConnection(this, client, NewSocket(), exchange);
        lock (_gate)
        {
            if (_disposed) connection.Reset();
            _connections.Add(connection, Task.Run(() => RunAsync(connection)));
        }
    }

    async Task RunAsync(ProxiedConnection connection)
    {
        await connection.RunAsync(_target);
        lock (_gate) _connections.Remove(connection);
    }

    static Socket NewSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
