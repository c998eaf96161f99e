using System.Net.Http.Headers;

namespace Tollgate.Payments.Http;

/// <summary>
/// Sends requests of one provider: with its key, within a time, following no redirect (which would hand the key to
/// whoever it names), reading no more of an answer than its bound. Thread-safe.
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    readonly string provider;
    readonly ProviderOptions options;
    readonly HttpClient client;

    public ProviderHttp(string provider, ProviderOptions options)
    {
        options.Check();
        (this.provider, this.options) = (provider, options);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var root = options.ApiBase.AbsoluteUri;
        client = new HttpClient(handler)
        {
            BaseAddress = new Uri(root.EndsWith('/') ? root : root + "/"),
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Tollgate", null));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Sends one; any HTTP status is an answer.</summary>
    /// <exception cref="ProviderException">None came, or none that can be taken.</exception>
    public async Task<ProviderReply> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(options.Timeout);
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var body = await ReadAsync(response, patience.Token);
            return new ProviderReply((int)response.StatusCode, body, RetryAfter(response));
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw Unavailable("timeout", "no answer within the time-out", late);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw Unavailable("connection", "the connection failed", broken);
        }
    }

    public void Dispose() => client.Dispose();

    ProviderException Unavailable(string code, string what, Exception inner) =>
        new(provider, ProviderFailure.Unavailable, what, inner) { Code = code };

    async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, stop) is > 0 and var read)
        {
            if (body.Length + read > options.MaxResponseBytes)
            {
                throw new ProviderException(provider, ProviderFailure.Unreadable, "the answer is too large")
                {
                    Code = "too_large",
                    Status = (int)response.StatusCode,
                };
            }
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    static Duration? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } wait && wait >= TimeSpan.Zero && wait < TimeSpan.FromDays(1)
            ? Duration.FromTimeSpan(wait)
            : null;
}
