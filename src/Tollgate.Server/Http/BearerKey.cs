using Microsoft.Extensions.Primitives;

namespace Tollgate.Server;

/// <summary>The API key of a request: <c>Authorization: Bearer KEY</c>.</summary>
internal static class BearerKey
{
    const string Scheme = "Bearer ";
    const int MostCharacters = 256;

    /// <summary>The key as it was sent; null where none was.</summary>
    public static string? Of(StringValues authorization)
    {
        if (authorization is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var key = value[Scheme.Length..].Trim(' ');
        return IsKey(key) ? key : null;
    }

    /// <summary>Whether it can be sent as a key: 1 to 256 printable ASCII characters without spaces.</summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= MostCharacters && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
}
