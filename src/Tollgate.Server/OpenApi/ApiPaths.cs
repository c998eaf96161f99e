using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tollgate.Server;

/// <summary>
/// The paths of the API document: one operation for each route, in the order in which they were mapped.
/// </summary>
internal static class ApiPaths
{
    const string Key = "api_key";
    const string Json = "application/json";

    public static async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Tollgate",
            Version = "v1",
            Description = "Decides whether a customer may use something, and records that they did: "
                + "once, in order, and never past the limit.",
        };
        document.Components ??= new OpenApiComponents();
        document.AddComponent<IOpenApiSecurityScheme>(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key.",
        });
        var problem = await ApiSchemas.ReferAsync(context, document, typeof(Wire.Problem));
        var endpoints = context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints;
        foreach (var route in endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>())
            Add(document, route, await MakeAsync(context, document, route, problem));
        ApiSchemas.Close(document);
    }

    static void Add(OpenApiDocument document, Route route, OpenApiOperation operation)
    {
        if (!document.Paths.TryGetValue(route.Path, out var path))
            document.Paths[route.Path] = path = new OpenApiPathItem();
        ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(route.Method), operation);
        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new OpenApiTag { Name = route.Operation.Tag });
    }

    static async Task<OpenApiOperation> MakeAsync(
        OpenApiDocumentTransformerContext context, OpenApiDocument document, Route route, IOpenApiSchema problem)
    {
        var about = route.Operation;
        var operation = new OpenApiOperation
        {
            OperationId = about.Name,
            Summary = about.Summary,
            Description = about.Scope is null ? "Needs no key." : $"Needs the scope `{about.Scope}`.",
            Tags = new HashSet<OpenApiTagReference> { new(about.Tag, document) },
            Parameters = [.. Parameters(route)],
            Responses = [],
        };
        if (about.Scope is not null)
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        if (about.Takes is { } takes)
            operation.RequestBody = RequestBody(about, await ApiSchemas.ReferAsync(context, document, takes));
        var answer = about.AnswersType is null
            ? await ApiSchemas.ReferAsync(context, document, about.Answers)
            : new OpenApiSchema { Type = JsonSchemaType.String };
        var form = about.AnswersType ?? Json;
        operation.Responses["200"] = Response(about.Creates ? "It was there." : "Done.", form, answer);
        if (about.Creates) operation.Responses["201"] = Response("It is new.", Json, answer);
        foreach (var status in ProblemsOf(route))
            operation.Responses[Text(status)] = Response(Title(status), "application/problem+json", problem);
        return operation;
    }

    static OpenApiRequestBody RequestBody(Operation about, IOpenApiSchema schema)
    {
        var content = new Dictionary<string, OpenApiMediaType>
        {
            [about.TakesType] = new OpenApiMediaType { Schema = schema },
        };
        if (about.TakesListType is { } list)
        {
            var items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema };
            content[list] = new OpenApiMediaType { Schema = items };
        }
        if (about.TakesYaml) content["application/yaml"] = new OpenApiMediaType { Schema = schema };
        return new OpenApiRequestBody { Required = !about.BodyOptional, Content = content };
    }

    static OpenApiResponse Response(string description, string mediaType, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = new OpenApiMediaType { Schema = schema } },
    };

    static IEnumerable<IOpenApiParameter> Parameters(Route route)
    {
        foreach (var segment in route.Path.Split('/').Where(segment => segment.StartsWith('{')))
            yield return Parameter(segment.Trim('{', '}'), ParameterLocation.Path, JsonSchemaType.String);
        foreach (var (name, type, description) in route.Operation.Query)
        {
            var parameter = Parameter(name, ParameterLocation.Query, TypeOf(type));
            parameter.Description = description;
            if (type == typeof(DateTimeOffset)) ((OpenApiSchema)parameter.Schema!).Format = "date-time";
            yield return parameter;
        }
        if (route is not { Method: "POST", Operation.Scope: not null }) yield break;
        var key = Parameter("Idempotency-Key", ParameterLocation.Header, JsonSchemaType.String);
        key.Description =
            "1 to 255 printable ASCII characters. The same request again is answered as the first, for 24 hours.";
        yield return key;
    }

    static OpenApiParameter Parameter(string name, ParameterLocation location, JsonSchemaType type) => new()
    {
        Name = name,
        In = location,
        Required = location == ParameterLocation.Path,
        Schema = new OpenApiSchema { Type = type },
    };

    static JsonSchemaType TypeOf(Type type)
    {
        if (type == typeof(int)) return JsonSchemaType.Integer;
        return type == typeof(bool) ? JsonSchemaType.Boolean : JsonSchemaType.String;
    }

    static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    static SortedSet<int> ProblemsOf(Route route)
    {
        SortedSet<int> statuses = [.. route.Operation.Problems];
        if (route.Operation.Scope is null) return statuses;
        statuses.UnionWith([400, 401, 403, 429, 503]);
        if (route.Operation.Takes is not null) statuses.UnionWith([413, 415]);
        if (route.Method == HttpMethods.Post) statuses.Add(422);
        return statuses;
    }

    static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) + ".";
}
