using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Tollgate.Webhooks;

/// <summary>How an endpoint answered: its status and the beginning of its body, or why there is no answer.</summary>
internal sealed record PostResult(int? Status, string? Detail, int Milliseconds)
{
    /// <summary>Whether it took the message.</summary>
    public bool IsDelivered => Status is >= 200 and <= 299;

    /// <summary>Whether it wants no more of them.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>
/// Posts one message: signed by the Standard Webhooks convention, bounded in time, and no more read of the answer than
/// is kept. Thread-safe.
/// </summary>
internal sealed class Postman(
    PublicConnections connections, bool takesHttp, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    const int MostBytes = 2048;
    const int MostCharacters = 500;

    static readonly ProductInfoHeaderValue Agent = new("Tollgate-Webhooks", "1");

    readonly HttpMessageInvoker http = new(connections.Handler());

    /// <summary>Posts a message to an endpoint. Throws only where <paramref name="stop"/> ends it.</summary>
    public async Task<PostResult> PostAsync(WebhookEndpoint endpoint, OutboxEntry entry, CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        using var patience = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        var (status, detail) = await AnswerAsync(endpoint, entry, patience, both.Token, stop);
        return new PostResult(status, detail, (int)clock.GetElapsedTime(started).TotalMilliseconds);
    }

    public void Dispose() => http.Dispose();

    async Task<(int? Status, string? Detail)> AnswerAsync(
        WebhookEndpoint endpoint, OutboxEntry entry, CancellationTokenSource patience, CancellationToken cancel,
        CancellationToken stop)
    {
        var url = new Uri(endpoint.Url);
        if (url.Scheme != Uri.UriSchemeHttps && !takesHttp) return (null, "Only https is used.");
        try
        {
            using var message = Message(url, endpoint, entry);
            using var response = await http.SendAsync(message, cancel);
            return ((int)response.StatusCode, await BeginningAsync(response, cancel, stop));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (null, "There was no answer in time.");
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            return (null, Explain(failure));
        }
    }

    HttpRequestMessage Message(Uri url, WebhookEndpoint endpoint, OutboxEntry entry)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var (id, seconds) = (entry.MessageId, now.ToUnixTimeSeconds());
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(entry.Payload));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        message.Headers.UserAgent.Add(Agent);
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add(
            "webhook-signature", WebhookSecret.Sign(endpoint.SecretsAt(now), id, seconds, entry.Payload));
        return message;
    }

    // The status has decided already; a body that breaks off, or does not end, only says less.
    static async Task<string?> BeginningAsync(
        HttpResponseMessage response, CancellationToken cancel, CancellationToken stop)
    {
        var bytes = new byte[MostBytes];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            while (length < bytes.Length && await body.ReadAsync(bytes.AsMemory(length), cancel) is > 0 and var more)
                length += more;
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // What came counts.
        }
        return length == 0 ? null : Shorten(Encoding.UTF8.GetString(bytes, 0, length));
    }

    static string Explain(Exception failure) => failure switch
    {
        { InnerException: ForbiddenAddressException forbidden } => forbidden.Message,
        HttpRequestException { InnerException: { } inner } outer => Shorten($"{outer.Message} {inner.Message}"),
        _ => Shorten(failure.Message),
    };

    static string Shorten(string text)
    {
        var cut = Math.Min(text.Length, MostCharacters);
        if (cut < text.Length && char.IsHighSurrogate(text[cut - 1])) cut--;
        return text[..cut].Replace('\0', ' ');
    }
}
