using System.Net.Http.Headers;

namespace Tollgate.Client;

/// <summary>A client of the HTTP API. Thread-safe; make one and keep it.</summary>
/// <remarks>
/// <para>
/// Every call may be repeated without harm: a use carries an event id and any other change an <c>Idempotency-Key</c>,
/// both made once per call unless given. So connection failures, time-outs, 408, 429, 502, 503, 504 and 409
/// <c>idempotency_key_in_use</c> are tried again, after <c>Retry-After</c> or else an exponential backoff with full
/// jitter of at most 5 seconds.
/// </para>
/// <para>
/// Every call throws <see cref="TollgateException"/> for an error the server answers,
/// <see cref="HttpRequestException"/> when the server could not be reached to the end,
/// <see cref="OperationCanceledException"/> when cancelled or when the last try timed out (then with an inner
/// <see cref="TimeoutException"/>), <see cref="System.Text.Json.JsonException"/> for an answer it cannot read, and
/// <see cref="ArgumentException"/> for an id that cannot stand in a path. What a cancelled or failed call did is
/// unknown; made again with the same id or key, it counts once.
/// </para>
/// </remarks>
public sealed partial class TollgateClient : IDisposable
{
    static readonly ProductInfoHeaderValue Product =
        new("Tollgate.Client", typeof(TollgateClient).Assembly.GetName().Version?.ToString(3));

    readonly HttpClient http;
    readonly bool ownsHttp;
    readonly Uri root;
    readonly TollgateClientOptions options;
    readonly AuthenticationHeaderValue authorization;

    /// <summary>
    /// Speaks through an <see cref="HttpClient"/> of the caller's, which stays the caller's and is not changed. Its
    /// <see cref="HttpClient.BaseAddress"/> names the server, its <see cref="HttpClient.Timeout"/> bounds one try.
    /// </summary>
    /// <exception cref="ArgumentException">No base address, no API key, or a number below 0.</exception>
    public TollgateClient(HttpClient http, TollgateClientOptions options) : this(http, options, ownsHttp: false)
    {
    }

    /// <summary>Speaks through an <see cref="HttpClient"/> of its own, with 30 seconds for one try.</summary>
    /// <exception cref="ArgumentException">The address is not absolute, or no API key.</exception>
    public TollgateClient(Uri baseAddress, string apiKey)
        : this(Connect(baseAddress), new TollgateClientOptions { ApiKey = apiKey }, ownsHttp: true)
    {
    }

    TollgateClient(HttpClient http, TollgateClientOptions options, bool ownsHttp)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ApiKey);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRetries);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRetryAfter, TimeSpan.Zero);
        var address = http.BaseAddress
            ?? throw new ArgumentException("The HttpClient has no BaseAddress.", nameof(http));
        this.http = http;
        this.ownsHttp = ownsHttp;
        this.options = options;
        // Without the slash the last segment of https://host/tollgate would be replaced, not extended.
        root = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
    }

    /// <summary>Closes its connections, if they are its own.</summary>
    public void Dispose()
    {
        if (ownsHttp)
            http.Dispose();
    }

    static HttpClient Connect(Uri baseAddress)
    {
        // A pooled connection is renewed now and then, so that a change of the server's address is noticed.
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(handler) { BaseAddress = baseAddress, Timeout = TimeSpan.FromSeconds(30) };
    }
}
