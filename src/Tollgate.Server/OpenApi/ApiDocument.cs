using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tollgate.Server;

/// <summary>The API document at <c>/openapi/v1.json</c>, made from what the routes say of themselves.</summary>
internal static class ApiDocument
{
    const string Name = "v1";

    public static void AddApiDocument(this IServiceCollection services)
    {
        // The document's schemas are made by these options; nothing is read or written by them.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = Wire.WireJson.Strict.TypeInfoResolver;
            json.SerializerOptions.PropertyNamingPolicy = Wire.WireJson.Strict.PropertyNamingPolicy;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer(ApiSchemas.TransformAsync);
            options.AddDocumentTransformer(ApiPaths.TransformAsync);
        });
        services.AddSingleton<ApiDocumentBytes>();
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        var document = routes.ServiceProvider.GetRequiredService<ApiDocumentBytes>();
        routes.MapMethods("/openapi/v1.json", [HttpMethods.Get], async http =>
        {
            var reply = new Reply(Statuses.Ok, await document.GetAsync());
            await reply.SendAsync(http.Response);
        });
    }
}

/// <summary>The document, made once, when it is first asked for. Thread-safe.</summary>
internal sealed class ApiDocumentBytes([FromKeyedServices("v1")] IOpenApiDocumentProvider provider)
{
    readonly Lock gate = new();
    Task<byte[]>? bytes;

    public Task<byte[]> GetAsync()
    {
        lock (gate) return bytes ??= MakeAsync();
    }

    async Task<byte[]> MakeAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        document.Servers?.Clear();
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return System.Text.Encoding.UTF8.GetBytes(json.ReplaceLineEndings("\n"));
    }
}
