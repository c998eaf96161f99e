using System.Text;

namespace Tollgate.Server;

/// <summary>
/// The Idempotency-Key of a POST. The key counts for one method and path, whatever API key it comes with; the request
/// is compared by its canonical content.
/// </summary>
internal static class IdempotencyKey
{
    const string Header = "Idempotency-Key";
    const int MostCharacters = 255;

    /// <summary>Whether the request carries one that counts.</summary>
    public static bool IsOn(HttpContext http, Route route) =>
        route.Method == HttpMethods.Post && http.Request.Headers.ContainsKey(Header);

    /// <summary>Notes it as bad unless it is 1 to 255 printable ASCII characters.</summary>
    public static void Check(Visit visit)
    {
        if (!visit.HasIdempotencyKey) return;
        var given = visit.Http.Request.Headers[Header];
        if (given is [{ Length: > 0 and <= MostCharacters } key] && IsPrintable(key)) return;
        visit.Errors.Add(Header, "invalid_key", "Idempotency-Key must be 1 to 255 printable ASCII characters, once.");
    }

    /// <summary>
    /// What the engine needs to store the answer, or to find the one that is stored; null without a key.
    /// </summary>
    public static Idempotency? Of(Visit visit, Submission submission)
    {
        if (!visit.HasIdempotencyKey) return null;
        var path = visit.Route.PathOf(visit.Http.Request.RouteValues);
        var content = $"{visit.Content}\n{visit.Http.Request.QueryString.Value}";
        return new Idempotency(
            $"{visit.Route.Method} {path} {visit.Http.Request.Headers[Header]}",
            Hash.Over(Encoding.UTF8.GetBytes(content)),
            outcomes => Stored(submission.RenderStored(outcomes)));
    }

    static (short, byte[]) Stored(Reply reply) => ((short)reply.Status, reply.Body);

    static bool IsPrintable(string key) => !key.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
