using System.Net;
using System.Net.Sockets;

namespace Tollgate.Testing;

/// <summary>Finds TCP ports on 127.0.0.1 that nobody listens on. Thread safe.</summary>
public static class FreePort
{
    // Below the range from which Linux takes local ports for outgoing connections (32768 and up). A port of that range
    // can be taken while its server is down, even by the very client that tries to reach it again.
    const int First = 12_000;
    const int End = 32_000;

    static readonly Lock Gate = new();
    static readonly HashSet<int> Given = [];

    /// <summary>A port from 12,000 to 31,999 that was free a moment ago; never the same twice in one process.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            lock (Gate)
            {
                if (!Given.Add(port)) continue;
            }

            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"no free TCP port from {First} to {End - 1}");
    }

    static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
