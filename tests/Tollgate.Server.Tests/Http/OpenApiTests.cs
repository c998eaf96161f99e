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
