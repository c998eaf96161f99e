namespace Tollgate.Payments.Stripe;

/// <summary>
/// Stripe's way of asking: forms in, JSON out, one version of the API, a key on everything that changes something.
/// Thread-safe.
/// </summary>
internal sealed class StripeApi(StripeOptions options) : IDisposable
{
    public const string Provider = "stripe";

    /// <summary>The version whose shapes are asked for. Messages come in that of their endpoint.</summary>
    public const string Version = "2025-12-15.clover";

    readonly ProviderHttp http = new(Provider, options);

    public async Task<Node> GetAsync(string path, Form query, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/" + path + query.ToQuery());
        return Read(await SendAsync(request, stop));
    }

    public async Task<Node> PostAsync(string path, Form form, string key, CancellationToken stop) =>
        Read(await TryPostAsync(path, form, key, stop));

    /// <summary>Sends, and leaves it to the caller to judge the answer.</summary>
    public async Task<ProviderReply> TryPostAsync(string path, Form form, string key, CancellationToken stop)
    {
        if (key.Length is 0 or > 255 || !key.All(one => one is > ' ' and <= '~'))
            throw ProviderErrors.Refused(Provider, "bad_idempotency_key", "the idempotency key cannot be one");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/" + path) { Content = form.ToContent() };
        request.Headers.Add("Idempotency-Key", key);
        return await SendAsync(request, stop);
    }

    /// <summary>What an answer holds.</summary>
    /// <exception cref="ProviderException">It is a refusal, or no JSON.</exception>
    public static Node Read(ProviderReply reply)
    {
        if (!reply.IsSuccess) throw ProviderErrors.Of(Provider, reply, CodeOf(reply));
        if (Node.TryRead(reply.Body, out var node)) return node;
        throw ProviderErrors.Unreadable(Provider, "it is no JSON object.");
    }

    /// <summary>The error's own text, to be looked at and never to be passed on.</summary>
    public static string? TextOf(ProviderReply reply) => Field(reply, "message");

    public static string? CodeOf(ProviderReply reply) => Field(reply, "code") ?? Field(reply, "type");

    /// <summary>An id as a part of a path.</summary>
    public static string Segment(string id)
    {
        var fits = id.Length is > 0 and <= 255 && id.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-');
        return fits ? id : throw ProviderErrors.Refused(Provider, "bad_id", "an id is none of Stripe's");
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

    async Task<ProviderReply> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        request.Headers.Add("Stripe-Version", Version);
        return await http.SendAsync(request, stop);
    }

    static string? Field(ProviderReply reply, string name)
    {
        if (!Node.TryRead(reply.Body, out var node)) return null;
        try
        {
            return node["error"][name].OptionalText();
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
