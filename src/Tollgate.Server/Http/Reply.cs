using System.Buffers;
using System.IO.Pipelines;

namespace Tollgate.Server;

/// <summary>A status and the bytes of a JSON body, ready to be sent.</summary>
internal readonly record struct Reply(int Status, byte[] Body)
{
    const int WithoutFlush = 4096;

    /// <summary>Whether it was stored for the Idempotency-Key of an earlier request.</summary>
    public bool Replayed { get; init; }

    /// <summary>Whether it is problem details.</summary>
    public bool IsProblem { get; init; }

    /// <summary>After how long the request is worth another try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A wire type's bytes under a status.</summary>
    public static Reply Of<T>(int status, T value) => new(status, JsonBytes.Of(value));

    /// <summary>Writes a body of any length, in the place of <see cref="Body"/>.</summary>
    public Func<Stream, Task>? Streamed { get; init; }

    /// <summary>The media type of that.</summary>
    public string? StreamedType { get; init; }

    /// <summary>Sends it.</summary>
    public ValueTask<FlushResult> SendAsync(HttpResponse response) =>
        Streamed is null ? SendBodyAsync(response) : StreamAsync(response, Streamed, StreamedType);

    static async ValueTask<FlushResult> StreamAsync(HttpResponse response, Func<Stream, Task> write, string? type)
    {
        response.StatusCode = Statuses.Ok;
        response.ContentType = type;
        await write(response.Body);
        return await response.BodyWriter.FlushAsync();
    }

    ValueTask<FlushResult> SendBodyAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = IsProblem ? "application/problem+json" : "application/json";
        response.ContentLength = Body.Length;
        if (Replayed) response.Headers["Idempotency-Replayed"] = "true";
        if (RetryAfter is { } wait) response.Headers.RetryAfter = Seconds(wait);
        if (Status == Statuses.Unauthenticated.Number) response.Headers.WWWAuthenticate = "Bearer";
        if (Body.Length > WithoutFlush) return response.BodyWriter.WriteAsync(Body);
        response.BodyWriter.Write(Body);
        return default;
    }

    static string Seconds(TimeSpan wait) =>
        Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
