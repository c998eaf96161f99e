using System.Net;
using System.Net.Sockets;

namespace Tollgate.Bench.Load;

/// <summary>
/// A distant database: passes on every connection to a port of this machine, and each answer a little over a
/// millisecond late. Meant for requests that wait for their answers, not for streams.
/// </summary>
internal sealed class Relay : IDisposable
{
    const int MillisecondsPerRoundTrip = 1;

    readonly Socket listener = NewSocket();
    readonly IPEndPoint target;

    /// <summary>Starts listening.</summary>
    public Relay(string host, int port)
    {
        target = new IPEndPoint(Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0], port);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Start(Accept);
    }

    /// <summary>Where to connect to.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    void Accept()
    {
        while (true)
        {
            var (client, server) = (listener.Accept(), NewSocket());
            client.NoDelay = true;
            server.Connect(target);
            Start(() => Pass(client, server, 0));
            Start(() => Pass(server, client, MillisecondsPerRoundTrip));
        }
    }

    static void Pass(Socket from, Socket to, int milliseconds)
    {
        var buffer = new byte[256 * 1024];
        while (from.Receive(buffer) is var read and > 0)
        {
            if (milliseconds > 0) Thread.Sleep(milliseconds);
            to.Send(buffer.AsSpan(0, read));
        }
        to.Shutdown(SocketShutdown.Send);
    }

    // A thread each, because a thread that sleeps wakes in time and a timer does not. A socket that closes ends it.
    static void Start(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    })
    { IsBackground = true, Name = nameof(Relay) }.Start();

    static Socket NewSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
