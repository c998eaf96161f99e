using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tollgate.Payments.Tests.StandIns;

/// <summary>What a stand-in was asked.</summary>
public sealed record Asked(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, string Body,
    IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Param(string name) => Query.FirstOrDefault(one => one.Key == name).Value;
}

/// <summary>What a stand-in says.</summary>
public sealed record Said(int Status, string Body, string ContentType = "application/json")
{
    public static Said Json(JsonNode json, int status = 200) => new(status, json.ToJsonString());

    public Dictionary<string, string> Headers { get; } = [];
}

/// <summary>
/// A provider that is none: a server on 127.0.0.1 that knows the documented requests and answers, and complains about
/// whatever else it is asked.
/// </summary>
public abstract class StandIn : IAsyncDisposable
{
    public const string Key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

    readonly WebApplication app;

    protected StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>What was wrong with requests; a test that passes has none.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>Says something else, where it gives an answer.</summary>
    public Func<Asked, Said?> Instead { get; set; } = _ => null;

    /// <summary>Held by whoever reads or changes what it knows.</summary>
    public Lock Turn { get; } = new();

    /// <summary>Never answers.</summary>
    public bool Silent { get; set; }

    public Uri Url => new(app.Urls.First());

    public Task StartAsync() => app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Said Answer(Asked asked);

    protected Said Complain(string what, int status = 400)
    {
        Complaints.Enqueue(what);
        var error = new JsonObject { ["type"] = "stand_in", ["message"] = what };
        return Said.Json(new JsonObject { ["error"] = error }, status);
    }

    protected static List<KeyValuePair<string, string>> Fields(string text) =>
        [.. text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field =>
        {
            var parts = field.Split('=', 2);
            return new KeyValuePair<string, string>(Decoded(parts[0]), parts.Length > 1 ? Decoded(parts[1]) : "");
        })];

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = new Asked(
            context.Request.Method,
            context.Request.Path.Value!,
            Fields(context.Request.QueryString.Value ?? ""),
            await reader.ReadToEndAsync(context.RequestAborted),
            context.Request.Headers.ToDictionary(
                one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        Requests.Enqueue(asked);
        if (Silent) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        Said said;
        lock (Turn) said = Instead(asked) ?? Answer(asked);
        context.Response.StatusCode = said.Status;
        context.Response.ContentType = said.ContentType;
        foreach (var (name, value) in said.Headers) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(said.Body, context.RequestAborted);
    }
}
