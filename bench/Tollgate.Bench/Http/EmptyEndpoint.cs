using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tollgate.Client;
using Tollgate.Core.Keys;
using ApiKey = Tollgate.Core.Keys.ApiKey;

namespace Tollgate.Bench.Http;

/// <summary>
/// The least that POST /v1/usage can cost on this web server: the key is hashed and looked up, the body is read into
/// the record that the server reads it into, and the answer is bytes that the server once gave. No gate.
/// </summary>
internal static class EmptyEndpoint
{
    /// <summary>Names the key it knows.</summary>
    public const string KeyVariable = "TOLLGATE_ADMIN_KEY";

    /// <summary>Names what it answers, in base 64.</summary>
    public const string AnswerVariable = "TOLLGATE_BENCH_ANSWER";

    /// <summary>Serves until it is killed.</summary>
    public static async Task RunAsync(string urls)
    {
        var key = KeyRing.HashOf(Environment.GetEnvironmentVariable(KeyVariable)!);
        var known = new ApiKey(1, "bench", key, "bench", [Scope.Admin], Instant.MinValue, null, null);
        var keys = KeyRing.Empty.With(known);
        var answer = Convert.FromBase64String(Environment.GetEnvironmentVariable(AnswerVariable)!);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(urls);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/v1/usage", http => AnswerAsync(http, keys, answer));
        await app.RunAsync();
    }

    static async Task AnswerAsync(HttpContext http, KeyRing keys, byte[] answer)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var key = keys.Find(KeyRing.HashOf(header[Math.Min(header.Length, "Bearer ".Length)..]));
        if (key?.Covers(Scope.UsageWrite) != true)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var body = WireJson.Lookup<UsageRequest>(WireJson.Strict);
        var usage = await JsonSerializer.DeserializeAsync(http.Request.BodyReader, body);
        if (usage is null) throw new InvalidOperationException("There is no body.");
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        await http.Response.BodyWriter.WriteAsync(answer);
    }
}
