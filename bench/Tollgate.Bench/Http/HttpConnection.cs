using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

namespace Tollgate.Bench.Http;

/// <summary>One kept connection with one request in flight. Knows just enough of HTTP/1.1 for this.</summary>
internal sealed class HttpConnection : IDisposable
{
    readonly byte[] request = new byte[1024];
    readonly byte[] answer = new byte[16 * 1024];
    readonly string head;
    int received;
    long sent;

    /// <summary>Connects to a port of this machine.</summary>
    public HttpConnection(int port, string key)
    {
        head = $"POST /v1/usage HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
            + "Content-Type: application/json\r\nContent-Length: ";
        Socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>To wait on.</summary>
    public Socket Socket { get; } =
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Sends a use, as the body of its request.</summary>
    public void Send(string body)
    {
        Utf8.TryWrite(request, $"{head}{body.Length}\r\n\r\n{body}", out var length);
        received = 0;
        sent = Stopwatch.GetTimestamp();
        for (var done = 0; done < length;) done += Socket.Send(request.AsSpan(done, length - done));
    }

    /// <summary>Takes what has arrived; true once that is the whole answer.</summary>
    /// <exception cref="IncorrectException">It is not that the use was allowed.</exception>
    public bool Receive(Latencies latencies)
    {
        var read = Socket.Receive(answer.AsSpan(received));
        if (read == 0) throw new IncorrectException("The server closed a connection.");
        received += read;
        var bytes = answer.AsSpan(0, received);
        if (!IsWhole(bytes)) return false;
        latencies.RecordSince(sent);
        if (bytes.StartsWith("HTTP/1.1 200"u8) && bytes.IndexOf("\"allowed\":true"u8) >= 0) return true;
        throw new IncorrectException($"The server answered:\n{Encoding.UTF8.GetString(bytes)}");
    }

    /// <summary>The body of the answer that was received last.</summary>
    public byte[] Body()
    {
        var text = Encoding.UTF8.GetString(answer, 0, received);
        var start = text.IndexOf('{', StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text[start..(text.LastIndexOf('}') + 1)]);
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();

    // With one request in flight, nothing can follow an answer, so the end of a chunked one is the end of what came.
    static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var lengthAt = bytes[..end].IndexOf("Content-Length: "u8);
        if (lengthAt < 0) return bytes.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = bytes[(lengthAt + "Content-Length: ".Length)..end];
        if (digits.IndexOf((byte)'\r') is var cut and >= 0) digits = digits[..cut];
        return bytes.Length >= end + 4 + int.Parse(digits, CultureInfo.InvariantCulture);
    }
}
