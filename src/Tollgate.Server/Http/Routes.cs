namespace Tollgate.Server;

/// <summary>Maps a handler with what it says of itself.</summary>
internal static class Routes
{
    public static void Get(this IEndpointRouteBuilder routes, string path, Operation operation, Handler handler) =>
        routes.Map(HttpMethods.Get, path, operation, handler);

    public static void Put(this IEndpointRouteBuilder routes, string path, Operation operation, Handler handler) =>
        routes.Map(HttpMethods.Put, path, operation, handler);

    public static void Post(this IEndpointRouteBuilder routes, string path, Operation operation, Handler handler) =>
        routes.Map(HttpMethods.Post, path, operation, handler);

    public static void Delete(this IEndpointRouteBuilder routes, string path, Operation operation, Handler handler) =>
        routes.Map(HttpMethods.Delete, path, operation, handler);

    static void Map(this IEndpointRouteBuilder routes, string method, string path, Operation operation, Handler handler)
    {
        var door = routes.ServiceProvider.GetRequiredService<Door>();
        var route = new Route(method, path, operation);
        routes.MapMethods(path, [method], http => door.ServeAsync(http, route, handler)).WithMetadata(route);
    }
}

/// <summary>Answers one visit.</summary>
internal delegate Task<Reply> Handler(Visit visit);

/// <summary>A method on a path, and what it says of itself.</summary>
internal sealed record Route(string Method, string Path, Operation Operation)
{
    /// <summary>The path with its ids in place, in the one spelling that counts.</summary>
    public string PathOf(RouteValueDictionary values)
    {
        var path = Path;
        foreach (var (name, value) in values)
            path = path.Replace($"{{{name}}}", (string?)value, StringComparison.Ordinal);
        return path;
    }
}
