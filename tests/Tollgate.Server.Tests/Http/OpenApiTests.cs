using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tollgate.Server.Tests.Http;

/// <summary>The API document says what the server does, and its copy in docs says the same.</summary>
public sealed class OpenApiTests(TollgateHost host) : IClassFixture<TollgateHost>
{
    const string Renew = "TOLLGATE_RENEW_OPENAPI";

    static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_committed_document_is_the_generated_one()
    {
        var answer = await host.GetAsync("/openapi/v1.json", key: null);
        Assert.Equal(
            (HttpStatusCode.OK, "application/json"),
            (answer.Status, answer.Message.Content.Headers.ContentType!.MediaType));
        var generated = JsonSerializer.Serialize(answer.Json, Indented).ReplaceLineEndings("\n") + "\n";
        var path = DocumentPath();
        if (Environment.GetEnvironmentVariable(Renew) == "1") await File.WriteAllTextAsync(path, generated);
        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(
            committed == generated,
            $"docs/openapi.json is not what the server generates. Renew it: {Renew}=1 ./test Server");
    }

    [Fact]
    public async Task Every_route_stands_in_it_with_its_scope()
    {
        var paths = (await host.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>().ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            var operation = paths.GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            Assert.Equal(route.Operation.Name, operation.GetProperty("operationId").GetString());
            Assert.Equal(route.Operation.Scope is not null, operation.TryGetProperty("security", out _));
        }
    }

    [Fact]
    public async Task Every_reference_in_it_leads_somewhere()
    {
        var document = (await host.GetAsync("/openapi/v1.json")).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document))
            Assert.True(
                schemas.TryGetProperty(reference.Replace("#/components/schemas/", "", StringComparison.Ordinal), out _),
                reference);
    }

    [Fact]
    public async Task What_a_request_is_made_of_takes_no_other_members()
    {
        var document = (await host.GetAsync("/openapi/v1.json")).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Queue<string> left = new(schemas.EnumerateObject().Select(one => one.Name)
            .Where(name => name.EndsWith("Request", StringComparison.Ordinal)));
        HashSet<string> seen = [.. left];
        while (left.TryDequeue(out var name))
        {
            var schema = schemas.GetProperty(name);
            var isClosed = schema.TryGetProperty("additionalProperties", out var others)
                && others.ValueKind == JsonValueKind.False;
            Assert.True(isClosed, name);
            foreach (var part in References(schema).Select(path => path.Split('/')[^1]).Where(seen.Add))
                left.Enqueue(part);
        }
        Assert.Superset(
            new HashSet<string> { "PlanLimit", "PlanPrice", "PlanFee", "PlanFeatureBody", "KeyRate" }, seen);
    }

    [Theory]
    [InlineData("PUT", "/v1/plans/p", """{"name":"P","kind":"base","features":{},"x":1}""", "x")]
    [InlineData("PUT", "/v1/plans/p", """{"name":"P","kind":"base","features":{"f":{"unlimited":true,"x":1}}}""",
        "features.f.x")]
    [InlineData("PUT", "/v1/plans/p",
        """{"name":"P","kind":"base","features":{"f":{"limits":[{"quantity":1,"per":"day","x":1}]}}}""",
        "features.f.limits[0].x")]
    [InlineData("PUT", "/v1/plans/p",
        """
        {"name":"P","kind":"base","features":{},"prices":[{"amount":"1","currency":"USD","per":"month","x":1}]}
        """, "prices[0].x")]
    [InlineData("PUT", "/v1/plans/p",
        """{"name":"P","kind":"base","features":{},"setup_fee":{"amount":"1","currency":"USD","x":1}}""",
        "setup_fee.x")]
    [InlineData("POST", "/v1/customers/c/subscriptions",
        """{"plan":"p","overrides":{"features":{"f":{"unlimited":true}},"x":1}}""", "overrides.x")]
    [InlineData("PUT", "/v1/settings", """{"cloud_events":{"types":{"t":{"feature":"f","x":1}}}}""",
        "cloud_events.types.t.x")]
    [InlineData("POST", "/v1/api-keys", """{"name":"k","scopes":["admin"],"rate":{"per_minute":1,"burst":1,"x":1}}""",
        "rate.x")]
    public async Task And_what_the_document_closes_the_wire_does(string method, string path, string body, string field)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal((HttpStatusCode.BadRequest, $"{field} unknown_field"), (answer.Status, answer.Errors.Single()));
    }

    [Fact]
    public async Task An_account_full_of_keys_is_among_the_answers_to_another()
    {
        var paths = (await host.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var answers = paths.GetProperty("/v1/api-keys").GetProperty("post").GetProperty("responses");
        Assert.True(answers.TryGetProperty("409", out _));
    }

    static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    static string DocumentPath([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory!;
        while (!File.Exists(Path.Combine(folder.FullName, "Tollgate.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "openapi.json");
    }
}
