using System.Buffers;

namespace Tollgate.Server;

/// <summary>
/// The name of a request, in its answer and in the log: the caller's own if it is a decent one, else made.
/// </summary>
internal static class RequestId
{
    const string Header = "X-Request-Id";
    const int MostCharacters = 128;

    static readonly SearchValues<char> Decent =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:+/=");

    /// <summary>Names the request and its answer.</summary>
    public static void Set(HttpContext http)
    {
        var given = http.Request.Headers[Header];
        if (given is [{ Length: > 0 and <= MostCharacters } id] && !id.AsSpan().ContainsAnyExcept(Decent))
            http.TraceIdentifier = id;
        http.Response.Headers[Header] = http.TraceIdentifier;
    }
}
