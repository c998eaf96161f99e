using System.Collections.Concurrent;
using System.Net;

namespace Tollgate.Testing;

/// <summary>What came to a <see cref="Receiver"/>.</summary>
public sealed record Received(
    string Path, IReadOnlyDictionary<string, string> Headers, string Body, CancellationToken Gone);

/// <summary>What it answers.</summary>
public sealed record ReceiverAnswer(int Status, string Body = "", string? Location = null);

/// <summary>
/// A web server on a port of its own that keeps what comes, in order, and answers as the test says. Thread safe.
/// </summary>
public sealed class Receiver : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly HttpListener _listener = new();
    readonly CancellationTokenSource _ended = new();
    readonly ConcurrentQueue<Received> _all = new();
    readonly SemaphoreSlim _came = new(0);
    readonly Task _listening;

    /// <summary>One that answers with <paramref name="answer"/>, or always with 204.</summary>
    public Receiver(Func<Received, Task<ReceiverAnswer>>? answer = null)
    {
        Answer = answer ?? (_ => Task.FromResult(new ReceiverAnswer(204)));
        Url = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Prefixes.Add(Url.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>What it answers; may be changed at any time.</summary>
    public Func<Received, Task<ReceiverAnswer>> Answer { get; set; }

    /// <summary>What came so far, in order; taken down before it is answered.</summary>
    public IReadOnlyList<Received> All => [.. _all];

    /// <summary>Waits, up to a minute, until so many have come.</summary>
    public async Task<IReadOnlyList<Received>> WhenAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_all.Count < count)
        {
            try
            {
                await _came.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_all.Count} of {count} messages came in a minute");
            }
        }
        return All;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Close();
        await _listening;
        _ended.Dispose();
        _came.Dispose();
    }

    async Task ListenAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task ServeAsync(HttpListenerContext http)
    {
        try
        {
            using var reader = new StreamReader(http.Request.InputStream);
            var headers = http.Request.Headers.AllKeys.OfType<string>()
                .ToDictionary(name => name.ToLowerInvariant(), name => http.Request.Headers[name]!);
            var received = new Received(
                http.Request.Url!.AbsolutePath, headers, await reader.ReadToEndAsync(), _ended.Token);
            _all.Enqueue(received);
            _came.Release();
            var answer = await Answer(received);
            http.Response.StatusCode = answer.Status;
            if (answer.Location is not null) http.Response.RedirectLocation = answer.Location;
            await http.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer.Body));
            http.Response.Close();
        }
        catch (Exception e) when (
            e is HttpListenerException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // Nobody waits for the answer any more.
        }
    }
}
