using System.Net.Http.Headers;

namespace Tollgate.Payments.Flutterwave;

/// <summary>
/// Flutterwave's third API: JSON both ways, each answer <c>{status, message, data}</c>. Thread-safe.
/// </summary>
internal sealed class FlutterwaveApi(FlutterwaveOptions options) : IDisposable
{
    public const string Provider = "flutterwave";

    readonly ProviderHttp http = new(Provider, options);

    public async Task<Node> GetAsync(string path, Form query, CancellationToken stop) =>
        Read(await TryGetAsync(path, query, stop));

    /// <summary>Asks, and leaves it to the caller to judge the answer.</summary>
    public async Task<ProviderReply> TryGetAsync(string path, Form query, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v3/" + path + query.ToQuery());
        return await http.SendAsync(request, stop);
    }

    public async Task<Node> PostAsync(string path, byte[] json, CancellationToken stop)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v3/" + path) { Content = content };
        return Read(await http.SendAsync(request, stop));
    }

    /// <summary>The whole of an answer that says that it went well.</summary>
    public static Node Read(ProviderReply reply)
    {
        var known = Node.TryRead(reply.Body, out var node);
        if (!reply.IsSuccess) throw ProviderErrors.Of(Provider, reply, null);
        if (!known) throw ProviderErrors.Unreadable(Provider, "it is no JSON object.");
        if (Read(node, one => one["status"].OptionalText()) != "success")
            throw ProviderErrors.Refused(Provider, "error", $"refused the request (HTTP {reply.Status})");
        return node;
    }

    /// <summary>Reads what an answer promises.</summary>
    public static T Read<T>(Node node, Func<Node, T> read)
    {
        try
        {
            return read(node);
        }
        catch (MalformedException malformed)
        {
            throw ProviderErrors.Unreadable(Provider, malformed.Message);
        }
    }

    public void Dispose() => http.Dispose();
}
