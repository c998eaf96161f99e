using Microsoft.AspNetCore.Routing;

namespace Tollgate.AspNetCore;

/// <summary>Where a request says which customer it is of. Immutable and thread-safe.</summary>
public sealed class CustomerSource
{
    // Said, but not in one way: it is not looked for elsewhere then.
    const string Ambiguous = "";

    readonly Func<HttpContext, string?> read;

    CustomerSource(Func<HttpContext, string?> read) => this.read = read;

    /// <summary>A claim of the authenticated user.</summary>
    public static CustomerSource Claim(string type) =>
        new(context => One(context.User.FindAll(type).Select(claim => claim.Value)));

    /// <summary>
    /// A header. Whoever sends the request chooses it: only for where something in front of the application sets it.
    /// </summary>
    public static CustomerSource Header(string name) => new(context => One(context.Request.Headers[name]));

    /// <summary>A value of the route. Whoever sends the request chooses it, as with a header.</summary>
    public static CustomerSource Route(string name) => new(context => context.GetRouteValue(name)?.ToString());

    /// <summary>
    /// A function of the request: null where it does not say, empty where it does but in a way that is not accepted.
    /// </summary>
    public static CustomerSource From(Func<HttpContext, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new(read);
    }

    /// <summary>The first of several that says it.</summary>
    public static CustomerSource First(params CustomerSource[] sources) =>
        new(context => sources.Select(source => source.read(context)).FirstOrDefault(found => found is not null));

    /// <summary>The customer of a request, or null.</summary>
    public string? Find(HttpContext context) => read(context) is { Length: > 0 } found ? found : null;

    static string? One(IEnumerable<string?> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).Take(2).ToList();
        return distinct.Count > 1 ? Ambiguous : distinct.FirstOrDefault();
    }
}
