using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tollgate.Server;

/// <summary>The wire types as schemas: what their converters hide is said, and each has its name.</summary>
internal static class ApiSchemas
{
    const string Nullable = "nullable";
    const string Id = "x-schema-id";

    /// <summary>Corrects the schema of one type.</summary>
    public static Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = context.JsonTypeInfo.Type;
        var bare = System.Nullable.GetUnderlyingType(type) ?? type;
        var isNull = bare != type || context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.Null : 0;
        if (bare.IsEnum) SetEnum(schema, bare, isNull);
        if (bare == typeof(decimal)) schema.Format = null;
        if (context.JsonTypeInfo.ElementType == typeof(Wire.PlanFeature)) schema.AdditionalProperties = PlanFeature();
        if (bare == typeof(Wire.CardDefault)) schema.OneOf = CardDefault();
        if (bare == typeof(Wire.Percent)) schema.Type = JsonSchemaType.String | JsonSchemaType.Number;
        if (isNull != 0) (schema.Metadata ??= new Dictionary<string, object>())[Nullable] = true;
        return Task.CompletedTask;
    }

    /// <summary>The schema of a type, by reference to the document's components, where its parts are put too.</summary>
    public static async Task<IOpenApiSchema> ReferAsync(
        OpenApiDocumentTransformerContext context, OpenApiDocument document, Type type)
    {
        var name = NameOf(type);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            var schema = await context.GetOrCreateSchemaAsync(type);
            if (type == typeof(Wire.PlanRequest) || type == typeof(Wire.CatalogRequest))
                await ReferAsync(context, document, typeof(Wire.PlanFeatureBody));
            if (type == typeof(Wire.RateCardRequest) || type == typeof(Wire.CatalogRequest))
                await ReferAsync(context, document, typeof(Wire.CardDefaultBody));
            Name(document, name, schema);
        }
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>
    /// Says of every request, and of whatever it is made of, that it has no other members: the wire refuses them.
    /// </summary>
    public static void Close(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        Stack<string> left = new(schemas.Keys.Where(name => name.EndsWith("Request", StringComparison.Ordinal)));
        HashSet<string> seen = [.. left];
        while (left.TryPop(out var name))
        {
            var schema = (OpenApiSchema)schemas[name];
            schema.AdditionalPropertiesAllowed = false;
            foreach (var part in Parts(schema))
                if (seen.Add(part)) left.Push(part);
        }
    }

    // The names of what a schema refers to.
    static IEnumerable<string> Parts(IOpenApiSchema? part) => part switch
    {
        OpenApiSchemaReference reference => [reference.Reference.Id!],
        OpenApiSchema schema => Inner(schema).SelectMany(Parts),
        _ => [],
    };

    static IEnumerable<IOpenApiSchema?> Inner(OpenApiSchema schema) =>
        [.. schema.Properties?.Values ?? [], schema.Items, schema.AdditionalProperties, .. schema.OneOf ?? []];

    static void Name(OpenApiDocument document, string name, OpenApiSchema schema)
    {
        if (document.Components?.Schemas?.ContainsKey(name) == true) return;
        document.AddComponent(name, schema);
        Part(document, schema);
    }

    // Whatever inside a schema has a name of its own becomes a component, and a reference to it.
    static void Part(OpenApiDocument document, OpenApiSchema schema)
    {
        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            schema.Properties![name] = Refer(document, property);
        if (schema.Items is { } items) schema.Items = Refer(document, items);
        if (schema.AdditionalProperties is { } more) schema.AdditionalProperties = Refer(document, more);
        if (schema.OneOf is { } forms) schema.OneOf = [.. forms.Select(form => Refer(document, form))];
    }

    static IOpenApiSchema Refer(OpenApiDocument document, IOpenApiSchema part)
    {
        if (part is not OpenApiSchema schema) return part;
        var name = schema.Metadata?.TryGetValue(Id, out var id) == true ? id as string : null;
        if (name is null || schema.Properties is not { Count: > 0 })
        {
            Part(document, schema);
            return schema;
        }
        Name(document, name, schema);
        var reference = new OpenApiSchemaReference(name, document);
        if (!schema.Metadata!.ContainsKey(Nullable)) return reference;
        return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] };
    }

    static void SetEnum(OpenApiSchema schema, Type type, JsonSchemaType isNull)
    {
        schema.Type = JsonSchemaType.String | isNull;
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
        schema.Enum = [.. names.Select(name => (JsonNode)name)];
        if (isNull != 0) schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    static OpenApiSchema PlanFeature() => new()
    {
        OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [JsonValue.Create(true)] },
            new OpenApiSchemaReference(nameof(Wire.PlanFeatureBody)),
        ],
    };

    static List<IOpenApiSchema> CardDefault() =>
    [
        new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("refuse")] },
        new OpenApiSchemaReference(nameof(Wire.CardDefaultBody)),
    ];

    static string NameOf(Type type) =>
        type.IsGenericType ? $"PageOf{type.GetGenericArguments()[0].Name}" : type.Name;
}
