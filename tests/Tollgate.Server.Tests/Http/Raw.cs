using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tollgate.Server.Tests.Http;

/// <summary>An answer as it came over the wire.</summary>
sealed record RawAnswer(HttpStatusCode Status, byte[] Body, HttpResponseMessage Message)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    public bool IsReplay => Message.Headers.Contains("Idempotency-Replayed");

    public string RequestId => Message.Headers.GetValues("X-Request-Id").Single();

    /// <summary>Each bad field and its code, as <c>events[1].quantity required</c>, in order.</summary>
    public string[] Errors => Json.TryGetProperty("errors", out var errors)
        ? [.. errors.EnumerateArray()
            .Select(error => $"{error.GetProperty("field").GetString()} {error.GetProperty("code").GetString()}")
            .Order(StringComparer.Ordinal)]
        : [];
}

/// <summary>Requests that no client would send.</summary>
static class Raw
{
    public static Task<RawAnswer> GetAsync(this TollgateHost host, string path, string? key = TollgateHost.AdminKey) =>
        host.SendAsync("GET", path, body: null, key: key);

    public static Task<RawAnswer> PutAsync(
        this TollgateHost host, string path, string body, string? key = TollgateHost.AdminKey) =>
        host.SendAsync("PUT", path, body, key: key);

    public static Task<RawAnswer> PostAsync(
        this TollgateHost host, string path, string? body = null, string? idempotencyKey = null,
        string? key = TollgateHost.AdminKey) =>
        host.SendAsync(
            "POST", path, body, key: key, headers: idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);

    public static async Task<RawAnswer> SendAsync(
        this TollgateHost host, string method, string path, string? body, string contentType = "application/json",
        string? key = TollgateHost.AdminKey, params (string Name, string Value)[] headers)
    {
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body);
        return await host.SendBytesAsync(method, path, bytes, contentType, key, headers);
    }

    public static async Task<RawAnswer> SendBytesAsync(
        this TollgateHost host, string method, string path, byte[]? body, string contentType = "application/json",
        string? key = TollgateHost.AdminKey, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            if (contentType.Length > 0) message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        var response = await host.Http.SendAsync(message);
        return new RawAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response);
    }
}
