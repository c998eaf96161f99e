using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tollgate.Client;

public sealed partial class TollgateClient
{
    /// <summary>One request, kept so that each try sends the very same.</summary>
    sealed record Call(HttpMethod Method, string Path)
    {
        public byte[]? Body { get; init; }

        public string ContentType { get; init; } = "application/json";

        public string? IdempotencyKey { get; init; }

        public static Call Get(string path) => new(HttpMethod.Get, path);

        public static Call Delete(string path) => new(HttpMethod.Delete, path);

        public static Call Put<T>(string path, T body) => new(HttpMethod.Put, path) { Body = Json(body) };

        /// <summary>A POST that changes nothing, or whose body carries its own ids.</summary>
        public static Call Post<T>(string path, T body) => new(HttpMethod.Post, path) { Body = Json(body) };

        public static Call Post(string path) => new(HttpMethod.Post, path);

        public Call Keyed(string? idempotencyKey) => this with { IdempotencyKey = idempotencyKey ?? NewId() };

        static byte[] Json<T>(T body)
        {
            ArgumentNullException.ThrowIfNull(body);
            return JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Lookup<T>(WireJson.Lenient));
        }
    }

    static string NewId() => Guid.CreateVersion7().ToString("N");

    async Task<T> SendAsync<T>(Call call, CancellationToken cancellation)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                using var message = Message(call);
                using var response = await http.SendAsync(message, cancellation);
                if (response.IsSuccessStatusCode)
                    return await ReadAsync<T>(response, cancellation);
                var problem = await ProblemOf(response, cancellation);
                if (!IsWorthRetrying(problem, retries))
                    throw problem;
                await WaitAsync(problem.RetryAfter ?? Retry.Backoff(retries), cancellation);
            }
            catch (Exception failure) when (IsBrokenConnection(failure, cancellation) && retries < options.MaxRetries)
            {
                await WaitAsync(Retry.Backoff(retries), cancellation);
            }
        }
    }

    async IAsyncEnumerable<T> SendPagesAsync<T>(
        string path, Query query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var cursor = query.Cursor; ;)
        {
            var page = await SendAsync<Page<T>>(Call.Get(path + (query with { Cursor = cursor })), cancellation);
            foreach (var item in page.Data)
                yield return item;
            cursor = page.NextCursor;
            if (cursor is null)
                yield break;
        }
    }

    HttpRequestMessage Message(Call call)
    {
        var message = new HttpRequestMessage(call.Method, new Uri(root, call.Path));
        message.Headers.Authorization = authorization;
        message.Headers.UserAgent.Add(Product);
        if (call.IdempotencyKey is not null)
            message.Headers.Add("Idempotency-Key", call.IdempotencyKey);
        if (call.Body is null)
            return message;
        message.Content = new ByteArrayContent(call.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        return message;
    }

    bool IsWorthRetrying(TollgateException problem, int retries) =>
        retries < options.MaxRetries
        && Retry.IsTransient(problem.Status, problem.Code)
        && !(problem.RetryAfter > options.MaxRetryAfter);

    Task WaitAsync(TimeSpan delay, CancellationToken cancellation) =>
        Task.Delay(delay, options.TimeProvider, cancellation);

    // HttpClient tells its own time-out as a cancellation.
    static bool IsBrokenConnection(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, WireJson.Lookup<T>(WireJson.Lenient), cancellation)
            ?? throw new JsonException("The answer is null.");
    }

    static async Task<TollgateException> ProblemOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        var requestId = response.Headers.TryGetValues("X-Request-Id", out var values) ? values.FirstOrDefault() : null;
        var retryAfter = response.Headers.RetryAfter?.Delta;
        Problem? problem = null;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                problem = await ReadAsync<Problem>(response, cancellation);
            }
            catch (JsonException)
            {
                // Not one of ours: the status is all there is to say.
            }
        }
        return new TollgateException(response.StatusCode, problem, requestId, retryAfter);
    }
}
