using System.Diagnostics;
using System.Net.Sockets;

namespace Tollgate.Bench.Http;

/// <summary>
/// Kept connections with one request in flight each, on one thread that waits for all of them at once: what the load
/// costs is taken from the server on the same machine, so it has to be little.
/// </summary>
internal sealed class HttpLoad : IDisposable
{
    readonly Dictionary<Socket, HttpConnection> connections;

    /// <summary>Connects.</summary>
    public HttpLoad(int port, string key, int connections) =>
        this.connections = Enumerable.Range(0, connections).Select(_ => new HttpConnection(port, key))
            .ToDictionary(connection => connection.Socket);

    /// <summary>One request, and the body that answers it.</summary>
    public byte[] Probe(Population population)
    {
        var connection = connections.Values.First();
        connection.Send(population.AnyBody());
        while (!connection.Receive(new Latencies())) continue;
        return connection.Body();
    }

    /// <summary>Loads for a time.</summary>
    public Task<Round> RunAsync(Population population, TimeSpan time) =>
        Task.Factory.StartNew(() => Run(population, time), TaskCreationOptions.LongRunning);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in connections.Values) connection.Dispose();
    }

    Round Run(Population population, TimeSpan time)
    {
        var latencies = new Latencies();
        var started = Stopwatch.GetTimestamp();
        var waiting = new HashSet<Socket>(connections.Keys);
        foreach (var connection in connections.Values) connection.Send(population.AnyBody());
        List<Socket> ready = new(waiting.Count);
        while (waiting.Count > 0)
        {
            ready.Clear();
            ready.AddRange(waiting);
            Socket.Select(ready, null, null, Timeout.InfiniteTimeSpan);
            foreach (var socket in ready)
            {
                var connection = connections[socket];
                if (!connection.Receive(latencies)) continue;
                if (Stopwatch.GetElapsedTime(started) < time) connection.Send(population.AnyBody());
                else waiting.Remove(socket);
            }
        }
        return new Round(latencies.Count, Stopwatch.GetElapsedTime(started), latencies);
    }
}
